import CRdKafka
import Glibc
import Night

/// librdkafka's properties, checked by librdkafka. Values may be secrets and are never printed from here.
public struct Configuration: Sendable, CustomStringConvertible, CustomReflectable {
    public private(set) var properties: [(name: String, value: String)]

    public init(_ properties: [(name: String, value: String)]) {
        self.properties = properties
    }

    public var description: String { "properties " + properties.map(\.name).joined(separator: ", ") }
    public var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }

    public func setting(_ name: String, _ value: String) -> Configuration {
        Configuration(properties.filter { $0.name != name } + [(name, value)])
    }

    /// As `setting`, where the plan has not said otherwise.
    public func defaulting(_ name: String, _ value: String) -> Configuration {
        properties.contains { $0.name == name } ? self : setting(name, value)
    }

    public struct Problem: Error, Sendable, Equatable, CustomStringConvertible {
        /// Nil: librdkafka did not say which one.
        public let property: String?
        /// Without the value: it may be a secret.
        public let reason: String
        public let suggestion: String?

        public init(property: String?, reason: String, suggestion: String? = nil) {
            self.property = property
            self.reason = reason
            self.suggestion = suggestion
        }

        public var description: String {
            (property.map { "\($0): " } ?? "") + reason + (suggestion.map { ", did you mean \($0)?" } ?? "")
        }
    }

    /// Every property that librdkafka refuses.
    public func problems() -> [Problem] {
        let handle = rd_kafka_conf_new()
        defer { rd_kafka_conf_destroy(handle) }
        return properties.compactMap { Self.set($0.name, $0.value, on: handle) }
    }

    /// The caller owns what it gets, until librdkafka takes it.
    func makeHandle() throws(Problem) -> OpaquePointer {
        guard let handle = rd_kafka_conf_new() else {
            throw Problem(property: nil, reason: "librdkafka made no configuration")
        }
        for (name, value) in properties {
            if let problem = Self.set(name, value, on: handle) {
                rd_kafka_conf_destroy(handle)
                throw problem
            }
        }
        return handle
    }

    private static func set(_ name: String, _ value: String, on handle: OpaquePointer?) -> Problem? {
        guard name != "plugin.library.paths" else {
            return Problem(property: name, reason: "loads code into this program, and is not taken")
        }
        // Room for the whole value: what is cut in the middle could not be found and taken out.
        var said = [CChar](repeating: 0, count: 512 + value.utf8.count)
        switch rd_kafka_conf_set(handle, name, value, &said, said.count) {
        case RD_KAFKA_CONF_OK: return nil
        case RD_KAFKA_CONF_UNKNOWN:
            let suggestion = nearest(to: name, among: known)
            return Problem(property: name, reason: "librdkafka knows no such property", suggestion: suggestion)
        default:
            return Problem(property: name, reason: text(said, about: name, without: value))
        }
    }

    /// librdkafka repeats the value in its message, or the part of it that it did not like, in quotes; a secret must
    /// not go with it.
    private static func text(_ said: [CChar], about name: String, without value: String) -> String {
        let text = String(decoding: said.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        let whole = value.count < 3 ? text : text.replacing(value, with: hidden)
        let pieces = whole.split(separator: "\"", omittingEmptySubsequences: false)
        return pieces.enumerated()
            .map { $0.offset.isMultiple(of: 2) ? String($0.element) : $0.element == name ? name : hidden }
            .joined()
    }

    private static let hidden = "(not shown)"

    /// Names of all properties of the librdkafka in use. Its table for people is the one place that has them all: a dump
    /// leaves out those without a value, passwords among them.
    public static let known: [String] = {
        var text: UnsafeMutablePointer<CChar>?
        var size = 0
        guard let stream = open_memstream(&text, &size) else { return [] }
        rd_kafka_conf_properties_show(stream)
        fclose(stream)
        defer { free(text) }
        guard let text else { return [] }
        return String(cString: text).split(separator: "\n").compactMap { line in
            let columns = line.split(separator: "|", maxSplits: 1)
            guard columns.count == 2, let name = columns[0].split(separator: " ").first else { return nil }
            return name.allSatisfy { $0.isLowercase || $0 == "." || $0 == "_" } ? String(name) : nil
        }
    }()
}
