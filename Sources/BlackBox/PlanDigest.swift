public import Night

/// A plan that a commander had.
public struct TakenPlan: Sendable, Equatable, CustomStringConvertible {
    public let digest: String
    public let since: WallTime

    public init(digest: String, since: WallTime) {
        self.digest = digest
        self.since = since
    }

    public var description: String { "its sha256 \(digest), since \(utc(since))" }
}

/// What tells one text of a plan from another: its SHA-256, in hexadecimal.
public enum PlanDigest {
    public static func of(_ text: [UInt8]) throws -> String {
        try sha256(text).hexadecimal
    }
}
