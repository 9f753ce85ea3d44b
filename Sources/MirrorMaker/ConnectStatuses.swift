import FoundationEssentials

/// States of connectors and tasks, as their Connect workers write them down: where there is no REST to ask, the only
/// place that has them.
public struct ConnectStatuses: RecordLayout {
    public enum Key: Hashable, Sendable {
        case connector(String)
        case task(Int, of: String)
    }

    public struct Value: Equatable, Sendable {
        /// Connect's word: RUNNING, PAUSED, FAILED, and whatever it may yet learn to say.
        public let state: String
        public let worker: String?
        /// The beginning of a failed one's stack trace.
        public let trace: String?
        /// Counts the workers' rebalances.
        public let generation: Int?
    }

    private static let longestKey = 1 << 12
    private static let longestTrace = 2_000

    public init() {}

    public func key(_ bytes: [UInt8]) throws(Unreadable) -> Key? {
        guard bytes.count <= Self.longestKey else { throw .foreign(.overlongText) }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .foreign(.notUTF8) }
        if text.hasPrefix("status-topic-") { return nil }
        if text.hasPrefix("status-connector-") { return .connector(String(text.dropFirst("status-connector-".count))) }
        guard text.hasPrefix("status-task-"), let dash = text.lastIndex(of: "-"),
            let number = Int(text[text.index(after: dash)...]), number >= 0
        else { throw .foreign(.notItsJSON) }
        return .task(number, of: String(text[..<dash].dropFirst("status-task-".count)))
    }

    public func value(_ bytes: [UInt8]) throws(Unreadable) -> Value {
        guard let written = try? JSONDecoder().decode(Written.self, from: Data(bytes)) else {
            throw .foreign(.notItsJSON)
        }
        return Value(
            state: written.state, worker: written.worker,
            trace: written.trace.map { String($0.prefix(Self.longestTrace)) }, generation: written.generation)
    }

    private struct Written: Decodable {
        let state: String
        let worker: String?
        let trace: String?
        let generation: Int?

        enum CodingKeys: String, CodingKey {
            case state, trace, generation
            case worker = "worker_id"
        }
    }
}
