import Glibc
import Night
import SampleNights
import Testing

@testable import BlackBox

/// A record made at once, on clocks of its own: its blocks begin and end where a real night's would, however quickly
/// it is written here.
final class SyntheticRecord {
    private let writer: Writer
    private let thread: pthread_t
    private var work: RecorderWork
    private var now: Stamp

    init(_ path: String, opened: Stamp = SampleNight.start) throws {
        let opening = NightOpening(
            night: "payments", planDigest: sha256OfPlan, planText: "plan", holder: ana, at: opened)
        let night = try opening.open(path, patience: patience)
        let lastBlocks = night.lastBlocks
        writer = try Writer(limit: 100_000)
        thread = try WriterThread.start(writer, night.store)
        work = RecorderWork(writer, lastBlocks: lastBlocks, limits: Shedding.Limits())
        now = opened
    }

    func show(_ snapshot: Snapshot, reading: Observation? = nil) {
        now = snapshot.at
        let read = reading.map { Observed(by: .cluster(.source), at: snapshot.at, what: $0) }
        work.take(read.map { [$0] } ?? [], [snapshot], at: now)
    }

    func happen(_ event: NightEvent, at: Stamp) { writer.append(QueuedEvent(event: event, at: at, receipt: nil)) }

    func end(sealed: Bool = false) throws {
        work.end(at: now)
        try #require(writer.close(sealingAt: sealed ? now.wall : nil, atMost: patience))
        pthread_join(thread, nil)
    }
}

/// Two and a half minutes of a night: two blocks of pictures, three of readings, and some of everything that happens.
func recordNight(_ path: String, sealed: Bool) throws {
    let record = try SyntheticRecord(path)
    for tick in stride(from: Int64(0), to: 150, by: 15) {
        var picture = SampleNight.snapshot(ticks: tick)
        picture.topics = Array(picture.topics.prefix(3))
        picture.groups = Array(picture.groups.prefix(2))
        record.happen(.key("\(tick)"), at: picture.at)
        record.show(picture, reading: sweep(tick).what)
    }
    record.happen(.gap(kept: .nothing, from: SampleNight.at(3), to: SampleNight.at(4), why: "asleep"), at: stamp(5))
    try record.end(sealed: sealed)
}

extension Database {
    /// Every row of every table, and what the tables are.
    func allRows() throws -> [UInt8] {
        var hash = RowsHash()
        let tables = try prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        while try tables.step() {
            try hash.take(tables.values)
            let rows = try prepare("SELECT * FROM \(tables.text(0)) NOT INDEXED")
            while try rows.step() { try hash.take(rows.values) }
        }
        return try hash.end()
    }
}

/// Everything that reads a night file goes through all of it. What stands in its way is an error that says so, and
/// never more than that.
func readAll(_ path: String) -> [NightFileError] {
    var problems: [NightFileError] = []
    func attempt(_ work: () throws(NightFileError) -> Void) {
        do throws(NightFileError) { try work() } catch { problems.append(error) }
    }
    attempt { () throws(NightFileError) in
        let reader = NightFileReader(path: path)
        while try !reader.newEvents().isEmpty {}
    }
    var opened: RecordedNight?
    attempt { () throws(NightFileError) in opened = try RecordedNight(path: path) }
    guard let night = opened else { return problems }
    _ = night.planTexts
    attempt { () throws(NightFileError) in _ = try night.events }
    attempt { () throws(NightFileError) in _ = try night.gaps }
    attempt { () throws(NightFileError) in
        var at = try night.span?.first
        while let stamp = at {
            _ = try night.picture(at: stamp.moment)
            at = try night.pictureStamp(after: stamp.moment)
        }
    }
    attempt { () throws(NightFileError) in try night.readings(from: nil) { _ in true } }
    attempt { () throws(NightFileError) in try night.readings(from: try night.span?.last.moment) { _ in true } }
    for view in RecordedView.allCases {
        attempt { () throws(NightFileError) in try night.rows(of: view) { _ in true } }
    }
    for subject in RecordedNight.Subject.allCases {
        attempt { () throws(NightFileError) in _ = try night.names(of: subject) }
    }
    return problems
}
