import Cockpit
import Glibc
import Night
import SampleNights
import TestSupport
import Testing

@testable import Archive
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
        let shown = (0..<150).map { SampleNight.snapshot(ticks: $0).asRecorded() }
        for snapshot in shown { file.show(snapshot) }
        file.close()
        let night = try RecordedNight(path: scratch.night)
        #expect(try night.span?.first == shown[0].at && night.span?.last == shown[149].at)
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

    @Test("beside a living writer each picture is seen once, in order, while slips become blocks")
    func besideWriter() throws {
        let file = try NightFile.take(scratch.night)
        file.append(.key("a"), at: stamp(0), receipt: nil)
        _ = try file.receipts(1)
        let night = try RecordedNight(path: scratch.night)
        let shown = (0..<200).map { SampleNight.snapshot(ticks: $0).at }
        var seen: [Stamp] = []
        for number in shown.indices {
            file.show(SampleNight.snapshot(ticks: Int64(number)))
            try look(&seen, in: night)
        }
        let deadline = ContinuousClock.now + patience
        while seen.count < shown.count, ContinuousClock.now < deadline { try look(&seen, in: night) }
        #expect(seen == shown)
    }

    private func look(_ seen: inout [Stamp], in night: RecordedNight) throws {
        let last = seen.last?.moment ?? Moment(nanoseconds: 0)
        guard let next = try night.pictureStamp(after: last) else { return }
        #expect(try night.picture(at: next.moment)?.at == next)
        seen.append(next)
    }

    @Test("a long night is opened without being read: only what is asked for is")
    func opening() throws {
        let file = try NightFile.take(scratch.night, plan: "first")
        for number in 0..<100 { file.append(.key("\(number)"), at: stamp(1), receipt: number) }
        _ = try file.receipts(100)
        file.close()
        // Nothing that opening does comes by here.
        try scratch.database().run("UPDATE events SET body = 'no JSON' WHERE seq = 50")
        let night = try RecordedNight(path: scratch.night)
        #expect(night.night == "payments")
        #expect(night.planTexts == [RecordedPlan(text: nil, digest: "first", since: stamp(0))])
        #expect(try night.events(after: 90, atMost: 5).map(\.sequence) == [91, 92, 93, 94, 95])
        let refused = error { () throws(NightFileError) in try night.events }
        guard case .unreadable(_, 50, _)? = refused else {
            Issue.record("\(String(describing: refused))")
            return
        }
    }

    @Test("what a killed commander left is seen with what the next one records, and nobody's time between is a gap")
    func leftovers() throws {
        let first = try NightFile.take(scratch.night)
        first.recorder.take(shown: SampleNight.snapshot(ticks: 0))
        first.recorder.take(sweep(0))
        first.close()
        // As a kill leaves it.
        var packer = PicturePacker()
        let slip = try packer.add(SampleNight.snapshot(ticks: 0)).hexadecimal
        try scratch.database().run(
            """
            INSERT INTO slips SELECT NULL, 'pictures', 2, 1, first_wall_ms + 1000, first_mono_ns + 1000000000,
                last_wall_ms + 1000, last_mono_ns + 1000000000, count, x'\(slip)' FROM pictures
            """)
        let later = SampleNight.at(600)
        let second = try NightFile.open(
            path: scratch.night, night: "payments", planDigest: "other", holder: ana, at: later)
        #expect(second.unrecordedSince != nil)
        second.append(
            .gap(kept: .nothing, from: SampleNight.at(1), to: later, why: "nobody held the night's keys"), at: later,
            receipt: nil)
        second.recorder.take(shown: SampleNight.snapshot(ticks: 601))
        second.recorder.take(sweep(700))
        second.close()
        let night = try RecordedNight(path: scratch.night)
        #expect(try night.pictureStamp(after: SampleNight.at(0).moment)?.moment == SampleNight.at(601).moment)
        #expect(try night.gaps.map(\.kept) == [.nothing])
        #expect(try night.gaps.map(\.from) == [SampleNight.at(1)] && night.gaps.map(\.to) == [later])
        #expect(night.planTexts.map(\.digest) == ["plan", "other"])
        var read: [Stamp] = []
        try night.readings(from: nil) {
            read.append($0.at); return true
        }
        #expect(read == [stamp(0), stamp(700)])
        #expect(try Verification.verify(path: scratch.night).isIntact)
        // The next commander's chain covers it.
        try scratch.database().run("DELETE FROM slips")
        #expect(try !Verification.verify(path: scratch.night).isIntact)
    }

    @Test("pictures and readings of an earlier boot are on the last boot's clock, and draw the frames they were")
    func boots() throws {
        var last = SampleNight.snapshot()
        func record(_ second: Int64, openedAt opened: Stamp, shownAt at: Stamp) throws {
            let file = try NightFile.open(
                path: scratch.night, night: "payments", planDigest: "plan", holder: ana, at: opened)
            var snapshot = SampleNight.snapshot()
            snapshot.at = at
            last = snapshot.asRecorded()
            file.recorder.take(shown: snapshot)
            file.recorder.take(Observed(by: .bridge, at: at, what: .roundTrip(took: .seconds(second))))
            file.close()
        }
        func later(_ moment: Int64, wall: Int64) -> Stamp {
            Stamp(moment: Moment(nanoseconds: moment * 1_000_000_000), wall: stamp(wall).wall)
        }
        try record(1, openedAt: stamp(0), shownAt: stamp(10))
        let shown = last
        // The machine was started again in between, and the wall clock went on.
        try scratch.database().run("UPDATE commanders SET boot = 'another'")
        let database = try scratch.database()
        let link = try #require(try NightRows(database: database).commanders().first)
        let hash = try link.row.hash(after: link.previous).hexadecimal
        try database.run("UPDATE commanders SET hash = x'\(hash)'")
        try database.run("DELETE FROM events")
        try record(2, openedAt: later(7, wall: 100), shownAt: later(9, wall: 102))
        let night = try RecordedNight(path: scratch.night)
        let early = Moment(nanoseconds: -83_000_000_000)
        #expect(try night.span?.first == Stamp(moment: early, wall: stamp(10).wall))
        let picture = try #require(try night.picture(at: early))
        #expect(picture.at == Stamp(moment: early, wall: stamp(10).wall))
        let size = Size(columns: 120, rows: 36)
        #expect(
            frame(of: picture, view: CockpitView(), size: size, glyphs: .unicode)
                == frame(of: shown, view: CockpitView(), size: size, glyphs: .unicode))
        #expect(try night.picture(at: early - .nanoseconds(1)) == nil)
        #expect(try night.pictureStamp(after: early) == later(9, wall: 102))
        #expect(try night.picture(at: later(9, wall: 102).moment)?.at == later(9, wall: 102))
        var read: [Observation] = []
        try night.readings(from: early + .seconds(1)) {
            read.append($0.what); return true
        }
        #expect(read == [.roundTrip(took: .seconds(2))])
        var stamps: [Stamp] = []
        try night.readings(from: nil) {
            stamps.append($0.at); return true
        }
        #expect(stamps == [picture.at, later(9, wall: 102)])
    }

    @Test("what nobody lived to tell the end of was thin until its last picture")
    func openGap() throws {
        let file = try NightFile.take(scratch.night)
        file.append(.thinned(to: .pictures, why: "disk slow"), at: SampleNight.at(0), receipt: 1)
        _ = try file.receipts(1)
        file.recorder.take(shown: SampleNight.snapshot(ticks: 40))
        file.close()
        let gap = RecordedGap(from: SampleNight.at(0), to: SampleNight.at(40), kept: .pictures, why: "disk slow")
        #expect(try RecordedNight(path: scratch.night).gaps == [gap])
    }

    @Test("where not even SQLite may write beside it, a night is read by an address that any name survives")
    func immutable() throws {
        let name = scratch.path + "/a b%3f?#\u{e9}&immutable=0.night"
        let file = try NightFile.take(name)
        #expect(try file.record(.key("a")) == nil)
        file.close()
        let database = try Database(name, for: .readingOnly, patience: .zero)
        #expect(try NightRows(database: database).night()?.row.night == "payments")
    }

    @Test(
        "a block that was changed, or is gone, is named",
        arguments: [
            ("UPDATE pictures SET bytes = zeroblob(9)", "pictures 1"),
            ("UPDATE pictures SET first_mono_ns = first_mono_ns + 1", "pictures 1"),
            ("DELETE FROM pictures", "pictures 1"), ("UPDATE readings SET is_key = 0", "readings 1"),
            ("UPDATE plans SET text = text || ' '", "plan \(sha256OfPlan)"),
            ("INSERT INTO readings SELECT 2, 1, 0, 0, 0, 0, 1, 1, hash, bytes FROM readings", "readings 2"),
        ])
    func changed(sql: String, row: String) throws {
        let file = try NightFile.open(
            path: scratch.night, night: "payments", planDigest: sha256OfPlan, planText: Array("plan".utf8),
            holder: ana, at: stamp(0))
        file.recorder.take(shown: SampleNight.snapshot())
        file.recorder.take(sweep(0))
        file.close()
        #expect(try Verification.verify(path: scratch.night).isIntact)
        #expect(try RecordedNight(path: scratch.night).planTexts.map(\.text) == ["plan"])
        try scratch.database().run(sql)
        guard case .broken(let broken) = try Verification.verify(path: scratch.night) else {
            Issue.record("taken for intact")
            return
        }
        #expect(broken.row == row)
    }

    @Test("no secret of a plan is in the file, whatever of the plan is shown")
    func secrets() throws {
        var shown = SampleNight.red()
        let canary = "canary-0xC0FFEE"
        let endpoint = EndpointPlan(url: .secret(canary), user: .secret(canary), password: .secret(canary))
        let call = HTTPCall(method: "PUT", endpoint: endpoint)
        let hidden = EndpointPlan(url: .secret(""), user: .secret(""), password: .secret(""))
        let step = StepPlan(.http(call), undo: .http(call))
        shown.waves[0].plan.steps = [PhaseSteps(phase: .switched, steps: [step])]
        shown.waves[0].steps = [StepStanding(id: StepID(.switched, 1), plan: step, fate: .planned)]
        let file = try NightFile.take(scratch.night)
        file.recorder.take(shown: shown)
        file.append(.wave("ledger", .stepIntended(StepID(.switched, 1), step, found: .none)), at: shown.at, receipt: 1)
        _ = try file.receipts(1)
        file.close()
        let again = try #require(try RecordedNight(path: scratch.night).picture(at: shown.at.moment))
        #expect(again.waves[0].steps.first?.plan.act == .http(HTTPCall(method: "PUT", endpoint: hidden)))
        #expect(!scratch.bytes.contains(Array(canary.utf8)))
        let rows = try BlockRows(database: scratch.database()).rows(.pictures, after: 0, atMost: 9)
        let unpacked = try rows.flatMap { try Zstd.decompress($0.row.bytes, atMost: 1 << 30) }
        #expect(!unpacked.contains(Array(canary.utf8)) && unpacked.contains(Array("ledger".utf8)))
    }
}

let sha256OfPlan = "64879f7d6b960a01909762d911a32d4582c20010c5641ee90278b644a9e3b525"

extension Verification {
    var isIntact: Bool { if case .intact = self { true } else { false } }
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
