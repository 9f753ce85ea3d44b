import Glibc
import TestSupport
import Testing

@testable import BlackBox
@testable import Night

@Suite("When the disk says no")
struct FailingDiskTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    @Test("a file that may not grow fails its events by receipt, and takes events again once it may")
    func full() throws {
        let scribe = try Scribe(scratch.night, sizeLimit: 100_000)
        let lines = try scribe.lines(until: "again")
        scribe.kill()
        let why = "\(scratch.night): it may not grow further; raise the file size limit (ulimit -f)"
        #expect(lines.contains("full \(why)"))
        let history = try NightFile.take(scratch.night, night: "scribed").history
        #expect(history.contains { $0.missingBefore > 0 })
    }

    @Test("on a disk that stays full readings are shed first, and said to be; every event with a receipt is there")
    func fullForAWhile() throws {
        let scribe = try Scribe(scratch.night, sizeLimit: 100_000, untilThin: true)
        let lines = try scribe.lines(until: "recording")
        scribe.kill()
        let said = try #require(lines.first { $0.hasPrefix("thin ") })
        #expect(said == "thin to pictures: it may not grow further; raise the file size limit (ulimit -f)")
        #expect(try Verification.verify(path: scratch.night).isIntact)
        let night = try RecordedNight(path: scratch.night)
        let gap = try #require(try night.gaps.first)
        #expect(gap.kept == .pictures && gap.why.contains("ulimit -f"))
        let events = try night.events
        let keys = Set(events.compactMap { if case .key(let key) = $0.event { Int(key) } else { nil } })
        #expect(lines.compactMap { Int($0) }.allSatisfy { $0 == 0 || keys.contains($0) })
        // What was refused is counted, with what the recorder itself had to tell meanwhile.
        let missing = events.reduce(0) { $0 + $1.missingBefore }
        let refused = try #require(keys.max()) - keys.count
        #expect(refused > 0 && (refused...refused + 4).contains(missing), "\(refused) refused, \(missing) missing")
        #expect(readAll(scratch.night).isEmpty)
    }

    @Test("a file that was moved away is no record: events fail until it is back, and the gap is in the file")
    func moved() throws {
        let file = try NightFile.take(scratch.night)
        #expect(try file.record(.key("a")) == nil)
        try #require(rename(scratch.night, scratch.night + ".away") == 0)
        let toldAgain = NightEvent.wave("ledger", .stands(WaveSum(at: stamp(1)), steps: [], at: stamp(1)))
        for event in [.key("b"), toldAgain, .key("c"), toldAgain] {
            #expect(try file.record(event) == "\(scratch.night): moved or deleted; put it back where it was")
        }
        try #require(rename(scratch.night + ".away", scratch.night) == 0)
        #expect(try file.record(.key("d")) == nil)
        file.close()
        let history = try NightFile.take(scratch.night).history
        #expect(history.map(\.event) == [.key("a"), .key("d")])
        #expect(history.map(\.missingBefore) == [0, 2])
    }

    @Test("without its write-ahead log nothing more is durable")
    func withoutLog() throws {
        let file = try NightFile.take(scratch.night)
        #expect(try file.record(.key("a")) == nil)
        try #require(unlink(scratch.night + "-wal") == 0)
        #expect(try file.record(.key("b"))?.contains("-wal was moved or deleted; leave, then run again") == true)
        file.close()
        #expect(try NightFile.take(scratch.night).history.map(\.event) == [.key("a")])
    }

    @Test(
        "with its lock deleted or replaced it is no record, and says so though nothing is written",
        arguments: [false, true])
    func withoutLock(isReplaced: Bool) throws {
        let file = try NightFile.take(scratch.night)
        #expect(try file.record(.key("a")) == nil)
        let lock = scratch.night + ".lock"
        try #require(unlink(lock) == 0)
        if isReplaced { close(Glibc.open(lock, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)) }
        let why = "\(scratch.night): its lock \(lock) was moved or deleted; leave, then run again"
        #expect(try file.receipts(1) == [Receipt(number: nil, failure: why)])
        #expect(try file.record(.key("b")) == why)
    }

    @Test("with its write-ahead log cut short nothing more is durable")
    func cutLog() throws {
        let file = try NightFile.take(scratch.night)
        #expect(try file.record(.key("a")) == nil)
        try #require(truncate(scratch.night + "-wal", 0) == 0)
        #expect(try file.record(.key("b"))?.contains("-wal was cut short; leave, then run again") == true)
    }

    @Test("a file that another program keeps locked fails its events by receipt, and takes events again after")
    func locked() throws {
        let file = try NightFile.take(scratch.night, limits: NightFile.Limits(patience: .milliseconds(10)))
        let other = try scratch.database()
        try other.run("BEGIN IMMEDIATE")
        let why = "\(scratch.night): locked by another program; end what else has it open for writing"
        #expect(try file.record(.key("a")) == why)
        try other.run("COMMIT")
        #expect(try file.record(.key("b")) == nil)
    }

    @Test("a file that another program wrote into takes no more events")
    func intruder() throws {
        let file = try NightFile.take(scratch.night)
        #expect(try file.record(.key("a")) == nil)
        try scratch.database().run("INSERT INTO events SELECT 2, 1, 0, 0, 0, wave, kind, body, hash, hash FROM events")
        #expect(try file.record(.key("b"))?.contains("another program wrote into it") == true)
    }

    @Test("an append never waits for the disk, and beyond the limit it fails at once and is counted as missing")
    func neverWaits() throws {
        // The writer waits far longer for the lock than this test may take.
        let file = try NightFile.take(scratch.night, limits: NightFile.Limits(patience: patience * 10, queue: 2000))
        let other = try scratch.database()
        try other.run("BEGIN IMMEDIATE")
        for number in 1...2001 { file.append(.key("\(number)"), at: stamp(1), receipt: number) }
        let why = "2000 events wait for the disk already; look at the disk"
        #expect(file.receipts() == [Receipt(number: 2001, failure: why)])
        try other.run("COMMIT")
        #expect(try file.receipts(2000) == (1...2000).map { Receipt(number: $0, failure: nil) })
        #expect(try file.record(.key("after")) == nil)
        file.close()
        let history = try NightFile.take(scratch.night).history
        #expect(history.last?.event == .key("after") && history.last?.missingBefore == 1)
        #expect(history.dropLast().allSatisfy { $0.missingBefore == 0 })
    }

    @Test("an event too large for a row is refused alone")
    func large() throws {
        let file = try NightFile.take(scratch.night)
        let events: [NightEvent] = [
            .key("a"), .key(String(repeating: "x", count: StoredBody.limit)), .key("b"),
        ]
        for (number, event) in events.enumerated() { file.append(event, at: stamp(1), receipt: number) }
        let receipts = try file.receipts(3)
        #expect(receipts.map { $0.failure == nil } == [true, false, true])
        #expect(receipts[1].failure?.contains("more than a row may hold") == true)
        file.close()
        #expect(try NightFile.take(scratch.night).history.map(\.missingBefore) == [0, 1])
    }
}
