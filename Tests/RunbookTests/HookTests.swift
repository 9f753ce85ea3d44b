import Glibc
import Night
import Testing

@testable import Runbook

@Suite("A hook")
struct HookTests {
    let site: Site
    let errands: ErrandRun

    init() throws {
        site = try Site()
        errands = ErrandRun(in: site)
    }

    @Test("is looked for in the plan's folder and would be run there")
    func wouldRun() throws {
        let hook = try site.hook("scale", "true")
        let look = try errands.look(.run(hook, "settlement", "6"))
        #expect(look == .ready(found: .none, would: ["run ./scale settlement 6 in \(site.folder)"]))
    }

    @Test("without a folder in its name is looked for in PATH")
    func inPath() throws {
        guard case .ready = try errands.look(.run("sh", "-c", "true")) else {
            Issue.record("sh is in every PATH")
            return
        }
        #expect(try errands.end(.run("sh", "-c", "exit 0")) == .done("exit 0"))
    }

    @Test("that is not there is refused before anything is done, and fails with why")
    func absent() throws {
        let look = try errands.look(.run("./absent"))
        #expect(look == .refused("\(site.folder)/./absent: No such file or directory"))
        #expect(
            try errands.end(.run("./absent"))
                == .failed("cannot start ./absent: posix_spawn: No such file or directory"))
    }

    @Test("that is not executable is refused with what to do")
    func notExecutable() throws {
        let hook = try site.hook("scale", mode: 0o644, "true")
        // Root may do anything but this.
        #expect(try errands.look(.run(hook)) == .refused("\(site.folder)/./scale: not executable; chmod +x it"))
        guard case .failed(let why) = try errands.end(.run(hook)) else {
            Issue.record("it cannot have been run")
            return
        }
        #expect(why.hasSuffix("Permission denied"))
    }

    @Test("whose undo is not there is refused: there would be no way back")
    func absentUndo() throws {
        let hook = try site.hook("scale", "true")
        let look = try errands.look(.run(hook, undo: ["./back"]))
        #expect(look == .refused("its undo could not run: \(site.folder)/./back: No such file or directory"))
    }

    @Test("succeeds with exit 0, and any other code is a failure with its last words")
    func exitCodes() throws {
        let good = try site.hook("good", "echo moved")
        #expect(try errands.end(.run(good)) == .done("exit 0"))
        #expect(errands.said == ["moved"])
        let bad = try site.hook("bad", "echo scaling; echo no quorum >&2; echo; exit 3")
        #expect(try ErrandRun(in: site).end(.run(bad)) == .failed("exit 3: no quorum"))
    }

    @Test("that dies by a signal is a failure that names it")
    func signalled() throws {
        let hook = try site.hook("crash", "kill -SEGV $$")
        #expect(try errands.end(.run(hook)) == .failed("killed by SIGSEGV"))
    }

    @Test("gets its arguments as they are: no shell sees them")
    func arguments() throws {
        let hook = try site.hook("args", #"for a in "$@"; do echo "<$a>"; done"#)
        #expect(try errands.end(.run(hook, "a b", "$HOME", "*", "")) == .done("exit 0"))
        #expect(errands.said == ["<a b>", "<$HOME>", "<*>", "<>"])
    }

    @Test("is given what it needs of the environment and nothing else, no secret of the plan above all")
    func environment() throws {
        setenv("SOURCE_PASSWORD", "hunter2", 1)
        setenv("LC_TIME", "C", 1)
        let hook = try site.hook("env", "exec /usr/bin/env -0 >seen")
        #expect(try errands.end(.run(hook, undo: [hook]), as: .undo) == .done("exit 0"))
        let seen = (site.text(of: "seen") ?? "").split(separator: "\0").map(String.init)
        let ours = seen.filter { $0.hasPrefix("SWITCHBACK_") }.sorted()
        #expect(
            ours == [
                "SWITCHBACK_ERRAND=undo", "SWITCHBACK_EXECUTE=1", "SWITCHBACK_NIGHT=n1",
                "SWITCHBACK_PHASE=consumers-moved", "SWITCHBACK_STEP=2", "SWITCHBACK_WAVE=ledger",
            ])
        let others = Set(seen.map { String($0.prefix { $0 != "=" }) }.filter { !$0.hasPrefix("SWITCHBACK_") })
        // The shell it is written in adds PWD and the like itself.
        let allowed: Set = ["PATH", "HOME", "LANG", "TZ", "USER", "TMPDIR", "PWD", "OLDPWD", "SHLVL", "_"]
        #expect(others.filter { !$0.hasPrefix("LC_") }.isSubset(of: allowed))
        #expect(others.isSuperset(of: ["PATH", "LC_TIME"]))
    }

    @Test("goes back by the undo that the plan gives it, or leaves what it did where it gives none")
    func undo() throws {
        let hook = try site.hook("scale", "echo $SWITCHBACK_ERRAND $1")
        #expect(try errands.end(.run(hook, "up", undo: [hook, "down"]), as: .undo) == .done("exit 0"))
        #expect(errands.said == ["undo down"])
        let without = ErrandRun(in: site)
        #expect(
            try without.end(.run(hook, "up"), as: .undo) == .done("the plan gives it no undo; what it did stays"))
        #expect(without.said.isEmpty)
    }
}
