import TestSupport
import Testing

@testable import Night

@Suite("The history of a log's end")
struct OffsetHistoryTests {
    private func history(_ samples: [(Int64, UInt32)]) -> OffsetHistory {
        var history = OffsetHistory()
        for (offset, at) in samples { history.append(offset, at: at) }
        return history
    }

    @Test("says by interpolation when a log ended at an offset")
    func interpolates() {
        let history = history([(100, 0), (200, 1_000), (600, 2_000)])
        #expect(history.passing(150) == .at(milliseconds: 500))
        #expect(history.passing(200) == .at(milliseconds: 1_000))
        #expect(history.passing(300) == .at(milliseconds: 1_250))
        #expect(history.passing(600) == .notYet)
        #expect(history.passing(99) == .before(milliseconds: 0))
    }

    @Test("counts from the end of a rest, not from its beginning, and forgets nothing between")
    func rest() {
        let history = history([(100, 0), (100, 1_000), (100, 60_000), (200, 61_000)])
        #expect(history.passing(100) == .at(milliseconds: 60_000))
        #expect(history.count == 3)
    }

    @Test("begins anew when the log shrank: the old log's times are not the new one's")
    func truncation() {
        let history = history([(100, 0), (900, 1_000), (50, 2_000), (60, 3_000)])
        #expect(history.passing(55) == .at(milliseconds: 2_500))
        #expect(history.passing(40) == .before(milliseconds: 2_000))
    }

    @Test("of a steady log is exact however far back, and within its size after a night")
    func steady() {
        var history = OffsetHistory()
        for second in 0..<28_800 as Range<UInt32> {
            history.append(Int64(second) * 500, at: second * 1_000)
            #expect(history.count < OffsetHistory.mostSamples)
        }
        for back in [1, 10, 60, 600, 1_800, 28_000] as [Int64] {
            let offset = 28_799 * 500 - back * 500
            #expect(history.passing(offset) == .at(milliseconds: Double(28_799 - back) * 1_000))
        }
    }

    @Test(
        "of a log with changing traffic is off by a share of the age at most", arguments: 1...8 as ClosedRange<UInt64>)
    func changing(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var history = OffsetHistory()
        var truth: [(offset: Int64, at: UInt32)] = []
        var (offset, at) = (0 as Int64, 0 as UInt32)
        for _ in 0..<5_000 {
            at += UInt32.random(in: 500...1_500, using: &generator)
            offset += Int64.random(in: 0...2_000, using: &generator)
            history.append(offset, at: at)
            truth.append((offset, at))
        }
        for index in stride(from: 0, to: truth.count - 1, by: 97) where truth[index].offset < truth[index + 1].offset {
            guard case .at(let milliseconds) = history.passing(truth[index].offset) else {
                Issue.record("no answer for a moment it has watched")
                continue
            }
            let age = Double(at - truth[index].at)
            #expect(abs(milliseconds - Double(truth[index].at)) <= 0.4 * age + 1_500)
        }
    }
}
