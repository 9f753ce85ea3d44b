import Night
import Synchronization

/// Reads everything one side serves over HTTP, each endpoint in a lane of its own, and reports what came of it. It knows
/// nothing of Kafka: a metrics endpoint that hangs takes no broker's readings with it.
final class EndpointsSweeper: ProbeReader {
    private let desks: [Desk]
    private let table: SampleTable
    /// Called from several threads.
    private let report: @Sendable (Observation) -> Void
    private let lanes = Lanes(patience: patience)
    private let longestRead: Duration
    private var sweeps: UInt64 = 0
    private(set) var poison: String?

    /// How long a sweep waits for an endpoint; its answer is taken whenever it comes.
    static let patience = Duration.seconds(1)

    init(_ order: EndpointsOrder, report: @escaping @Sendable (Observation) -> Void) {
        let table = SampleTable(order.asked)
        let readers: [any EndpointReader] =
            order.metrics.map { ExpositionEndpoint($0, order, in: table) }
            + (order.prometheus.map { [PrometheusEndpoint($0, order, in: table)] } ?? [])
            + (order.registry.map { [SchemaRegistryEndpoint($0, order)] } ?? [])
            + order.connects.map { ConnectEndpoint($0, order) }
        desks = readers.map { Desk($0, report: report) }
        longestRead = order.patience
        self.table = table
        self.report = report
    }

    /// Slow endpoints rest in their own lanes, so that none makes the others wait for their next turn.
    func sweep() -> Duration {
        sweeps += 1
        let began = SystemClock.moment()
        for (number, desk) in desks.enumerated() { lanes.run(.endpoint(number)) { desk.read() } }
        lanes.wait(for: desks.indices.map(Lanes.Name.endpoint))
        let now = SystemClock.now()
        let samples = table.samples(at: now)
        if !samples.isEmpty { report(.samples(samples)) }
        report(.endpoints(desks.compactMap(\.health)))
        var tally = Tally()
        lanes.takeEnded().forEach { tally.add($0) }
        if let lane = lanes.overdue(after: longestRead * 3) { poison = "a call for \(lane) does not return" }
        report(.sweepEnded(tally.cost(ofSweep: sweeps, began: began)))
        return .zero
    }
}

/// One endpoint, and how it took the last call.
private final class Desk: Sendable {
    private let reader: any EndpointReader
    private let report: @Sendable (Observation) -> Void
    private let newest = Mutex<EndpointHealth?>(nil)

    init(_ reader: any EndpointReader, report: @escaping @Sendable (Observation) -> Void) {
        self.reader = reader
        self.report = report
    }

    /// Nil until it was asked once.
    var health: EndpointHealth? { newest.withLock { $0 } }

    func read() -> [CallCost] {
        let began = SystemClock.moment()
        let answer = reader.read()
        // It rests between its calls: what the last one came to stands.
        guard !answer.calls.isEmpty else { return [] }
        let took = SystemClock.moment() - began
        answer.observations.forEach(report)
        if let problem = answer.problem {
            report(.trouble(Trouble(kind: .call, asked: reader.name, said: problem)))
        }
        newest.withLock { $0 = EndpointHealth(reader.kind, reader.address, took: took, problem: answer.problem) }
        return answer.calls
    }
}
