import Night
import Testing

@testable import Runbook

@Suite("The runner")
struct RunnerTests {
    let site: Site
    let errands: ErrandRun

    init() throws {
        site = try Site()
        errands = ErrandRun(in: site)
    }

    /// Ends once a file named `go` is there.
    private func waiting() throws -> StepPlan {
        let hook = try site.hook("wait", "echo up; while [ ! -e go ]; do sleep 0.02; done")
        return .run(hook, undo: [hook])
    }

    @Test("runs errands side by side, so many at a time, and the rest in the order they were asked for")
    func inLine() throws {
        let plan = try waiting()
        for number in 1...Runner.mostForward + 3 { errands.start(plan, number: number) }
        try errands.run(until: "as many as may run") { $0.said.count == Runner.mostForward }
        _ = try site.hook("go", "")
        try errands.run(until: "all ended") { $0.end(of: Runner.mostForward + 3) != nil }
        let begun = errands.reports.compactMap { if case .said(let number, "up") = $0 { number } else { nil } }
        #expect(begun.suffix(3).sorted() == Array((Runner.mostForward + 1)...(Runner.mostForward + 3)))
    }

    @Test("never lets the way back stand in line")
    func undoFirst() throws {
        let plan = try waiting()
        for number in 1...Runner.mostForward + 3 { errands.start(plan, number: number) }
        let back = try site.hook("back", "true")
        errands.start(.run("./wait", undo: [back]), number: 99, as: .undo)
        try errands.run(until: "the way back ended") { $0.end(of: 99) != nil }
        #expect(errands.end(of: 99) == .done("exit 0"))
        #expect((1...Runner.mostForward + 3).allSatisfy { errands.end(of: $0) == nil })
    }

    @Test("has the way back under way when start returns")
    func undoAtOnce() throws {
        let back = try site.hook("back", "exec sleep 600")
        errands.start(.run(back, undo: [back]), number: 7, as: .undo)
        #expect(!errands.runner.descriptors.isEmpty)
        errands.stop(7)
        try errands.run(until: "it was stopped") { $0.end(of: 7) != nil }
        #expect(errands.end(of: 7) == .stopped("stopped: killed by SIGTERM"))
    }

    @Test("answers for an errand that is stopped before its turn, and never begins it")
    func stoppedInLine() throws {
        let plan = try waiting()
        for number in 1...Runner.mostForward { errands.start(plan, number: number) }
        let hook = try site.hook("mark", "echo >marked")
        errands.start(.run(hook), number: 50)
        errands.stop(50)
        try errands.run(until: "it was answered for") { $0.end(of: 50) != nil }
        #expect(errands.end(of: 50) == .stopped("stopped before it began"))
        _ = try site.hook("go", "")
        try errands.run(until: "the others ended") { $0.end(of: Runner.mostForward) != nil }
        #expect(site.text(of: "marked") == nil)
    }

    @Test("keeps many looks in order")
    func looksInOrder() throws {
        let hook = try site.hook("scale", "true")
        for number in 1...20 { errands.start(.run(hook), number: number, as: .look) }
        try errands.run(until: "all looked") { $0.look(of: 20) != nil }
        let order = errands.reports.map { if case .looked(let number, _) = $0 { number } else { 0 } }
        #expect(order == Array(1...20))
    }

    @Test("lets a wait take its time, and ends it when told to")
    func waits() throws {
        #expect(try errands.look(StepPlan(.wait(.seconds(5)))) == .ready(found: .none, would: ["wait 5.0 seconds"]))
        errands.start(StepPlan(.wait(.milliseconds(30))), number: 2)
        errands.start(StepPlan(.wait(.seconds(3_600))), number: 3)
        try errands.run(until: "the short one ended") { $0.end(of: 2) != nil }
        #expect(errands.end(of: 3) == nil)
        errands.stop(3)
        try errands.run(until: "the long one was stopped") { $0.end(of: 3) != nil }
        #expect(errands.end(of: 3) == .stopped("stopped while it waited"))
        #expect(try ErrandRun().end(StepPlan(.wait(.seconds(5))), as: .undo) != nil)
    }
}
