import Glibc
import Night
import Testing

@testable import Runbook

@Suite("What a hook prints")
struct OutputTests {
    @Test("is kept within bounds, and all of it is taken: it neither floods nor holds up the hook")
    func flood() throws {
        let site = try Site()
        let errands = ErrandRun(in: site)
        let hook = try site.hook("flood", "yes 'the same line' | head -c 200000000; echo; echo the end; exit 9")
        #expect(try errands.end(.run(hook)) == .failed("exit 9: the end"))
        let kept = errands.said.dropLast()
        #expect(kept.count > 100)
        #expect(kept.reduce(0) { $0 + max($1.utf8.count, OutputLines.leastCost) } <= OutputLines.most)
        #expect(kept.allSatisfy { $0 == "the same line" || $0 == "the end" })
        #expect(errands.said.last?.wholeMatch(of: /… \d{9} bytes more not kept/) != nil)
    }

    @Test("reaches nobody as control sequences")
    func escapes() throws {
        let site = try Site()
        let errands = ErrandRun(in: site)
        let hook = try site.hook("paint", #"printf '\033[2J\033]0;owned\007\302\2331m\342\200\256x\377\n'; exit 1"#)
        let end = try errands.end(.run(hook))
        #expect(errands.said == ["␛[2J␛]0;owned␇\u{fffd}1m\u{fffd}x\u{fffd}"])
        #expect(end == .failed("exit 1: " + errands.said[0]))
    }

    @Test("is cut into lines of a length that can be shown")
    func lines() {
        var lines = OutputLines()
        #expect(lines.take(Array("one\ntw".utf8), second: 0) == ["one"])
        #expect(lines.take(Array("o\r\n\n 10%\r 20%\rthr".utf8), second: 0) == ["two", " 10%", " 20%"])
        let endless = String(repeating: "é", count: 5_000)
        #expect(lines.take(Array("ee\n\(endless)\n".utf8), second: 0).map(\.count) == [5, 200])
        #expect(lines.take(Array("unended".utf8), second: 0) == [])
        #expect(lines.last == "unended")
        #expect(lines.end().first == "unended")
    }

    @Test("is listened to again in the next second, until there is more than a night file should hold")
    func bounds() {
        var lines = OutputLines()
        let line = Array((String(repeating: "x", count: 127) + "\n").utf8)
        let second = (0..<1_000).flatMap { _ in line }
        var kept: [Int] = []
        for now in 0..<20 { kept.append(lines.take(second, second: Int64(now)).count) }
        let inASecond = OutputLines.mostInASecond / 127 + 1
        #expect(kept.prefix(15).allSatisfy { $0 == inASecond || $0 == inASecond - 1 })
        #expect(kept.reduce(0, +) * 127 <= OutputLines.most + 127)
        #expect(kept.last == 0)
        #expect(lines.end() == ["… \(20 * second.count - kept.reduce(0, +) * 128) bytes more not kept"])
    }
}
