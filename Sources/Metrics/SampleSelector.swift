/// Which samples of an exposition are meant: `NAME`, or `NAME{label="value",other!="value"}`.
public struct SampleSelector: Sendable, Hashable, CustomStringConvertible {
    struct Matcher: Sendable, Hashable {
        let label: String
        let value: String
        let wantsEqual: Bool
    }

    public struct Invalid: Error, Sendable, Equatable, CustomStringConvertible {
        public let description: String
    }

    /// As it was written.
    public let description: String
    let name: [UInt8]
    let matchers: [Matcher]

    public static let longest = 1_024

    public init(_ text: String) throws(Invalid) {
        guard text.utf8.count <= Self.longest else {
            throw Invalid(description: "longer than \(Self.longest) bytes")
        }
        var bytes = text
        let read = bytes.withUTF8 { bytes in
            Result { () throws(Invalid) in
                var cursor = LineCursor(bytes, from: 0, to: bytes.count)
                return try Self.parts(&cursor)
            }
        }
        description = text
        (name, matchers) = try read.get()
    }

    init(name: String, labels: [(name: String, value: String)]) {
        self.name = Array(name.utf8)
        matchers = labels.map { Matcher(label: $0.name, value: $0.value, wantsEqual: true) }
        description = "\(name){\(labels.map { "\($0.name)=\"\($0.value)\"" }.joined(separator: ","))}"
    }

    /// A series without a label matches as if the label were empty.
    func matches(_ labels: [Exposition.Label]) -> Bool {
        matchers.allSatisfy { matcher in
            let value = labels.first { $0.name == matcher.label }?.value ?? ""
            return (value == matcher.value) == matcher.wantsEqual
        }
    }

    private static func parts(_ cursor: inout LineCursor) throws(Invalid) -> ([UInt8], [Matcher]) {
        let name = cursor.name()
        guard !name.isEmpty else { throw Invalid(description: "no name of a sample to begin with") }
        var matchers: [Matcher] = []
        cursor.skipBlanks()
        if cursor.take("{") {
            while !cursor.take("}") {
                matchers.append(try matcher(&cursor))
                if cursor.take(",") { continue }
                guard cursor.take("}") else { throw Invalid(description: "labels end with } and are parted by commas") }
                break
            }
        }
        cursor.skipBlanks()
        guard cursor.isAtEnd else { throw Invalid(description: "a selector is NAME or NAME{label=\"value\"}, no more") }
        return (Array(name), matchers)
    }

    private static func matcher(_ cursor: inout LineCursor) throws(Invalid) -> Matcher {
        cursor.skipBlanks()
        let label = cursor.name(colons: false)
        guard !label.isEmpty else { throw Invalid(description: "a label's name is missing") }
        let words = String(decoding: label, as: UTF8.self)
        cursor.skipBlanks()
        let wantsEqual = !cursor.take("!")
        let isEqualSign = cursor.take("=")
        if cursor.take("~") { throw Invalid(description: "\(words) is matched with = or !=, not with an expression") }
        guard isEqualSign else { throw Invalid(description: "after \(words) comes = or !=") }
        cursor.skipBlanks()
        guard let value = try? cursor.quoted() else {
            throw Invalid(description: "the value of \(words) stands in double quotes")
        }
        cursor.skipBlanks()
        return Matcher(label: words, value: value, wantsEqual: wantsEqual)
    }
}
