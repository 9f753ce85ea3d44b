import Kafka
import Testing

@testable import EmbeddedNight

@Suite("The copy of a partition")
struct PartitionCopyTests {
    /// Sure of the target's end at 10, with these many records read from there on.
    private func copy(holding count: Int64) -> PartitionCopy {
        var copy = PartitionCopy()
        copy.targetEnds(at: 10)
        for offset in 10..<10 + count { copy.take(record(offset)) }
        return copy
    }

    private func record(_ offset: Int64) -> Record {
        Record(topic: "t", partition: 0, offset: offset, value: [1])
    }

    @Test("writes nothing before it knows where the target's log ends")
    func startsUnsure() {
        let copy = PartitionCopy()
        #expect(copy.state == .unsure)
        #expect(copy.unit.isEmpty)
    }

    @Test("has one unit on its way at a time, so that a failure cannot shift the next")
    func oneUnitAtATime() {
        var copy = copy(holding: 3)
        #expect(copy.unit.map(\.offset) == [10, 11, 12])
        copy.handed(2)
        #expect(copy.unit.isEmpty)
        copy.answered(at: 10)
        #expect(copy.unit.isEmpty)
        copy.answered(at: 11)
        #expect(copy.next == 12)
        #expect(copy.unit.map(\.offset) == [12])
    }

    @Test("after a failure goes on from the target's end, wherever that is", arguments: [10, 11, 12, 13] as [Int64])
    func resumesAtTheEnd(end: Int64) {
        var copy = copy(holding: 3)
        copy.handed(3)
        copy.answered(at: 10)
        copy.answered(at: nil)
        copy.answered(at: nil)
        #expect(copy.state == .unsure)
        #expect(copy.unit.isEmpty)
        copy.targetEnds(at: end)
        #expect(copy.next == end)
        #expect(copy.unit.map(\.offset) == Array(end..<13))
    }

    @Test("stops for good when a record was written at another offset than its own")
    func divergence() {
        var copy = copy(holding: 3)
        copy.handed(3)
        copy.answered(at: 11)
        #expect(copy.unit.isEmpty)
        guard case .diverged = copy.state else {
            Issue.record("\(copy.state)")
            return
        }
        copy.targetEnds(at: 11)
        #expect(copy.unit.isEmpty)
    }

    @Test("stops for good when the target's end is none of its doing", arguments: [9, 14] as [Int64])
    func foreignWriter(end: Int64) {
        var copy = copy(holding: 3)
        copy.handed(3)
        for _ in 0..<3 { copy.answered(at: nil) }
        copy.targetEnds(at: end)
        #expect(copy.unit.isEmpty)
    }

    @Test("ignores a record it has already, and stops for good where the source's log has a hole")
    func repeatsAndHoles() {
        var copy = copy(holding: 2)
        copy.take(record(11))
        #expect(copy.unit.map(\.offset) == [10, 11])
        copy.take(record(13))
        #expect(copy.unit.isEmpty)
    }

    @Test("keeps a unit within what fits one batch")
    func unitSize() {
        var copy = copy(holding: 0)
        for offset in 10..<Int64(14) {
            copy.take(
                Record(
                    topic: "t", partition: 0, offset: offset,
                    value: [UInt8](repeating: 0, count: PartitionCopy.unitBytes / 2)))
        }
        #expect(copy.unit.count == 2)
        let many = self.copy(holding: Int64(PartitionCopy.unitRecords) + 5)
        #expect(many.unit.count == PartitionCopy.unitRecords)
    }
}
