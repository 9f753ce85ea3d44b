import Glibc
import Night
import Processes
import TestSupport
import Testing

@testable import Runbook

@Suite("A step's child")
struct StepChildTests {
    /// A step that the real child only has to answer.
    static let link = StepPlan(.link(.promote))
    private static let answer = StepLook.refused("the bridge that this night measures takes no orders")

    private func child(_ script: String) throws -> (Site, ErrandRun) {
        let site = try Site()
        _ = try site.hook("step", script)
        return (site, ErrandRun(in: site, program: "\(site.folder)/step"))
    }

    @Test("is given its order and answers it")
    func answers() throws {
        #expect(try ErrandRun().look(Self.link) == Self.answer)
    }

    @Test("is given an order larger than a pipe holds")
    func largeOrder() throws {
        let found = StepFound(text: String(repeating: "\"", count: StepFound.limit))
        #expect(try ErrandRun().look(Self.link, found: found) == Self.answer)
    }

    @Test("that dies without a word leaves its act lost, never failed nor done", arguments: StepErrand.allCases)
    func dies(errand: StepErrand) throws {
        let (site, errands) = try child("head -n 1 >/dev/null; echo the end is near >&2; kill -ABRT $$")
        errands.start(Self.link, as: errand)
        try errands.run(until: "it is lost") { !$0.reports.isEmpty }
        let why = "its process ended without a word: killed by SIGABRT: the end is near"
        let answer: ErrandReport =
            switch errand {
            case .look: .looked(1, .unknown(why))
            case .act, .undo: .ended(1, .lost(why))
            case .observe, .observeUndo: .seen(1, .unknown(why))
            }
        #expect(errands.reports == [answer])
        withExtendedLifetime(site) {}
    }

    @Test(
        "that answers nonsense, or something else than it was asked, leaves its act lost",
        arguments: ["hello", "{}", #"{"looked":{"_0":{"refused":{"_0":"no"}}}}"#, "\u{1b}[2J", ""])
    func nonsense(word: String) throws {
        let (site, errands) = try child("head -n 1 >/dev/null; printf '%s\\n' '\(word)'; sleep 600")
        #expect(try errands.end(Self.link) == .lost("its process answered nonsense"))
        withExtendedLifetime(site) {}
    }

    @Test("that answers without end is not listened to")
    func endless() throws {
        let (site, errands) = try child("head -n 1 >/dev/null; tr '\\0' x </dev/zero")
        #expect(try errands.end(Self.link) == .lost("its process answered nonsense"))
        withExtendedLifetime(site) {}
    }

    @Test("that cannot be started fails its errand, with why")
    func absent() throws {
        let errands = ErrandRun(program: "/nowhere/switchback")
        guard case .failed(let why) = try errands.end(Self.link) else {
            Issue.record("it cannot have been started")
            return
        }
        #expect(why == "cannot start /nowhere/switchback: posix_spawn: No such file or directory")
    }

    @Test("says what it is at, made safe, before it answers")
    func says() throws {
        let said = #"{"said":{"_0":"\u001b[31mdenied\u0000"}}"#
        let done = #"{"ended":{"_0":{"done":{"_0":"2 ACLs"}}}}"#
        let (site, errands) = try child("head -n 1 >/dev/null; printf '%s\\n%s\\n' '\(said)' '\(done)'")
        #expect(try errands.end(Self.link) == .done("2 ACLs"))
        #expect(errands.said == ["␛[31mdenied␀"])
        withExtendedLifetime(site) {}
    }

    @Test("is stopped like a hook")
    func stopped() throws {
        let (site, errands) = try child("trap '' TERM; echo >\"${0%/*}/up\"; sleep 600")
        errands.start(Self.link)
        try errands.run(until: "it is up") { [site] _ in site.text(of: "up") != nil }
        errands.stop(1)
        try errands.run(until: "it was stopped") { $0.end(of: 1) != nil }
        #expect(errands.end(of: 1) == .stopped("stopped: killed by SIGKILL"))
    }

    @Test("ends when whoever gave the order is gone")
    func orphaned() throws {
        let server = try StubServer(answering: nil)
        defer { server.end() }
        var child = try Child(Launch("\(products)/switchback", ["_step"], input: .pipe, output: .pipe))
        let errand = Errand(
            number: 1, kind: .act, step: StepID(.switched, 1),
            plan: .http("POST", "http://\(server.address)/", deadline: .seconds(600)))
        let cluster = ErrandOrder.Cluster(bootstrap: "")
        try child.input?.write(
            try ErrandOrder(errand, night: "n", wave: "w", source: cluster, target: cluster).line)
        let deadline = ContinuousClock.now + .seconds(30)
        while !server.isConnected, ContinuousClock.now < deadline { usleep(10_000) }
        #expect(server.isConnected)
        child.closeInput()
        #expect(child.wait(atMost: .seconds(30)) == .code(0))
    }
}
