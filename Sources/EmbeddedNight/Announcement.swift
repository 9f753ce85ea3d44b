/// What the child that hosts the night tells its parent, one line each.
public enum Announcement: Sendable, Equatable {
    public enum Change: String, Sendable, CaseIterable {
        case begins
        /// Another broker takes over what the lost one led.
        case failsOver = "fails-over"
        case ends
    }

    /// Both clusters take connections, and orders are taken on the socket of this path.
    case ready(source: String, target: String, orders: String)
    /// A line of the script, for people: nothing is measured by it.
    case script(Change, String)

    /// Longer lines are not taken.
    public static let lineLimit = 512

    /// Without the line's end.
    public var line: String {
        switch self {
        case .ready(let source, let target, let orders): "ready\t\(source)\t\(target)\t\(orders)"
        case .script(let change, let words): "script\t\(change.rawValue)\t\(words)"
        }
    }

    /// Nil: not a line of ours.
    public init?(line: String) {
        guard line.utf8.count <= Self.lineLimit else { return nil }
        let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        guard fields.allSatisfy(Self.isText) else { return nil }
        switch (fields[0], fields.count) {
        case ("ready", 4) where Self.isBootstrap(fields[1]) && Self.isBootstrap(fields[2]) && fields[3].hasPrefix("/"):
            self = .ready(source: fields[1], target: fields[2], orders: fields[3])
        case ("script", 3):
            guard let change = Change(rawValue: fields[1]) else { return nil }
            self = .script(change, fields[2])
        default: return nil
        }
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
