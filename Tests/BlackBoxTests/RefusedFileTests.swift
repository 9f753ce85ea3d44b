import Glibc
import Night
import TestSupport
import Testing

@testable import BlackBox

@Suite("A file that is not this night's")
struct RefusedFileTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    private func refusal() -> String {
        let refused = error { () throws(NightFileError) in try NightFile.take(scratch.night) }
        return refused.map { String("\($0)".dropFirst(scratch.night.count + 2)) } ?? "taken"
    }

    @Test("another night's record is refused by name")
    func otherNight() throws {
        try NightFile.take(scratch.night, night: "orders").close()
        let why = "the record of the night 'orders', not of 'payments'; name another file, or the night's own plan"
        #expect(refusal() == why)
    }

    @Test("what is no night file at all is left as it is")
    func otherFiles() throws {
        let text = Array("wave: ledger\n".utf8) + Array(repeating: UInt8(ascii: "x"), count: 5000)
        try scratch.write(text)
        #expect(refusal() == "not an SQLite file, not a night file; name another file")
        try scratch.write([])
        try scratch.database().run("CREATE TABLE accounts (id INTEGER)")
        #expect(refusal() == "a database of another program, not a night file; name another file")
        try #require(unlink(scratch.night) == 0 && mkdir(scratch.night, 0o700) == 0)
        #expect(refusal() == "not a regular file, not a night file; name another file")
    }

    @Test("a folder that is not there is named")
    func noFolder() {
        let path = scratch.path + "/nowhere/payments.night"
        let refused = error { () throws(NightFileError) in try NightFile.take(path) }
        #expect(refused == .system(path: path, why: "no such folder; make it first"))
    }

    @Test("a file of another version asks for the Switchback that wrote it")
    func newer() throws {
        try twoCommanders(scratch.night)
        let newer = Schema.version + 1
        try scratch.database().run("PRAGMA user_version = \(newer)")
        #expect(refusal() == "of version \(newer), this is \(Schema.version); use the Switchback that wrote it")
    }

    @Test("an event of a kind this version does not know is named by its row")
    func unknownKind() throws {
        try twoCommanders(scratch.night)
        let database = try scratch.database()
        let last = try #require(try NightRows(database: database).events(after: 5, atMost: 1).first)
        var row = last.row
        row.body = "{\"telepathy\":{}}"
        row.kind = "telepathy"
        let hash = try row.hash(after: last.previous).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        try database.run(
            "UPDATE events SET kind = '\(row.kind)', body = '\(row.body)', hash = x'\(hash)' WHERE seq = 6")
        #expect(
            refusal() == "event 6 is not understood: of kind 'telepathy', which this version does not read; "
                + "use the Switchback that wrote it")
    }

    @Test("torn pages are found before anything is written")
    func tornPages() throws {
        try twoCommanders(scratch.night)
        let file = Glibc.open(scratch.night, O_WRONLY | O_CLOEXEC)
        let noise = [UInt8](repeating: 0xa5, count: 3 * 4096)
        try #require(pwrite(file, noise, noise.count, 2 * 4096) == noise.count)
        close(file)
        #expect(refusal().hasPrefix("damaged at the database: "))
    }

    @Test(
        "the first row that was changed is named",
        arguments: [
            ("UPDATE events SET body = replace(body, 'h', 'y') WHERE seq = 2", "event 2"),
            ("UPDATE events SET wall_ms = wall_ms + 1 WHERE seq = 5", "event 5"),
            ("UPDATE events SET wave = '' WHERE seq = 3", "event 3"),
            ("UPDATE events SET missing = 1 WHERE seq = 4", "event 4"),
            ("DELETE FROM events WHERE seq = 2", "event 2"),
            ("DELETE FROM events WHERE seq = 3", "event 3"),
            ("UPDATE commanders SET user = 'bob' WHERE commander = 2", "commander 2"),
            ("UPDATE commanders SET plan_digest = '' WHERE commander = 1", "commander 1"),
            ("DELETE FROM commanders WHERE commander = 2", "event 4"),
            ("UPDATE meta SET night = 'payments ' ", "the night's own row"),
            ("DELETE FROM meta", "the night's own row"),
        ])
    func changed(sql: String, row: String) throws {
        try twoCommanders(scratch.night)
        #expect(
            try Verification.verify(path: scratch.night)
                == .intact(
                    Verification.Intact(
                        night: "payments", events: 6, commanders: 2, seal: nil, previous: nil, hasPrevious: nil)))
        try scratch.database().run(sql)
        guard case .broken(let broken) = try Verification.verify(path: scratch.night) else {
            Issue.record("taken for intact")
            return
        }
        #expect(broken.row == row)
        #expect(refusal().hasPrefix("damaged at \(row): "))
    }
}
