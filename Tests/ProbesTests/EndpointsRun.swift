import Glibc
import Night
import Synchronization
import TestSupport
import Testing

@testable import Probes

/// The reader of a side's endpoints, without a process around it, and the newest it has reported.
final class EndpointsRun {
    private final class Heard: Sendable {
        let observations = Mutex<[Observation]>([])
    }

    private let sweeper: EndpointsSweeper
    private let heard = Heard()

    init(_ order: EndpointsOrder) {
        // As in the process that is told to read endpoints.
        signal(SIGPIPE, SIG_IGN)
        sweeper = EndpointsSweeper(order) { [heard] observation in
            heard.observations.withLock { $0.append(observation) }
        }
    }

    /// Sweeps until the condition holds. Far longer than anything here takes, and no longer.
    func sweep(
        until what: Comment, sourceLocation: SourceLocation = #_sourceLocation, _ holds: (EndpointsRun) -> Bool
    ) throws {
        let deadline = ContinuousClock().now + .seconds(180)
        while !holds(self) {
            try #require(
                ContinuousClock().now < deadline, "\(what); until now: \(samples) \(health)",
                sourceLocation: sourceLocation)
            _ = sweeper.sweep()
            usleep(10_000)
        }
    }

    private var all: [Observation] { heard.observations.withLock { $0 } }

    private func newest<Part>(_ pick: (Observation) -> Part?) -> Part? { all.reversed().lazy.compactMap(pick).first }

    var samples: [MetricSample] { newest { if case .samples(let samples) = $0 { samples } else { nil } } ?? [] }
    var health: [EndpointHealth] { newest { if case .endpoints(let health) = $0 { health } else { nil } } ?? [] }
    var connectors: ConnectorsReading? { newest { if case .connectors(let reading) = $0 { reading } else { nil } } }
    var troubles: [Trouble] {
        all.compactMap { if case .trouble(let trouble) = $0 { trouble } else { nil } }
    }

    /// Of the only metric that is asked for.
    var value: Double? { if case .value(let value, _)? = samples.first?.answer { value } else { nil } }
    var why: String? { if case .none(let why)? = samples.first?.answer { why } else { nil } }

    /// Calls that have ended.
    var calls: Int {
        all.reduce(0) { calls, seen in if case .sweepEnded(let cost) = seen { calls + cost.requests } else { calls } }
    }
}

extension EndpointsOrder {
    /// One metric, asked of these.
    static func asking(
        _ metric: Metric = .sample("queue"), of servers: [FickleServer], prometheus: FickleServer? = nil,
        asksForPace: Bool = false, patience: Duration = .seconds(30)
    ) -> EndpointsOrder {
        EndpointsOrder(
            cluster: .target, poll: .milliseconds(100),
            metrics: servers.map { EndpointPlan("http://\($0.address)/metrics") },
            prometheus: prometheus.map { EndpointPlan("http://\($0.address)") },
            asked: [MetricAsked(metric, asksForPace: asksForPace)], patience: patience)
    }
}

/// Serves one thing over HTTP until it is told to serve another.
final class FickleServer: Sendable {
    private final class Answer: Sendable {
        let bytes: Mutex<[UInt8]?>

        init(_ bytes: [UInt8]?) { self.bytes = Mutex(bytes) }
    }

    private let answer: Answer
    private let server: StubServer

    init(answering bytes: [UInt8]?) throws {
        let answer = Answer(bytes)
        self.answer = answer
        server = try StubServer { _ in answer.bytes.withLock { $0 } }
    }

    convenience init(serving body: String) throws {
        try self.init(answering: Self.http(body))
    }

    deinit { server.end() }

    var address: String { server.address }
    var received: String { server.received }

    /// From the next question on.
    func answers(_ bytes: [UInt8]?) { answer.bytes.withLock { $0 = bytes } }

    static func http(
        _ body: [UInt8], status: String = "200 OK", headers: [String] = [], claiming length: Int? = nil
    ) -> [UInt8] {
        let head = ["HTTP/1.1 \(status)", "Connection: close", "Content-Length: \(length ?? body.count)"] + headers
        return Array((head.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body
    }

    static func http(_ body: String, status: String = "200 OK", headers: [String] = []) -> [UInt8] {
        http(Array(body.utf8), status: status, headers: headers)
    }
}
