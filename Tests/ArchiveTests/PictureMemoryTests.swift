import Archive
import Night
import SampleNights
import Testing

@Suite("the pictures of a running night")
struct PictureMemoryTests {
    private func memory(of count: Int64, limit: Int = 1 << 24) throws -> PictureMemory {
        var memory = PictureMemory(limit: limit)
        for tick in 0..<count { try memory.add(SampleNight.snapshot(ticks: tick)) }
        return memory
    }

    private func moment(_ seconds: Double) -> Moment { SampleNight.start.moment + .seconds(seconds) }

    @Test("are found at, before and after any moment, across blocks and in the one that grows")
    func found() throws {
        let memory = try memory(of: 150)
        #expect(memory.first == SampleNight.at(0) && memory.last == SampleNight.at(149))
        for second in [0, 1, 59, 60, 61, 119, 120, 148, 149] {
            let at = Double(second)
            #expect(try memory.picture(at: moment(at + 0.5))?.picture().at == SampleNight.at(Int64(second)))
            #expect(
                try memory.picture(before: moment(at))?.picture().at
                    == (second == 0 ? nil : SampleNight.at(Int64(second) - 1)))
            #expect(
                try memory.picture(after: moment(at))?.picture().at
                    == (second == 149 ? nil : SampleNight.at(Int64(second) + 1)))
        }
        #expect(memory.picture(at: moment(-1)) == nil && !memory.hasDropped)
        #expect(
            try memory.picture(at: moment(77))?.picture()
                == SampleNight.snapshot(ticks: 77).asRecorded().withoutPartitions)
    }

    @Test("are all kept when one does not go on from those before it, and that one too")
    func broken() throws {
        var memory = try memory(of: 30)
        let before = SampleNight.snapshot(ticks: 29)
        var odd = SampleNight.snapshot(ticks: 30)
        odd.log = Array(before.log.prefix(1))
        var packer = PicturePacker()
        _ = try packer.add(before)
        #expect(throws: ArchiveError.self) { try packer.add(odd) }
        try memory.add(odd)
        for second in [0, 29, 30] {
            #expect(try memory.picture(at: moment(Double(second)))?.picture().at == SampleNight.at(Int64(second)))
        }
    }

    @Test("take no more than they may: the oldest go, and it is known that they went")
    func bounded() throws {
        let memory = try memory(of: 400, limit: 20_000)
        #expect(memory.hasDropped)
        #expect(try #require(memory.first).moment > moment(200))
        #expect(try memory.picture(at: moment(399))?.picture().at == SampleNight.at(399))
        #expect(memory.picture(at: moment(10)) == nil)
    }
}
