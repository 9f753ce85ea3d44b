import BlackBox
import Testing

@Test("what a night will cost is what its formula says, and readings cost less the slower the poll")
func nightCost() {
    var cost = NightCost(partitions: 20_000, commits: 10_000, topics: 50, groups: 10, lines: 8, poll: .seconds(1))
    let (pictures, measures) = (3600.0 * 1100, 360.0 * 30 * 78)
    #expect(cost.bytesAnHour == 3600 * (5750 + 750 + 40) + pictures + measures + 100_000)
    cost.poll = .seconds(10)
    #expect(cost.bytesAnHour == 360 * (5750 + 750 + 40) + pictures + measures + 100_000)
    cost.poll = .zero
    #expect(cost.bytesAnHour.isFinite)
}
