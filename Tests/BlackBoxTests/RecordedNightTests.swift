import Cockpit
import Glibc
import Night
import SampleNights
import Testing

@testable import BlackBox

@Suite("A recorded night")
struct RecordedNightTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    @Test("every picture comes back as it was shown, at any moment, and draws the same frame")
    func pictures() throws {
        let file = try NightFile.take(scratch.night)
        let shown = (0..<150).map { SampleNight.snapshot(ticks: $0) }
        for snapshot in shown { file.show(snapshot) }
        file.close()
        let night = try RecordedNight(path: scratch.night)
        #expect(night.span?.first == shown[0].at && night.span?.last == shown[149].at)
        #expect(try night.picture(at: shown[0].at.moment - .nanoseconds(1)) == nil)
        for number in [0, 149, 61, 60, 59, 3] {
            let later = shown[number].at.moment + .milliseconds(900)
            let again = try #require(try night.picture(at: later))
            #expect(again == shown[number].withoutPartitions, "\(number)")
            for screen in Screen.allCases {
                let size = Size(columns: 120, rows: 36)
                #expect(
                    frame(of: again, view: CockpitView(screen: screen), size: size, glyphs: .unicode)
                        == frame(of: shown[number], view: CockpitView(screen: screen), size: size, glyphs: .unicode))
            }
        }
        #expect(try night.pictureStamp(after: shown[59].at.moment) == shown[60].at)
        #expect(try night.pictureStamp(before: shown[60].at.moment) == shown[59].at)
        #expect(try night.pictureStamp(after: shown[149].at.moment) == nil)
        #expect(try night.pictureStamp(before: shown[0].at.moment) == nil)
        #expect(try night.pictureStamp(after: shown[0].at.moment - .seconds(5)) == shown[0].at)
    }

    @Test("readings come back in order, from any moment on")
    func readings() throws {
        let file = try NightFile.take(scratch.night)
        let read = (0..<200).map { sweep($0) }
        for observed in read { file.recorder.take(observed) }
        file.close()
        let night = try RecordedNight(path: scratch.night)
        var all: [Observed] = []
        try night.readings(from: nil) {
            all.append($0); return true
        }
        #expect(all == read)
        var some: [Observed] = []
        try night.readings(from: stamp(150).moment) {
            some.append($0); return some.count < 10
        }
        #expect(some == Array(read[150..<160]))
    }
}

func sweep(_ second: Int64) -> Observed {
    let offsets = (0..<8).map { PartitionOffset(partition: $0, offset: second * 100 + Int64($0)) }
    return Observed(
        by: .cluster(.source), at: stamp(second), what: .ends([TopicOffsets(topic: "orders", offsets: offsets)]))
}

extension NightFile {
    /// The recorder takes them as they are shown, some each second, and never more at once than it holds.
    func show(_ snapshot: Snapshot) {
        while !recorder.hasRoom { usleep(1000) }
        recorder.take(shown: snapshot)
    }
}

extension Snapshot {
    var withoutPartitions: Snapshot {
        var snapshot = self
        for topic in snapshot.topics.indices { snapshot.topics[topic].partitions = [] }
        return snapshot
    }
}
