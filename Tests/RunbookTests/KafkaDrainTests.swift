import Testing

@testable import Runbook

@Suite("when a source is drained") struct KafkaDrainTests {
    private func gap(_ carried: Int64, of end: Int64) -> BridgeGap {
        BridgeGap(carried: [Place("t", 0): carried], sourceEnds: [Place("t", 0): end])
    }

    private func isDrained(_ answer: DrainWatch.Answer) -> Bool {
        if case .drained = answer { true } else { false }
    }

    @Test("it must be carried over and stand still, both for the whole of its time")
    func drained() {
        var watch = DrainWatch(lag: 0, stillFor: .seconds(2))
        let readings: [(second: Int, carried: Int64, end: Int64, drained: Bool)] = [
            (0, 8, 10, false), (1, 10, 10, false), (2, 10, 10, false),
            (3, 10, 11, false), (4, 11, 11, false), (5, 11, 11, false), (6, 11, 11, true),
        ]
        for reading in readings {
            let answer = watch.take(gap(reading.carried, of: reading.end), at: .seconds(reading.second))
            #expect(isDrained(answer) == reading.drained, "second \(reading.second): \(answer)")
        }
    }

    @Test("a single reading shows no stillness, and a lost one ends it")
    func lost() {
        var watch = DrainWatch(lag: 0, stillFor: .zero)
        #expect(!isDrained(watch.take(gap(5, of: 5), at: .zero)))
        watch.startAgain()
        #expect(!isDrained(watch.take(gap(5, of: 5), at: .seconds(9))))
        #expect(isDrained(watch.take(gap(5, of: 5), at: .seconds(10))))
    }

    @Test("a target that holds more than the source ever did has another writer")
    func ahead() {
        var watch = DrainWatch(lag: 0, stillFor: .zero)
        guard case .ahead(let why) = watch.take(gap(6, of: 5), at: .zero) else {
            Issue.record("records nobody carried over were overlooked")
            return
        }
        #expect(why.contains("t-0 ends at 6 on the target and at 5 on the source"))
    }
}
