/// Whether a night file is as it was written.
public enum Verification: Sendable, Equatable {
    case intact(Intact)

    public struct Intact: Sendable, Equatable {
        public let night: String
        public let events: Int
        public let commanders: Int
        /// Nil: it goes on, or was left without its end.
        public let seal: Seal?
        /// Nil: it begins the night.
        public let previous: PreviousSegment?
        /// Whether the record it goes on from lies beside it, with that seal; nil: it begins the night.
        public let hasPrevious: Bool?
    }

    /// Everything before this row is as it was written; nothing from it on can be relied on.
    case broken(BrokenRow)

    /// Reads all of it and changes nothing, also while it is being written. Throws when it is no night file, or cannot
    /// be read.
    public static func verify(path name: String) throws(NightFileError) -> Verification {
        guard let path = NightPath.existing(name) else { throw .system(path: name, why: "there is no such file") }
        _ = try NightPath.checked(path)
        do throws(NightFileError) {
            let database = try located(path) { () throws(StoreProblem) in
                try Database.toRead(path)
            }
            guard try Schema.look(at: database, path: path) == .night else {
                throw .notANightFile(path: path, why: "an empty database")
            }
            let check = try NightCheck(of: database, path: path, withBlocks: true) { _ in }
            return .intact(
                Intact(
                    night: check.night, events: Int(check.tip.sequence), commanders: Int(check.tip.commander),
                    seal: check.seal.map { Seal(at: $0.at, events: Int($0.events), hash: $0.hash.hexadecimal) },
                    previous: check.previous.map { PreviousSegment(file: $0.file, hash: $0.hash.hexadecimal) },
                    hasPrevious: check.previous.map { isThere($0, beside: path) }))
        } catch {
            guard case .damaged(_, let broken) = error else { throw error }
            return .broken(broken)
        }
    }

    private static func isThere(_ previous: NightRow.Previous, beside path: String) -> Bool {
        let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        let other = folder.isEmpty && !path.hasPrefix("/") ? previous.file : "\(folder)/\(previous.file)"
        guard !previous.file.contains("/"), let found = NightPath.existing(other),
            let database = try? Database.toRead(found)
        else { return false }
        return ((try? NightRows(database: database).seal()) ?? nil)?.hash == previous.hash
    }
}
