import Night
import Synchronization
import TestSupport

/// A Connect with one connector, `sink`, that does as it is told, some readings later, or as the test has it do.
final class FakeConnect: Sendable {
    struct State: Sendable {
        var connector: ConnectorState
        var tasks: [ConnectorState]
        var version = "3.9.2"
        /// What to say instead of obeying.
        var refusal: [UInt8]?
        /// It does as it is told and does not say so.
        var swallowsAnswers = false
        /// What it is on its way to, and after how many readings it is there.
        var next: [(connector: ConnectorState, tasks: [ConnectorState])] = []
        var told: [String] = []
    }

    private let server: StubServer
    private let state: Shared

    private final class Shared: Sendable {
        let state: Mutex<State>
        init(_ state: State) { self.state = Mutex(state) }
    }

    init(_ connector: ConnectorState, tasks: [ConnectorState] = []) throws {
        let state = Shared(State(connector: connector, tasks: tasks))
        self.state = state
        server = try StubServer { request in state.state.withLock { $0.answer(to: request) } }
    }

    deinit { server.end() }

    var endpoint: EndpointPlan { EndpointPlan("http://\(server.address)") }

    /// "PUT /connectors/sink/pause", without those that only read.
    var told: [String] { state.state.withLock { $0.told } }

    func change(_ change: (inout State) -> Void) {
        state.state.withLock { change(&$0) }
    }
}

extension FakeConnect.State {
    fileprivate mutating func answer(to request: String) -> [UInt8]? {
        let line = request.prefix { $0 != "\r\n" }.split(separator: " ").prefix(2).joined(separator: " ")
        if line == "GET /" { return StubServer.answer("200 OK", body: #"{"version":"\#(version)"}"#) }
        if line.hasPrefix("GET /connectors?") { return StubServer.answer("200 OK", body: read()) }
        told.append(line)
        if let refusal { return refusal }
        obey(line)
        return swallowsAnswers ? nil : StubServer.answer("202 Accepted")
    }

    private mutating func obey(_ line: String) {
        let running = [ConnectorState](repeating: .running, count: max(2, tasks.count))
        if line.hasSuffix("/pause") {
            // The connector first, then task by task.
            next = [(.paused, tasks), (.paused, tasks.map { _ in .paused })]
        } else if line.hasSuffix("/stop") {
            next = [(.stopped, tasks), (.stopped, [])]
        } else if line.hasSuffix("/resume") {
            next = [(.running, tasks), (.running, running)]
        } else {
            next = [(.running, tasks), (.running, tasks.map { $0 == .failed ? .restarting : $0 }), (.running, running)]
        }
    }

    private mutating func read() -> String {
        if !next.isEmpty { (connector, tasks) = next.removeFirst() }
        let tasks = tasks.enumerated().map { #"{"id":\#($0),"state":"\#($1.word)","worker_id":"w:8083"}"# }
        return #"{"sink":{"status":{"connector":{"state":"\#(connector.word)","worker_id":"w:8083"},"#
            + #""tasks":[\#(tasks.joined(separator: ","))],"type":"sink"},"info":{"config":{}}}}"#
    }
}
