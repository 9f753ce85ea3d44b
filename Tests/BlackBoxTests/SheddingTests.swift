import Glibc
import Night
import SampleNights
import TestSupport
import Testing

@testable import BlackBox

@Suite("When less can be written than comes in")
struct SheddingTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    @Test("readings go first, then pictures, never an event; the file says from when to when")
    func slowStore() throws {
        let limits = NightFile.Limits(
            patience: patience * 10, shedding: Shedding.Limits(bytes: 1_000_000, wait: patience * 10))
        let file = try NightFile.take(scratch.night, limits: limits)
        var feed = Feed(file)
        try feed.go { file.recorder.standing == .recording && $0.pictures > 2 }
        let other = try scratch.database()
        try other.run("BEGIN IMMEDIATE")
        for detail in [RecordedDetail.pictures, .fewPictures, .events] {
            try feed.go { _ in file.recorder.standing.detail == detail }
            guard case .thin(_, let why, _) = file.recorder.standing else { return }
            #expect(why == "disk slow")
        }
        let before = feed.events
        try feed.go { $0.events > before + 20 }
        try other.run("COMMIT")
        try feed.go { _ in file.recorder.standing == .recording }
        let again = feed.now
        try feed.go { $0.now.moment > again.moment + .seconds(30) }
        file.close()

        #expect(file.receipts().allSatisfy { $0.failure == nil })
        let night = try RecordedNight(path: scratch.night)
        let keys = try night.events.compactMap { if case .key(let key) = $0.event { Int(key) } else { nil } }
        #expect(keys == Array(0..<feed.events))
        let thinned = try night.events.compactMap { if case .thinned(let to, _) = $0.event { to } else { nil } }
        #expect(Array(thinned.prefix(3)) == [.pictures, .fewPictures, .events])
        #expect(try night.gaps.map(\.kept) == thinned)
        var lastReading: Stamp?
        try night.readings(from: nil) { observed in
            lastReading = observed.at
            return true
        }
        #expect(try #require(lastReading).moment > again.moment)
        #expect(try #require(try night.span).last.moment > again.moment)
        let verified = try Verification.verify(path: scratch.night)
        guard case .intact = verified else { throw NightFileError.system(path: "", why: "\(verified)") }
    }

    @Test("what had come when less began to be kept is kept: the gap says when nothing was")
    func before() throws {
        let limits = NightFile.Limits(shedding: Shedding.Limits(bytes: 4_000, wait: patience))
        let file = try NightFile.take(scratch.night, limits: limits)
        file.recorder.turn(at: stamp(0))
        for second in 1...20 { file.recorder.take(sweep(Int64(second))) }
        file.recorder.turn(at: stamp(21))
        guard case .thin = file.recorder.standing else {
            Issue.record("\(file.recorder.standing)")
            return
        }
        file.recorder.take(sweep(22))
        try feedNothing(to: file, from: 23) { file.recorder.standing == .recording }
        file.recorder.take(sweep(500))
        file.close()
        let night = try RecordedNight(path: scratch.night)
        var read: [Stamp] = []
        try night.readings(from: nil) {
            read.append($0.at); return true
        }
        #expect(read == (1...20).map { stamp($0) } + [stamp(500)])
        #expect(try night.gaps.map(\.from) == [stamp(21)])
    }

    private func feedNothing(to file: NightFile, from second: Int64, until isOver: () -> Bool) throws {
        for second in second..<400 {
            if isOver() { return }
            file.recorder.turn(at: stamp(second))
            usleep(10_000)
        }
        Issue.record("it stays thin")
    }

    @Test("what could not be written by the end is a gap, and only with that the record is sealed")
    func unwritten() throws {
        let file = try NightFile.take(scratch.night)
        #expect(try file.record(.key("a")) == nil)
        let other = try scratch.database()
        try other.run("CREATE TRIGGER no BEFORE INSERT ON slips BEGIN SELECT RAISE(ABORT, 'no room'); END")
        file.recorder.take(shown: SampleNight.snapshot())
        #expect(file.close(sealingAt: stamp(9).wall) == nil)
        try other.run("DROP TRIGGER no")
        let gap = try #require(try RecordedNight(path: scratch.night).gaps.first)
        #expect(gap.kept == .events && gap.why.contains("no room"))
    }

    @Test("what is shed follows what waits, both ways, and each loss is told when it begins and when it ends")
    func levels() {
        var shedding = Shedding(Shedding.Limits(bytes: 100, wait: .seconds(10)))
        func kinds(_ bytes: Int, since: Int64? = nil, failure: String? = nil, at second: Int64) -> [String] {
            let backlog = Backlog(bytes: bytes, since: since.map { stamp($0).moment }, failure: failure)
            return shedding.take(backlog, unmade: 0, at: stamp(second)).map {
                switch $0 {
                case .thinned(let to, let why): "\(to.rawValue): \(why)"
                case .gap(let kept, let from, let to, _):
                    "end of \(kept.rawValue) \((to.moment - from.moment).components.seconds)"
                default: $0.kind
                }
            }
        }
        #expect(kinds(99, since: 0, at: 1).isEmpty)
        #expect(kinds(5, since: 0, at: 10) == ["pictures: disk slow"])
        #expect(kinds(99, since: 9, at: 11).isEmpty)
        #expect(
            kinds(210, since: 9, failure: "the disk is full", at: 12) == [
                "end of pictures 2", "few-pictures: the disk is full",
            ])
        #expect(kinds(150, since: 11, at: 13).isEmpty)
        #expect(kinds(400, since: 11, at: 14) == ["end of few-pictures 2", "events: disk slow"])
        #expect(kinds(110, since: 13, at: 15).isEmpty)
        #expect(kinds(20, since: 14, at: 16) == ["end of events 2"])
    }
}

extension Snapshot.Command.Recording {
    fileprivate var detail: RecordedDetail? {
        if case .thin(let detail, _, _) = self { detail } else { nil }
    }
}

/// A night that goes on: readings, pictures and events, a second of it at a time.
private struct Feed {
    let file: NightFile
    private(set) var now = stamp(0)
    private(set) var pictures = 0
    private(set) var events = 0
    private var second: Int64 = 0

    init(_ file: NightFile) { self.file = file }

    mutating func go(until isEnough: (Feed) -> Bool) throws {
        let deadline = ContinuousClock.now + patience
        while !isEnough(self) {
            try #require(ContinuousClock.now < deadline)
            second += 5
            now = stamp(second)
            file.recorder.take(sweep(second))
            if file.recorder.hasRoom {
                var picture = SampleNight.snapshot(ticks: second)
                picture.at = now
                file.recorder.take(shown: picture)
                pictures += 1
            }
            if second % 50 == 0 {
                file.append(.key("\(events)"), at: now, receipt: nil)
                events += 1
            }
            usleep(2_000)
        }
    }
}
