import Glibc
import Processes

/// The one question of Kafka's protocol this module asks by itself: which brokers a broker sees alive. An open port
/// alone proves nothing, and a whole client library would be too much for this.
enum LivingBrokers {
    /// Nil: no answer, or none that makes sense.
    static func seen(byBrokerAt port: UInt16) async throws(RealKafkaError) -> Set<Int>? {
        guard let connection = connected(to: port), (try? connection.write(request)) != nil else { return nil }
        connection.setNonBlocking()
        let deadline = Deadline(after: .seconds(1))
        var answer: [UInt8] = []
        while true {
            guard let read = try? connection.read(atMost: 64 << 10), read != .end else { return nil }
            if case .bytes(let more) = read { answer += more }
            if let brokers = brokers(in: answer) { return brokers }
            if deadline.passed || answer.count > mostAnswer { return nil }
            try await Deadline.pause()
        }
    }

    private static let mostAnswer = 64 << 10

    private static func connected(to port: UInt16) -> Descriptor? {
        guard let connection = try? tcpSocket() else { return nil }
        // A stopped broker's port still takes connections until its backlog is full; then connect would wait.
        var patience = timeval(tv_sec: 0, tv_usec: 200_000)
        setsockopt(connection.number, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        let (answer, _) = withLoopback(port: port) { connect(connection.number, $0, $1) }
        return answer == 0 ? connection : nil
    }

    /// Metadata, version 1, of no topic at all: size, api key, version, correlation id, no client id, empty array.
    private static let request: [UInt8] =
        [0, 0, 0, 14] + [0, 3] + [0, 1] + [0, 0, 0, 1] + [0xff, 0xff] + [0, 0, 0, 0]

    /// Nil while the answer is not whole.
    static func brokers(in answer: [UInt8]) -> Set<Int>? {
        var rest = answer[...]
        func bytes(_ count: Int) -> ArraySlice<UInt8>? {
            guard rest.count >= count else { return nil }
            defer { rest = rest.dropFirst(count) }
            return rest.prefix(count)
        }
        func integer(_ width: Int) -> Int? {
            bytes(width)?.reduce(0) { $0 << 8 | Int($1) }
        }
        guard let size = integer(4), rest.count >= size, integer(4) == 1, let count = integer(4) else { return nil }
        var nodes: Set<Int> = []
        for _ in 0..<count {
            guard let node = integer(4), let host = integer(2), bytes(host) != nil, integer(4) != nil,
                let rack = integer(2), rack == noString || bytes(rack) != nil
            else { return nil }
            nodes.insert(node)
        }
        return nodes
    }

    /// The length of a string that is not there.
    private static let noString = 0xffff
}
