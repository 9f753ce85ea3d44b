package import Links
package import Night

/// Asks a link's own service how it is, and does nothing else.
package final class LinkSweeper: ProbeReader {
    private let service: any LinkService
    private let name: String
    private let names: NameFilter
    private let report: @Sendable (Observation) -> Void
    private var sweeps: UInt64 = 0
    /// It stands on nothing that could break under it.
    package let poison: String? = nil

    package init(
        _ order: LinkServiceOrder, _ service: any LinkService, report: @escaping @Sendable (Observation) -> Void
    ) {
        self.service = service
        name = order.bridge.serviceName ?? ""
        self.report = report
        names = NameFilter(order.topics, alsoBehind: "")
    }

    package func sweep() -> Duration {
        sweeps += 1
        let began = SystemClock.moment()
        var failed = 0
        do throws(LinkError) {
            var reading = try service.read(patience: LinkServiceOrder.patience)
            // A link may carry far more than the plan is about.
            reading.mirrors.removeAll { !names.wants($0.sourceTopic) }
            report(.link(reading))
        } catch {
            failed = 1
            report(.trouble(Trouble(kind: .call, asked: name, said: "\(error)")))
        }
        let took = SystemClock.moment() - began
        report(
            .sweepEnded(
                SweepCost(
                    sweep: sweeps, began: began, took: took, requests: 1, failed: failed, slowest: name,
                    slowestTook: took)))
        return took
    }
}
