/// A topic or group as a plan names it: a plain name, a glob (`ledger-*`, `audit-?`) or `/a regular expression/`.
/// Each matches the whole name. What expressions may hold stands at `NameExpression`.
public struct NamePattern: Sendable, Hashable, CustomStringConvertible {
    public enum Kind: Sendable, Hashable { case name, glob, expression }

    public let text: String
    public let kind: Kind
    private let expression: NameExpression?

    public struct Invalid: Error, Sendable, Equatable {
        public let reason: String
    }

    /// Longer ones are no pattern a person wrote.
    public static let longest = 512

    public init(_ text: String) throws(Invalid) {
        guard !text.isEmpty else { throw Invalid(reason: "an empty name matches nothing") }
        guard text.utf8.count <= Self.longest else {
            throw Invalid(reason: "longer than \(Self.longest) bytes")
        }
        self.text = text
        if text.hasPrefix("/") {
            guard text.count > 2, text.hasSuffix("/") else {
                throw Invalid(reason: "a regular expression stands between two slashes: /^audit-.*/")
            }
            kind = .expression
            expression = try NameExpression(text.dropFirst().dropLast())
        } else {
            kind = text.contains("*") || text.contains("?") ? .glob : .name
            expression = nil
        }
    }

    public var description: String { text }

    public static func == (left: Self, right: Self) -> Bool { left.text == right.text }

    public func hash(into hasher: inout Hasher) { hasher.combine(text) }

    public func matches(_ name: String) -> Bool {
        if let expression { return expression.matches(name) }
        return kind == .name ? name == text : Self.glob(Array(text.utf8), matches: Array(name.utf8))
    }

    /// Linear in time for one star, quadratic at worst: on a mismatch only the last star is tried again.
    private static func glob(_ glob: [UInt8], matches name: [UInt8]) -> Bool {
        var at = 0
        var inGlob = 0
        var lastStar: (glob: Int, name: Int)?
        while at < name.count {
            if inGlob < glob.count, glob[inGlob] == UInt8(ascii: "*") {
                lastStar = (inGlob, at)
                inGlob += 1
            } else if inGlob < glob.count, glob[inGlob] == UInt8(ascii: "?") || glob[inGlob] == name[at] {
                inGlob += 1
                at += 1
            } else if let star = lastStar {
                lastStar = (star.glob, star.name + 1)
                inGlob = star.glob + 1
                at = star.name + 1
            } else {
                return false
            }
        }
        return glob[inGlob...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}

extension NamePattern: Codable {
    public init(from decoder: any Decoder) throws {
        try self.init(decoder.singleValueContainer().decode(String.self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
