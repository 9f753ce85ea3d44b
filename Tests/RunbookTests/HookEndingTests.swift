import Glibc
import Night
import Testing

@testable import Runbook

@Suite("A hook that is not done when it should be")
struct HookEndingTests {
    let site: Site
    let errands: ErrandRun
    let leftovers = "it left something running; what could be reached was ended"

    init() throws {
        site = try Site()
        errands = ErrandRun(in: site)
    }

    @Test("is asked to end")
    func hangs() throws {
        let hook = try site.hook("hang", "echo hanging; exec sleep 600")
        errands.start(.run(hook))
        try errands.run(until: "it hangs") { $0.said == ["hanging"] }
        errands.stop(1)
        try errands.run(until: "it was stopped") { $0.end(of: 1) != nil }
        #expect(errands.end(of: 1) == .stopped("stopped: killed by SIGTERM"))
    }

    @Test("is killed with all it started when it ignores that")
    func ignoresTerm() throws {
        let hook = try site.hook("stubborn", "trap '' TERM; sleep 600 & echo $! >child; echo up; wait; sleep 600")
        errands.start(.run(hook))
        try errands.run(until: "it is up") { $0.said == ["up"] }
        #expect(site.isAlive("child"))
        errands.stop(1)
        try errands.run(until: "it was stopped") { $0.end(of: 1) != nil }
        #expect(errands.end(of: 1) == .stopped("stopped: killed by SIGKILL"))
        try errands.run(until: "what it started is gone") { [site] _ in !site.isAlive("child") }
    }

    @Test("and was halted is ended all the same")
    func halted() throws {
        let hook = try site.hook("halt", "echo halting; kill -STOP $$; sleep 600")
        errands.start(.run(hook))
        try errands.run(until: "it halts") { $0.said == ["halting"] }
        errands.stop(1)
        try errands.run(until: "it was stopped") { $0.end(of: 1) != nil }
        #expect(errands.end(of: 1) == .stopped("stopped: killed by SIGTERM"))
    }

    @Test("but left children that hold its output does not hold up anything, and they are ended")
    func leavesChildren() throws {
        let hook = try site.hook("fork", "sleep 600 & echo $! >child; echo done")
        #expect(try errands.end(.run(hook)) == .done("exit 0"))
        #expect(errands.said == ["done", leftovers])
        try errands.run(until: "what it left is gone") { [site] _ in !site.isAlive("child") }
    }

    @Test("but left quiet children leaves none either")
    func leavesQuietChildren() throws {
        let hook = try site.hook("fork", "sleep 600 >/dev/null 2>&1 & echo $! >child")
        #expect(try errands.end(.run(hook)) == .done("exit 0"))
        try errands.run(until: "what it left is gone") { [site] _ in !site.isAlive("child") }
    }

    @Test("but left a child in a session of its own is not waited for")
    func leavesSession() throws {
        let hook = try site.hook("leave", "setsid sleep 600 & echo $! >child; echo done")
        #expect(try errands.end(.run(hook)) == .done("exit 0"))
        #expect(errands.said == ["done", leftovers])
        #expect(site.isAlive("child"), "or it was no session of its own")
        if let process = site.process("child") { kill(process, SIGKILL) }
    }

    @Test("and has closed its output is seen to its end")
    func closesOutput() throws {
        let hook = try site.hook("quiet", "echo begun; exec >&- 2>&-; while [ ! -e go ]; do sleep 0.02; done; exit 4")
        errands.start(.run(hook))
        try errands.run(until: "it closed its output") { $0.said == ["begun"] && $0.runner.descriptors.count == 1 }
        #expect(errands.end(of: 1) == nil)
        _ = try site.hook("go", "")
        try errands.run(until: "it ended") { $0.end(of: 1) != nil }
        #expect(errands.end(of: 1) == .failed("exit 4: begun"))
    }

    @Test("is gone when the runner is")
    func endedWithRunner() throws {
        let hook = try site.hook("hang", "trap '' TERM; echo $$ >self; echo up; sleep 600")
        errands.start(.run(hook))
        try errands.run(until: "it is up") { $0.said == ["up"] }
        errands.runner.end()
        #expect(!site.isAlive("self"))
    }
}
