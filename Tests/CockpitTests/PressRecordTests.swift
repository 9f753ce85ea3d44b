import Night
import SampleNights
import Testing

@testable import Cockpit

@Suite("what a press was of which the machine never hears")
struct PressRecordTests {
    @Test("a question is on record when it opens, and when it is left without an answer")
    func questions() {
        var commander = Keyboard(SampleNight.commanded(.settled(.observing)))
        commander.open("X")
        #expect(commander.recorded == [.prompt("go back ledger: opened")])
        commander.press(.escape)
        #expect(commander.recorded.last == .prompt("go back ledger: left"))
        commander.forget()
        commander.open("c")
        commander.type("ledger")
        commander.press(.enter)
        #expect(commander.acts == [.close(wave: SampleNight.ledger, typed: "ledger")])
        #expect(commander.recorded == [.prompt("close ledger: opened")], "what was answered, the machine records")
    }

    @Test("why a key did not act is on record, once while it is held down")
    func refusals() {
        var commander = Keyboard(SampleNight.commanded())
        commander.press("c")
        for _ in 0..<20 { commander.press("c", after: 0.03) }
        #expect(commander.recorded == [.refused(key: "c", why: "only a wave that is observing is closed")])
        commander.press("c", after: 11)
        #expect(commander.recorded.count == 2)
    }

    @Test("what was pasted is told of without its text")
    func pasted() {
        var commander = Keyboard(SampleNight.commanded(.settled(.observing)))
        commander.open("c")
        commander.press(.pasted("hunter2"))
        #expect(commander.recorded.last == .refused(key: "a paste", why: "paste is ignored: type it"))
        #expect(!"\(commander.recorded)".contains("hunter2"))
    }

    @Test("keys that only move the eye are not")
    func eyes() {
        var commander = Keyboard(SampleNight.commanded())
        commander.press("2", "j", "k", "l", "h", .tab, "s", "/", .escape, "7", "g", "G", " ", .left, " ", "?", "?")
        #expect(commander.recorded.isEmpty)
    }
}
