import Glibc
import Night
import Processes
import TestSupport
import Testing

@testable import Runbook

/// A runner as the commander drives it, and everything it has reported.
final class ErrandRun {
    let runner: Runner
    private(set) var reports: [ErrandReport] = []

    /// Far longer than anything here takes; it ends a test that would otherwise never end.
    private static let patience = Duration.seconds(40)

    init(in site: Site? = nil, program: String = "\(products)/switchback") {
        runner = Runner(program: program, directory: site?.folder)
    }

    deinit {
        runner.end()
    }

    func start(_ plan: StepPlan, number: Int = 1, as kind: StepErrand = .act, found: StepFound = .none) {
        let errand = Errand(number: number, kind: kind, step: StepID(.consumersMoved, 2), plan: plan, found: found)
        let cluster = ErrandOrder.Cluster(bootstrap: "127.0.0.1:1")
        runner.start(
            ErrandOrder(errand, night: "n1", wave: "ledger", source: cluster, target: cluster), at: Self.now())
    }

    func stop(_ number: Int) {
        runner.stop(number, at: Self.now())
    }

    /// Lets it go on until the condition holds.
    func run(
        until what: Comment, sourceLocation: SourceLocation = #_sourceLocation, _ holds: (ErrandRun) -> Bool
    ) throws {
        let deadline = ContinuousClock.now + Self.patience
        while !holds(self) {
            try #require(
                ContinuousClock.now < deadline, "\(what); until now: \(reports.suffix(20))",
                sourceLocation: sourceLocation)
            let pause = (runner.nextTick(after: Self.now()) - Self.now()).inNanoseconds / 1_000_000
            var polled = runner.descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            // Not as long as it may: some conditions are about what the runner does not see.
            _ = poll(&polled, nfds_t(polled.count), Int32(max(0, min(pause, 20))))
            reports += runner.turn(at: Self.now())
        }
    }

    /// Starts it, and lets it go on until it has answered.
    func end(
        _ plan: StepPlan, as kind: StepErrand = .act, found: StepFound = .none,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> StepEnd? {
        start(plan, as: kind, found: found)
        try run(until: "it ended", sourceLocation: sourceLocation) { $0.end(of: 1) != nil }
        return end(of: 1)
    }

    func look(_ plan: StepPlan, found: StepFound = .none) throws -> StepLook? {
        start(plan, as: .look, found: found)
        try run(until: "it looked") { $0.look(of: 1) != nil }
        return look(of: 1)
    }

    func end(of number: Int) -> StepEnd? {
        for case .ended(number, let end) in reports { return end }
        return nil
    }

    func look(of number: Int) -> StepLook? {
        for case .looked(number, let look) in reports { return look }
        return nil
    }

    var said: [String] {
        reports.compactMap { if case .said(_, let line) = $0 { line } else { nil } }
    }

    static func now() -> Moment {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Moment(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }
}

extension StepPlan {
    static func run(_ arguments: String..., undo: [String]? = nil) -> StepPlan {
        StepPlan(.run(arguments), undo: undo.map { .run($0) })
    }

    static func http(
        _ method: String, _ url: String, body: String? = nil, expect: Int? = nil, deadline: Duration? = nil
    ) -> StepPlan {
        StepPlan(
            .http(HTTPCall(method: method, endpoint: EndpointPlan(url), body: body, expect: expect)), deadline: deadline
        )
    }
}
