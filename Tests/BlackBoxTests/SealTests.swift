import Glibc
import Night
import SampleNights
import TestSupport
import Testing

@testable import BlackBox

@Suite("A record that has ended for good")
struct SealTests {
    private let scratch: Scratch
    private var second: String { scratch.path + "/payments.2.night" }

    init() throws {
        scratch = try Scratch()
    }

    /// One commander, these keys, sealed or left.
    private func commander(_ keys: String..., sealing: Bool) throws {
        let file = try NightFile.take(scratch.night)
        for key in keys { try #require(try file.record(.key(key)) == nil) }
        file.close(sealingAt: sealing ? stamp(60).wall : nil)
    }

    private func intact(_ path: String) throws -> Verification.Intact {
        let verified = try Verification.verify(path: path)
        guard case .intact(let intact) = verified else {
            throw NightFileError.system(path: path, why: "\(verified)")
        }
        return intact
    }

    @Test("it is one file that nobody may write, with a final hash that verify tells")
    func sealed() throws {
        try recordNight(scratch.night, sealed: true)
        #expect(scratch.mode(scratch.night) == 0o400)
        #expect(access(scratch.night + "-wal", F_OK) != 0)
        let seal = try #require(try intact(scratch.night).seal)
        #expect(seal.at == SampleNight.at(135).wall)
        let database = try Database(scratch.night, for: .reading, patience: patience)
        let last = try #require(try NightRows(database: database).events(after: Int64(seal.events) - 1, atMost: 9).last)
        #expect(last.row.sequence == seal.events)
        #expect(
            seal.hash
                == (try SealRow(at: seal.at, events: Int64(seal.events)).hash(after: last.hash)).hexadecimal)
    }

    @Test("that it could not be sealed is said, and it is as whole as before")
    func notSealed() throws {
        let file = try NightFile.take(scratch.night, limits: NightFile.Limits(patience: .zero))
        try file.record(.key("a"))
        let other = try scratch.database()
        try other.run("BEGIN IMMEDIATE")
        #expect(file.close(sealingAt: stamp(60).wall)?.hasPrefix(scratch.night) == true)
        try other.run("ROLLBACK")
        #expect(try intact(scratch.night).seal == nil)
    }

    @Test("gone on with, the night has a second record that names the first, and one history over both")
    func secondSegment() throws {
        try commander("a", "b", sealing: true)
        try commander("c", sealing: false)
        try commander("d", sealing: true)
        #expect(scratch.mode(second) == 0o400)
        let first = try #require(try intact(scratch.night).seal)
        #expect(try intact(second).previous == PreviousSegment(file: "payments.night", hash: first.hash))
        #expect(try intact(scratch.night).previous == nil && intact(second).hasPrevious == true)
        let third = try NightFile.take(scratch.night)
        #expect(third.history.map(\.event).filter { $0.kind == "key" } == ["a", "b", "c", "d"].map { .key($0) })
        #expect(third.previousPlan == TakenPlan(digest: "plan", since: stamp(0).wall))
        third.close()
    }

    @Test("who follows reads on over the seam, and sees who holds the night behind it")
    func follower() throws {
        let reader = NightFileReader(path: scratch.night)
        var seen: [NightEvent] = []
        func look() throws {
            while case let more = try reader.newEvents(), !more.isEmpty {
                seen += more.map(\.event).filter { $0.kind == "key" }
            }
        }
        let file = try NightFile.take(scratch.night)
        try file.record(.key("a"))
        try look()
        try file.record(.key("b"))
        file.close(sealingAt: stamp(9).wall)
        #expect(reader.holding == nil)
        let next = try NightFile.take(scratch.night)
        #expect(reader.holding?.by == ana)
        try next.record(.key("c"))
        try look()
        #expect(seen == [.key("a"), .key("b"), .key("c")])
        try next.record(.key("d"))
        try look()
        #expect(seen.last == .key("d"))
    }

    private static let swaps = ["another record", "a changed row", "no file", "cut off", "another's middle"]

    @Test("a second record whose first was swapped, changed or cut off is not gone on with", arguments: swaps)
    func swapped(how: String) throws {
        try commander("a", "b", sealing: true)
        try commander("c", sealing: how == "another's middle")
        if how == "another's middle" { try commander("e", sealing: false) }
        chmod(scratch.night, 0o600)
        switch how {
        case "another record", "another's middle":
            unlink(scratch.night)
            unlink(scratch.night + ".lock")
            let other = scratch.path + "/other"
            let file = try NightFile.take(other)
            try #require(try file.record(.key("z")) == nil)
            file.close(sealingAt: stamp(60).wall)
            try #require(rename(other, scratch.night) == 0)
        case "a changed row": try scratch.database().run("UPDATE events SET wall_ms = 5 WHERE seq = 1")
        case "cut off":
            try scratch.database().run("DELETE FROM events WHERE seq > 1")
        default: try #require(unlink(scratch.night) == 0)
        }
        let refused = error { () throws(NightFileError) in try NightFile.take(scratch.night) }
        // Without the first there is no night of this name, and the second is named by itself.
        if how == "no file" {
            #expect(refused?.description.contains("it goes on from \(scratch.night), which is not there") == true)
            #expect(try intact(second).hasPrevious == false)
            let named = error { () throws(NightFileError) in try NightFile.take(second) }
            #expect(named == .system(path: second, why: "it goes on from payments.night; name that file"))
            return
        }
        guard case .damaged = refused else {
            Issue.record("\(String(describing: refused))")
            return
        }
    }

    @Test(
        "what is missing at its end is noticed, which of a record without a seal nobody could",
        arguments: [
            "DELETE FROM events WHERE seq = (SELECT max(seq) FROM events)", "UPDATE seal SET wall_ms = wall_ms + 1",
            "UPDATE seal SET events = events - 1", "DELETE FROM seal",
            "DELETE FROM samples WHERE sample = (SELECT max(sample) FROM samples)", "DELETE FROM plans",
            "INSERT INTO slips VALUES (7, 'pictures', 9, 1, 0, 0, 0, 0, 1, x'00')",
            "INSERT INTO samples SELECT max(sample) + 1, 1, 0, 0 FROM samples",
        ])
    func cutOff(sql: String) throws {
        try recordNight(scratch.night, sealed: true)
        #expect(try intact(scratch.night).seal != nil)
        chmod(scratch.night, 0o600)
        try scratch.database().run(sql)
        #expect(try !Verification.verify(path: scratch.night).isIntact)
    }

    @Test("what a killed commander left unfinished is under the seal of who came after")
    func leftovers() throws {
        try recordNight(scratch.night, sealed: false)
        try scratch.database().run("INSERT INTO slips VALUES (7, 'pictures', 9, 1, 0, 0, 0, 0, 1, x'00')")
        #expect(try Verification.verify(path: scratch.night).isIntact)
        let next = try SyntheticRecord(scratch.night)
        next.show(SampleNight.snapshot(ticks: 500))
        try next.end(sealed: true)
        #expect(try intact(scratch.night).seal != nil)
        chmod(scratch.night, 0o600)
        try scratch.database().run("UPDATE slips SET bytes = x'01'")
        #expect(try !Verification.verify(path: scratch.night).isIntact)
    }
}
