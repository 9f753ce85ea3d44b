import Night
import TestSupport
import Testing

@testable import MirrorMaker

@Suite("a compacted topic") struct LatestByKeyTests {
    private var latest = LatestByKey(Checkpoints(), mostKeys: 3)

    private func key(_ group: String) -> [UInt8] { MirrorRecords.text(group) + MirrorRecords.syncKey("A.orders", 0) }
    private mutating func take(_ group: String, _ value: [UInt8]?, at time: Int64? = nil) {
        latest.take(key: key(group), value: value, writtenAt: time.map(WallTime.init))
    }
    /// Group and offset on the target; -1 where the entry is gone.
    private mutating func changes() -> [String: Int64] {
        latest.takeChanges().reduce(into: [:]) { $0[$1.key.group] = $1.entry?.value.downstream ?? -1 }
    }

    @Test("is the last record of every key, and changes are handed out once")
    mutating func lastOfEach() {
        take("a", MirrorRecords.checkpoint(1, 1))
        take("a", MirrorRecords.checkpoint(2, 2), at: 7)
        take("b", MirrorRecords.checkpoint(3, 3))
        #expect(
            latest.entries.values.contains { $0.value.downstream == 2 && $0.writtenAt == WallTime(milliseconds: 7) })
        #expect(changes() == ["a": 2, "b": 3])
        #expect(changes() == [:])
        take("b", MirrorRecords.checkpoint(3, 3))
        #expect(changes() == ["b": 3], "written again is news: it is younger")
    }

    @Test("loses a key to a tombstone, and one that never was is no change")
    mutating func tombstones() {
        take("a", nil)
        #expect(changes() == [:])
        take("a", MirrorRecords.checkpoint(1, 1))
        take("a", nil)
        #expect(changes() == ["a": -1])
        take("b", MirrorRecords.checkpoint(1, 1))
        _ = changes()
        take("b", nil)
        #expect(changes() == ["b": -1] && latest.entries.isEmpty)
    }

    @Test("does not go on saying what was overwritten by a record nobody here can read")
    mutating func overwritten() {
        take("a", MirrorRecords.checkpoint(1, 1))
        take("b", MirrorRecords.checkpoint(1, 1))
        _ = changes()
        take("a", MirrorRecords.checkpoint(2, 2, version: 1))
        take("b", [0, 0, 3])
        #expect(changes() == ["a": -1, "b": -1])
        #expect(latest.passedOver == .init(foreign: 1, newer: 1))
    }

    @Test("counts what does not belong there, and reads on")
    mutating func foreigners() {
        latest.take(key: nil, value: [], writtenAt: nil)
        latest.take(key: Array("a stranger".utf8), value: Array("with words".utf8), writtenAt: nil)
        latest.take(key: Array("a stranger".utf8), value: nil, writtenAt: nil)
        take("a", MirrorRecords.checkpoint(1, 1))
        #expect(latest.passedOver.foreign == 3)
        #expect(changes() == ["a": 1])
    }

    @Test("has room for so many keys, and says how many records found none")
    mutating func bounded() {
        for group in ["a", "b", "c", "d", "e"] { take(group, MirrorRecords.checkpoint(1, 1)) }
        take("a", MirrorRecords.checkpoint(2, 2))
        #expect(latest.entries.count == 3 && latest.passedOver.beyondLimit == 2)
        #expect(changes() == ["a": 2, "b": 1, "c": 1])
    }

    @Test("that starts again loses what it does not say again")
    mutating func recreated() {
        take("a", MirrorRecords.checkpoint(5, 5))
        take("b", MirrorRecords.checkpoint(5, 5))
        _ = changes()
        latest.startAgain()
        take("b", MirrorRecords.checkpoint(1, 1))
        #expect(changes() == ["a": -1, "b": 1])
    }

    @Test("believes the younger of two partitions where one key is spelt in two ways")
    func twoSpellings() {
        var offsets = LatestByKey(ConnectOffsets(from: "A"))
        func take(_ json: String, _ offset: Int, at time: Int64, in partition: Int32) {
            offsets.take(
                key: Array(json.utf8), value: Array(#"{"offset":\#(offset)}"#.utf8),
                writtenAt: WallTime(milliseconds: time), in: partition)
        }
        let younger = #"["m",{"topic":"t","partition":0,"cluster":"A"}]"#
        let older = #"["m",{"cluster":"A","partition":0,"topic":"t"}]"#
        take(younger, 20, at: 2, in: 0)
        take(older, 10, at: 1, in: 1)
        #expect(offsets.entries.values.map(\.value) == [20])
        // A reset goes back in the one partition, whatever its clock says.
        take(younger, 5, at: 0, in: 0)
        #expect(offsets.entries.values.map(\.value) == [5])
    }
}
