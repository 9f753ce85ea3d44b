import Glibc
import Night
import SampleNights
import TestSupport
import Testing

@testable import BlackBox

@Suite("A file that is not whole")
struct DamagedFileTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    /// In how many parts the pages are gone through, side by side.
    private static let parts = 4

    @Test(
        "of a sealed night every page is flipped in turn: verify names what broke, or nothing that is recorded changed",
        arguments: 0..<parts)
    func everyPage(part: Int) throws {
        try recordNight(scratch.night, sealed: true)
        let whole = scratch.bytes
        let rows = try Database(scratch.night, for: .reading, patience: patience).allRows()
        chmod(scratch.night, 0o600)
        var random = SeededGenerator(seed: UInt64(part))
        var noticed = 0
        let pages = whole.count / 4096
        for page in stride(from: part, to: pages, by: Self.parts) {
            // In its head, among its pointers, anywhere, and towards its end, where a page is filled first.
            for offset in [
                random.below(12), random.below(200), random.below(4000), random.below(4000), 4092 - random.below(400),
            ] {
                let place = page * 4096 + offset
                let bytes = Array(whole[place..<place + 1 + random.below(4)])
                let flipped = bytes.map { $0 ^ UInt8(1 + random.below(255)) }
                try overwrite(place, with: flipped)
                defer { try? overwrite(place, with: bytes) }
                let problems = readAll(scratch.night)
                switch Result(catching: { () throws(NightFileError) in try Verification.verify(path: scratch.night) }) {
                case .success(.broken(let broken)):
                    noticed += 1
                    #expect(!broken.row.isEmpty && !broken.why.isEmpty)
                case .failure(.notANightFile), .failure(.otherVersion), .failure(.system), .failure(.unreadable):
                    // Refused by its first page; see there that it is no more than that.
                    noticed += 1
                    #expect(page == 0 || problems.isEmpty == false)
                case .failure(let error): Issue.record("byte \(place): \(error)")
                case .success(.intact):
                    let now = try? Database(scratch.night, for: .reading, patience: patience).allRows()
                    #expect(now == rows, "byte \(place) of page \(page): \(bytes), now \(flipped)")
                    #expect(problems.isEmpty, "byte \(place): \(problems)")
                }
            }
        }
        #expect(pages > 30 && noticed > pages / Self.parts)
    }

    @Test("an index that leads elsewhere is found, though every row is as it was")
    func index() throws {
        try recordNight(scratch.night, sealed: true)
        chmod(scratch.night, 0o600)
        let root = try Database(scratch.night, for: .reading, patience: patience)
            .integer("SELECT rootpage FROM sqlite_schema WHERE name = 'pictures_by_time'")
        // The first entry lies at the page's end, and the low bytes of its time at the end of that.
        let place = Int(root) * 4096 - 2
        try overwrite(place, with: [scratch.bytes[place] ^ 1])
        #expect(try !Verification.verify(path: scratch.night).isIntact)
    }

    @Test("a sealed night that was cut off is never taken for whole, and what is left is read without harm")
    func truncated() throws {
        try recordNight(scratch.night, sealed: true)
        let history = try RecordedNight(path: scratch.night).events.map(\.event)
        let whole = scratch.bytes
        var random = SeededGenerator(seed: 9)
        let lengths =
            [0, 1, 15, 16, 99, 100, 511, 512, 4095, 4096, 4097, 8192, whole.count - 4096, whole.count - 1]
            + (0..<40).map { _ in random.below(whole.count) }
        chmod(scratch.night, 0o600)
        for length in lengths {
            try scratch.write(whole.prefix(length))
            if let verified = try? Verification.verify(path: scratch.night) {
                #expect(!verified.isIntact, "\(length) bytes")
            }
            // The zeros at the end of a page read as they were.
            let isReadWhole = length == 0 || whole[length...].allSatisfy { $0 == 0 }
            #expect(isReadWhole || !readAll(scratch.night).isEmpty, "\(length) bytes")
            // SQLite takes a file of one byte for an empty one.
            guard length > 1, let next = try? NightFile.take(scratch.night) else { continue }
            // It goes on after events that are all there; what else is missing is no reason not to.
            #expect(next.history.map(\.event) == history, "\(length) bytes")
            next.close()
            unlink(scratch.path + "/payments.2.night")
        }
    }

    @Test("nothing in it, another program's, or a newer Switchback's: whoever reads it is told which")
    func otherFiles() throws {
        func said() -> [String] {
            let read = error { () throws(NightFileError) in try RecordedNight(path: scratch.night) }
            let verified = error { () throws(NightFileError) in try Verification.verify(path: scratch.night) }
            return [read, verified].map { $0.map { String("\($0)".dropFirst(scratch.night.count + 2)) } ?? "read" }
        }
        func twice(_ words: String) -> [String] { [words, words] }
        #expect(said()[0] == "there is no such file")
        try scratch.write([])
        #expect(said() == twice("an empty database, not a night file; name another file"))
        #expect(try NightFileReader(path: scratch.night).newEvents().isEmpty)
        try scratch.database().run("CREATE TABLE accounts (id INTEGER)")
        #expect(said() == twice("a database of another program, not a night file; name another file"))
        try scratch.write(Array(repeating: UInt8(ascii: "x"), count: 5000))
        #expect(said() == twice("not an SQLite file, not a night file; name another file"))
        unlink(scratch.night)
        try recordNight(scratch.night, sealed: false)
        let newer = Schema.version + 1
        try scratch.database().run("PRAGMA user_version = \(newer)")
        #expect(said() == twice("of version \(newer), this is \(Schema.version); use the Switchback that wrote it"))
    }

    @Test(
        "a measure that was changed, a name, or what a view tells: verify says where",
        arguments: [
            ("UPDATE lag_measured SET records = records + 1 WHERE sample = 2", "measures up to "),
            ("UPDATE samples SET wall_ms = wall_ms + 1 WHERE sample = 1", "measures up to "),
            ("DELETE FROM price_measured WHERE sample = 3", "measures up to "),
            ("INSERT INTO samples SELECT -5, 1, 0, 0", "samples -5"),
            ("INSERT INTO samples SELECT -9223372036854775808, 1, 0, 0", "samples -"),
            (
                """
                INSERT INTO events SELECT 0, commander, wall_ms, mono_ns, 0, NULL, 'key', '{"key":{"_0":"X"}}', x'', x''
                FROM events WHERE seq = 1
                """, "events 0"
            ),
            (
                """
                INSERT INTO pictures SELECT -9223372036854775808, commander, first_wall_ms, first_mono_ns, last_wall_ms,
                    last_mono_ns, count, is_key, hash, bytes FROM pictures WHERE block = 1
                """, "pictures -"
            ),
            ("UPDATE budget_measured SET value = 0.5 WHERE sample = 1", "measures up to "),
            ("UPDATE names SET text = text || ' ' WHERE id = 1", "names up to "),
            ("DROP VIEW lag; CREATE VIEW lag AS SELECT 0 AS records", "the schema"),
            ("CREATE TRIGGER no BEFORE INSERT ON events BEGIN SELECT RAISE(IGNORE); END", "the schema"),
            ("DELETE FROM events WHERE seq = 5; UPDATE events SET seq = seq - 1 WHERE seq > 5", "event 5"),
        ])
    func changed(sql: String, row: String) throws {
        try recordNight(scratch.night, sealed: false)
        #expect(try Verification.verify(path: scratch.night).isIntact)
        try scratch.database().run(sql)
        guard case .broken(let broken) = try Verification.verify(path: scratch.night) else {
            Issue.record("taken for intact")
            return
        }
        #expect(broken.row.hasPrefix(row), "\(broken)")
    }

    @Test("measures that a killed commander left past its last block are no damage, and whoever comes next covers them")
    func leftMeasures() throws {
        try recordNight(scratch.night, sealed: false)
        let database = try scratch.database()
        try database.run("INSERT INTO samples SELECT max(sample) + 1, 1, 0, 0 FROM samples")
        #expect(try Verification.verify(path: scratch.night).isIntact)
        try database.run("UPDATE samples SET wall_ms = 1 WHERE wall_ms = 0")
        #expect(try Verification.verify(path: scratch.night).isIntact)
        let next = try SyntheticRecord(scratch.night)
        next.show(SampleNight.snapshot(ticks: 500))
        try next.end()
        #expect(try Verification.verify(path: scratch.night).isIntact)
        try database.run("UPDATE samples SET wall_ms = 2 WHERE wall_ms = 1")
        #expect(try !Verification.verify(path: scratch.night).isIntact)
    }

    @Test("verify finds a night intact at any moment while it is being written")
    func beingWritten() throws {
        let file = try NightFile.take(scratch.night)
        file.append(.key("first"), at: stamp(0), receipt: 1)
        _ = try file.receipts(1)
        let deadline = ContinuousClock.now + patience
        var number: Int64 = 0
        // Two blocks at least, and whatever lies between.
        while try BlockRows(database: Database.toRead(scratch.night)).lastNumbers()[.pictures] ?? 0 < 3 {
            try #require(ContinuousClock.now < deadline)
            number += 1
            file.append(.key("\(number)"), at: stamp(number), receipt: nil)
            file.show(SampleNight.snapshot(ticks: number * 5))
            #expect(try Verification.verify(path: scratch.night).isIntact)
            #expect(readAll(scratch.night).isEmpty)
        }
    }

    private func overwrite(_ place: Int, with bytes: [UInt8]) throws {
        let file = Glibc.open(scratch.night, O_WRONLY | O_CLOEXEC)
        defer { close(file) }
        try #require(pwrite(file, bytes, bytes.count, off_t(place)) == bytes.count)
    }
}
