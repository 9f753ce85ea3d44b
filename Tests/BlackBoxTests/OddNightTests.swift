import Night
import SampleNights
import TestSupport
import Testing

@testable import Archive
@testable import BlackBox

@Suite("Nights unlike others")
struct OddNightTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    private func texts(_ view: RecordedView, _ column: String) throws -> [String] {
        let night = try RecordedNight(path: scratch.night)
        let place = try #require(try night.columns(of: view).firstIndex(of: column))
        var texts: [String] = []
        try night.rows(of: view) { cells in
            if case .text(let text) = cells[place] { texts.append(text) }
            return true
        }
        return texts
    }

    @Test("a night in which nothing was read or shown has its events, no picture, and no trouble")
    func noReadings() throws {
        let file = try NightFile.take(scratch.night)
        try #require(try file.record(.key("a")) == nil)
        file.close(sealingAt: stamp(9).wall)
        let night = try RecordedNight(path: scratch.night)
        #expect(try night.span == nil && night.gaps.isEmpty)
        #expect(try night.events.map(\.event).contains(.key("a")))
        #expect(try night.picture(at: stamp(5).moment) == nil)
        #expect(try night.pictureStamp(after: stamp(0).moment) == nil)
        for subject in RecordedNight.Subject.allCases { #expect(try night.names(of: subject).isEmpty) }
        #expect(readAll(scratch.night).isEmpty)
        #expect(try Verification.verify(path: scratch.night).isIntact)
    }

    @Test("a night in which nobody answered shows who was asked, and unknown for the rest")
    func noAnswers() throws {
        let record = try SyntheticRecord(scratch.night)
        record.show(SampleNight.empty())
        try record.end(sealed: true)
        let night = try RecordedNight(path: scratch.night)
        #expect(try night.picture(at: SampleNight.start.moment) == SampleNight.empty().asRecorded())
        #expect(readAll(scratch.night).isEmpty)
        #expect(try Verification.verify(path: scratch.night).isIntact)
    }

    @Test("of a day and a night each picture is found, from either end, and no more is held of them than a few blocks")
    func twentyFourHours() throws {
        let record = try SyntheticRecord(scratch.night)
        let minutes: Int64 = 24 * 60
        for minute in 0...minutes {
            var picture = SampleNight.empty()
            picture.at = SampleNight.at(minute * 60)
            record.show(picture, reading: sweep(minute).what)
        }
        try record.end(sealed: true)
        let night = try RecordedNight(path: scratch.night)
        let span = try #require(try night.span)
        #expect(span.last.moment - span.first.moment == .seconds(24 * 60 * 60))
        for hour in stride(from: Int64(24), through: 0, by: -1) {
            let at = SampleNight.at(hour * 3600)
            #expect(try night.picture(at: at.moment + .seconds(59))?.at == at)
            #expect(try night.pictureStamp(before: at.moment) == (hour == 0 ? nil : SampleNight.at(hour * 3600 - 60)))
        }
        #expect(night.decoded.count <= 4)
        var read = 0
        try night.readings(from: nil) { _ in
            read += 1; return true
        }
        #expect(Int64(read) == minutes + 1)
        #expect(try Verification.verify(path: scratch.night).isIntact)
    }

    /// The wall clock is set back an hour, as daylight saving is never, and a wrong clock is by whoever mends it.
    @Test("when the wall clock steps back the night goes on: in the monotonic clock's order, its times as told, in UTC")
    func clockStep() throws {
        // An hour before clocks in Europe go back, and from there on: nothing here follows them.
        let beforeChange: Int64 = 1_792_889_990_000
        func at(_ second: Int64, stepped: Int64 = 0) -> Stamp {
            Stamp(
                moment: SampleNight.at(second).moment,
                wall: WallTime(milliseconds: beforeChange + second * 1000 - stepped * 1000))
        }
        let stamps = (0..<20).map { at($0) } + (20..<40).map { at($0, stepped: 3600) }
        let record = try SyntheticRecord(scratch.night, opened: stamps[0])
        for (number, stamp) in stamps.enumerated() {
            if number == 20 { record.happen(.clockSet(milliseconds: -3_600_000), at: stamp) }
            if number % 10 == 9 { record.happen(.key("\(number)"), at: stamp) }
            var picture = SampleNight.empty()
            picture.at = stamp
            record.show(picture, reading: sweep(Int64(number)).what)
        }
        try record.end()
        let night = try RecordedNight(path: scratch.night)
        #expect(try night.span?.first == stamps[0] && night.span?.last == stamps[39])
        var (seen, next) = ([Stamp](), try night.span?.first)
        while let stamp = next {
            seen.append(stamp)
            next = try night.pictureStamp(after: stamp.moment)
        }
        #expect(seen == stamps)
        #expect(try night.picture(at: stamps[25].moment)?.at == stamps[25])
        #expect(try night.events.filter { $0.event.kind == "key" }.map(\.at) == [9, 19, 29, 39].map { stamps[$0] })
        #expect(
            try texts(.keys, "time") == [
                "2026-10-25T00:59:59.000Z", "2026-10-25T01:00:09.000Z", "2026-10-25T00:00:19.000Z",
                "2026-10-25T00:00:29.000Z",
            ])
        let used = try night.measures(of: .budgetUsed(line: "replication-lag"))
        #expect(used.map(\.at) == [0, 10, 20, 30].map { stamps[$0] })
        // Who comes next in the same run of the machine is on the same monotonic clock, whatever the wall says.
        let later = try SyntheticRecord(scratch.night, opened: at(60, stepped: 7200))
        var picture = SampleNight.empty()
        picture.at = at(60, stepped: 7200)
        later.show(picture)
        try later.end(sealed: true)
        try night.refresh()
        #expect(try night.pictureStamp(after: stamps[39].moment) == picture.at)
        #expect(try Verification.verify(path: scratch.night).isIntact)
    }

    @Test("names made to do harm are in pictures and views as they are, and nowhere else")
    func hostileNames() throws {
        let names = [
            "\u{1}\u{7f}\u{9b}31m\r\n\t", "nul\u{0}after", "'; DROP TABLE events; --", "\"quoted\", \u{301}\"\u{301}",
            "../../etc/passwd", "=cmd|' /C calc'!A0", "{\"json\": \"\\\"}", "%s%n%x", "\u{202e}gnp.exe",
            String(repeating: "n", count: 65_536),
        ]
        var picture = SampleNight.snapshot()
        let (topic, group, wave) = (picture.topics[0], picture.groups[0], picture.waves[0])
        picture.topics = names.map { name in
            var topic = topic
            topic.name = name
            return topic
        }
        picture.groups = names.map { name in
            var group = group
            group.name = name
            return group
        }
        picture.waves = names.map { name in
            var wave = wave
            wave.plan.name = name
            return wave
        }
        let record = try SyntheticRecord(scratch.night)
        record.show(picture)
        for name in names {
            record.happen(.key("arm \(name)"), at: picture.at)
            record.happen(.wave(name, .armed(to: .switched)), at: picture.at)
        }
        try record.end(sealed: true)
        let night = try RecordedNight(path: scratch.night)
        let again = try #require(try night.picture(at: picture.at.moment))
        #expect(again == picture.asRecorded().withoutPartitions)
        #expect(try Set(texts(.topics, "topic")) == Set(names))
        #expect(try Set(texts(.lag, "grp")) == Set(names))
        #expect(try Set(texts(.price, "wave")) == Set(names))
        // SQLite ends a text that comes out of JSON at its first NUL; the event itself has all of it.
        #expect(try texts(.keys, "pressed") == names.map { "arm \($0.prefix { $0 != "\u{0}" })" })
        #expect(try night.events.filter { $0.event.kind == "key" }.map(\.event) == names.map { .key("arm \($0)") })
        #expect(try texts(.timeline, "wave") == names)
        for name in names {
            #expect(try night.measures(of: .lagRecords(group: name, .source)).count == 1)
            #expect(try night.measures(of: .price(wave: name)).count == 1)
        }
        #expect(try Verification.verify(path: scratch.night).isIntact)
    }
}
