/// What the child that hosts the night tells its parent, one line each.
public enum Announcement: Sendable, Equatable {
    public enum Change: String, Sendable, CaseIterable {
        case begins
        /// Another broker takes over what the lost one led.
        case failsOver = "fails-over"
        case ends
    }

    /// Where a night's clusters are.
    public struct Clusters: Sendable, Equatable {
        public let source: String
        public let target: String
        /// Of real ones, with MirrorMaker 2 between them.
        public let connect: String?

        public init(source: String, target: String, connect: String? = nil) {
            self.source = source
            self.target = target
            self.connect = connect
        }
    }

    /// What is coming up, for people.
    case starting(String)
    /// Why the night did not come up, or does not go on.
    case failed(String)
    /// Both clusters take connections, and orders are taken on the socket of this path.
    case ready(Clusters, orders: String)
    /// A line of the script, for people: nothing is measured by it.
    case script(Change, String)

    /// Longer lines are not taken.
    public static let lineLimit = 512

    /// Without the line's end.
    public var line: String {
        switch self {
        case .starting(let words): "starting\t\(words)"
        case .failed(let words): "failed\t\(Self.oneLine(words))"
        case .ready(let clusters, let orders):
            (["ready", clusters.source, clusters.target, orders] + [clusters.connect].compactMap { $0 })
                .joined(separator: "\t")
        case .script(let change, let words): "script\t\(change.rawValue)\t\(words)"
        }
    }

    /// Nil: not a line of ours.
    public init?(line: String) {
        guard line.utf8.count <= Self.lineLimit else { return nil }
        let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        guard fields.allSatisfy(Self.isText) else { return nil }
        switch (fields[0], fields.count) {
        case ("starting", 2): self = .starting(fields[1])
        case ("failed", 2): self = .failed(fields[1])
        case ("ready", 4...5)
        where Self.isBootstrap(fields[1]) && Self.isBootstrap(fields[2]) && fields[3].hasPrefix("/"):
            let connect = fields.dropFirst(4).first
            guard connect?.hasPrefix("http://") ?? true else { return nil }
            self = .ready(Clusters(source: fields[1], target: fields[2], connect: connect), orders: fields[3])
        case ("script", 3):
            guard let change = Change(rawValue: fields[1]) else { return nil }
            self = .script(change, fields[2])
        default: return nil
        }
    }

    /// An error may quote a log: its beginning, as far as it goes on a line.
    private static func oneLine(_ words: String) -> String {
        let plain = words.utf8.map { (0x20..<0x7f).contains($0) ? $0 : UInt8(ascii: " ") }
        return String(decoding: plain.prefix(lineLimit - "failed\t".utf8.count), as: UTF8.self)
    }

    private static func isText(_ field: String) -> Bool {
        !field.isEmpty && field.utf8.allSatisfy { (0x20..<0x7f).contains($0) }
    }

    private static func isBootstrap(_ field: String) -> Bool {
        field.split(separator: ",", omittingEmptySubsequences: false).allSatisfy { address in
            let parts = address.split(separator: ":", omittingEmptySubsequences: false)
            return parts.count == 2 && !parts[0].isEmpty && (UInt16(parts[1]) ?? 0) > 0
        }
    }
}
