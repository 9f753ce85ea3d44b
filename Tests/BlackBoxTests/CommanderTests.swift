import Glibc
import Night
import TestSupport
import Testing

@testable import BlackBox

@Suite("One commander")
struct CommanderTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    @Test("a second one is told who holds the night, by whatever name it asks, and may have it once that one is killed")
    func second() throws {
        let link = scratch.path + "/link.night"
        try #require(symlink(scratch.night, link) == 0)
        let scribe = try Scribe(link)
        _ = try scribe.lines(until: "open")
        let refused = error { () throws(NightFileError) in try NightFile.take(scratch.night, night: "scribed") }
        guard case .held(_, let holder, let since) = refused else {
            Issue.record("\(String(describing: refused))")
            return
        }
        #expect(holder == Holder(user: "scribe", host: "here", process: scribe.process))
        #expect(since != nil)
        #expect(refused.map { "\($0)" }?.contains("scribe on here, process \(scribe.process), since 20") == true)
        scribe.kill()
        _ = try NightFile.take(scratch.night, night: "scribed")
    }

    @Test("a night that has another name, or whose lock was deleted, is still its commander's")
    func otherNames() throws {
        let scribe = try Scribe(scratch.night)
        _ = try scribe.lines(until: "open")
        let other = scratch.path + "/other.night"
        try #require(link(scratch.night, other) == 0)
        for (name, lock) in [(other, other + ".lock"), (scratch.night, scratch.night + ".lock")] {
            unlink(lock)
            let refused = error { () throws(NightFileError) in try NightFile.take(name, night: "scribed") }
            guard case .held = refused else {
                Issue.record("\(name): \(String(describing: refused))")
                return
            }
        }
        scribe.kill()
        _ = try NightFile.take(other, night: "scribed")
    }

    @Test("the lock on the night file leaves SQLite's own alone: it is read and written as before")
    func besideSQLite() throws {
        let file = try NightFile.take(scratch.night)
        #expect(try file.record(.key("a")) == nil)
        #expect(try NightFileReader(path: scratch.night).newEvents().map(\.event) == [.key("a")])
        let other = try scratch.database()
        try other.run("BEGIN IMMEDIATE; COMMIT")
        #expect(try file.record(.key("b")) == nil)
    }

    @Test("looking whether somebody holds it never keeps a commander out")
    func lookers() throws {
        #expect(NightLock.holding(beside: scratch.night) == nil)
        var file: NightFile? = try NightFile.take(scratch.night)
        #expect(NightLock.holding(beside: scratch.night) == Holding(by: ana, since: stamp(0).wall))
        file?.close()
        file = nil
        #expect(NightLock.holding(beside: scratch.night) == nil)
    }
}
