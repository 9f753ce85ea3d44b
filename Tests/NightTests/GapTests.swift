import Night
import Testing

@Suite("The logs of a bridge that keeps offsets")
struct GapTests {
    private func found(_ night: GatedNight) -> [Snapshot.Finding] {
        night.snapshot.findings.filter { $0.about == "bridge" || $0.about.hasPrefix("group") }
    }

    @Test("that lie beside each other have no gap, and nobody skips anything")
    func level() throws {
        var night = try GatedNight()
        night.sweep(times: 2)
        #expect(night.snapshot.bridge.gaps == Snapshot.Gaps())
        #expect(night.snapshot.topics[0].partitions[0].gap.value == Snapshot.PartitionGap())
        #expect(night.snapshot.topics[0].partitions[0].targetStart.value == 0)
    }

    @Test("have a gap where the target's begins behind the source's, and a group before it would skip the rest")
    func absent() throws {
        var night = try GatedNight()
        night.target.starts["orders"] = [400, 0]
        night.source.starts["orders"] = [100, 0]
        night.source.commits = ["billing": ["orders": [150, 500]]]
        night.sweep(times: 2)
        let gaps = try #require(night.snapshot.bridge.gaps)
        #expect(gaps.absent == Snapshot.Gaps.Part(records: 300, partitions: 1, places: "orders/0"))
        #expect(gaps.skips == [Snapshot.Gaps.Skip(group: "billing", records: 250, partitions: 1)])
        #expect(night.snapshot.topics[0].partitions.map(\.gap.value?.records) == [300, 0])
        #expect(found(night).contains { $0.severity == .red && $0.text.hasPrefix("would miss 250 unread records") })
        // What is behind the gap is carried all the same.
        #expect(night.snapshot.bridge.lag.records.value == 0)
    }

    @Test("of a group that does not carry its position over, or already reads on the target, are nobody's skip")
    func skipsNothing() throws {
        let replaying = try GatedNight { $0.groups[0].offsets = .replay(.seconds(60)) }
        var moved = try GatedNight(.consumersMoved)
        moved.moveConsumers()
        for var night in [replaying, moved] {
            night.target.starts["orders"] = [400, 0]
            night.source.commits = ["billing": ["orders": [150, 500]]]
            night.sweep(times: 2)
            #expect(night.snapshot.bridge.gaps?.skips == [])
            #expect(night.snapshot.bridge.gaps?.absent.records == 400)
        }
    }

    @Test("have lost what left the source before it was carried; a log still empty has lost nothing yet")
    func uncarried() throws {
        var night = try GatedNight()
        night.source.starts["orders"] = [900, 300]
        night.target.ends["orders"] = [700, 0]
        night.sweep(times: 2)
        let gaps = try #require(night.snapshot.bridge.gaps)
        #expect(gaps.uncarried == Snapshot.Gaps.Part(records: 200, partitions: 1, places: "orders/0"))
        #expect(found(night).contains { $0.severity == .red && $0.text.contains("200 records left the source") })
        #expect(night.snapshot.logged("gone from the source before they were carried: orders/0") == 1)
    }

    @Test("are not the same when the source's ends before the target's begins")
    func apart() throws {
        var night = try GatedNight()
        night.target.starts["orders"] = [600, 0]
        night.sweep(times: 2)
        night.source.ends["orders"] = [40, 500]
        night.sweep(times: 2)
        let gaps = try #require(night.snapshot.bridge.gaps)
        #expect(gaps.apart.places == "orders/0")
        #expect(gaps.absent.records == 0)
        #expect(night.snapshot.topics[0].partitions[0].gap.value?.isApart == true)
        #expect(found(night).contains { $0.severity == .red && $0.text.contains("recreated or truncated") })
        #expect(night.snapshot.topics[0].partitions[0].bridgeLag == .unknown("the target is ahead"))
    }

    @Test("that retention cuts on one side a moment before the other show no gap that is none")
    func readInTurn() throws {
        var night = try GatedNight()
        night.sweep(times: 2)
        // Both sides lose 300; the source's start is read first, and so is old by the time the target's comes.
        night.target.starts["orders"] = [300, 0]
        night.sweep(only: .target)
        #expect(night.snapshot.bridge.gaps?.absent.records == 0)
        night.source.starts["orders"] = [300, 0]
        night.sweep(only: .source)
        #expect(night.snapshot.bridge.gaps?.absent.records == 0)
    }

    @Test("go ways of their own once the target is written itself, and have no places in common over MirrorMaker 2")
    func notCompared() throws {
        var written = try GatedNight(.producersMoved)
        written.target.starts["orders"] = [400, 0]
        written.sweep(times: 2)
        #expect(written.snapshot.bridge.gaps == Snapshot.Gaps())
        var mirrored = try GatedNight(bridge: .mirrorMaker2(MirrorMaker2Plan()))
        mirrored.sweep(times: 2)
        #expect(mirrored.snapshot.bridge.gaps == nil)
    }
}
