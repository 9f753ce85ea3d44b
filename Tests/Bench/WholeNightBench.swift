import Archive
import BlackBox
import CSQLite
import Cockpit
import Glibc
import Night
import SampleNights
import TestSupport

/// A night of eight hours as a file: ten thousand partitions read and a hundred topics shown each second, and what
/// happened. How large it gets, what recording it takes, and how fast it is looked at again.
enum WholeNightBench {
    private static let scale = SyntheticNight.Scale()
    private static let size = Size(columns: 200, rows: 60)
    private static let eventEvery: Int64 = 60
    private static let seeks = 500
    private static let playbackStep = 25.6
    /// What others would make of the readings is measured on one minute in so many, and scaled.
    private static let compared = 24

    /// Nil: all of its eight hours.
    static func run(seconds asked: Int64?) throws {
        let seconds = asked ?? 8 * 3_600
        let folder = try Scratch()
        let path = "\(folder.path)/synthetic.night"
        let rival = try record(seconds, at: path)
        let size = try report(seconds, path)
        let raw = Double(seconds) * Double(scale.valuesPerSweep) * 8
        print(
            "  \(NightFileBench.times(raw / size)) smaller than the readings alone as raw 64-bit values",
            "(at least 30 wanted); \(NightFileBench.times(rival.zstd / size)) than zstd -3 of them",
            "and \(NightFileBench.times(rival.table / size)) than an SQLite table of them",
            "(one minute in \(compared), scaled)")
        let night = try open(path)
        try seek(night)
        try play(night)
    }

    // MARK: Recording

    private static func record(_ seconds: Int64, at path: String) throws -> (zstd: Double, table: Double) {
        let file = try NightFile.open(
            path: path, night: "synthetic", planDigest: "bench",
            holder: Holder(user: "bench", host: "bench", process: 1), at: SyntheticShow.stamp(0))
        var (read, shown) = (SyntheticNight(scale), SyntheticShow())
        var minute: [[Observed]] = []
        var (zstd, table, minutes) = (0, 0, 0)
        let began = Processor.now
        for second in 1...seconds {
            let (readings, picture) = (read.sweep(), shown.next())
            for reading in readings { file.recorder.take(reading) }
            file.recorder.take(shown: picture)
            if second % eventEvery == 0 { file.append(event(second), at: picture.at, receipt: nil) }
            file.recorder.turn(at: picture.at)
            if second % (60 * Int64(compared)) < 60 { minute.append(readings) }
            guard minute.count == 60 else { continue }
            zstd += NightFileBench.compressedRows(minute)
            table = table == 0 ? NightFileBench.tableSize(minute) : table
            (minute, minutes) = ([], minutes + 1)
        }
        file.close(sealingAt: SyntheticShow.stamp(seconds).wall, atMost: .seconds(60))
        let took = Processor.now - began
        print(
            "a night of \(seconds) s recorded: recorder's and writer's threads",
            "\(NightFileBench.rounded(took.others / Double(seconds) * 100)) % of a core (under 5 % wanted);",
            "making it up \(NightFileBench.rounded(took.own / Double(seconds) * 1000)) ms a second")
        let scaled = minutes == 0 ? 0 : Double(seconds) / 60 / Double(minutes)
        return (Double(zstd) * scaled, Double(table) * Double(seconds) / 60)
    }

    private static func event(_ second: Int64) -> NightEvent {
        switch second / eventEvery % 3 {
        case 0: .key("j")
        case 1: .shown(screen: "night", columns: size.columns, rows: size.rows)
        default:
            .gate(wave: "everything", gate: "consumers", .fail("group-\(second % 10) is \(second) records behind"))
        }
    }

    // MARK: Size

    private static func report(_ seconds: Int64, _ path: String) throws -> Double {
        var database: OpaquePointer?
        guard sqlite3_open_v2(path, &database, SQLITE_OPEN_READONLY, nil) == SQLITE_OK else { return .nan }
        defer { sqlite3_close(database) }
        func bytes(_ query: String) -> Double { Double(NightFileBench.number(query, database)) }
        let page = bytes("PRAGMA page_size")
        let size = bytes("PRAGMA page_count") * page
        let free = bytes("PRAGMA freelist_count") * page
        let readings = bytes("SELECT sum(length(bytes)) FROM readings")
        let pictures = bytes("SELECT sum(length(bytes)) FROM pictures")
        let shown = bytes("SELECT sum(count) FROM pictures")
        let events = bytes("SELECT sum(length(body) + length(hash) + length(previous_hash) + 64) FROM events")
        let slips = bytes("SELECT count(*) FROM slips")
        let inMegabytes = NightFileBench.megabytes
        print(
            "  the file \(inMegabytes(size)) (at most 200 MB wanted for 8 hours): readings \(inMegabytes(readings)),",
            "pictures \(inMegabytes(pictures)) (\(Int(pictures / shown)) bytes each), events \(inMegabytes(events)),",
            "measures and pages \(inMegabytes(size - free - readings - pictures - events)), free \(inMegabytes(free))")
        guard slips == 0, Int64(shown) == seconds, try RecordedNight(path: path).gaps.isEmpty else {
            print("  but not all of it was recorded: \(Int(shown)) pictures, \(Int(slips)) slips left")
            return .nan
        }
        return size
    }

    // MARK: Looking at it again

    private static func open(_ path: String) throws -> RecordedNight {
        var events = 0
        let opening = try (0..<20).map { _ in
            try timing {
                let night = try RecordedNight(path: path)
                events = try night.span == nil ? 0 : night.events.count
            }
        }
        print(
            "  opened, with its span and \(events) events: median \(opening.median.inWords),",
            "slowest \(opening.percentile(100).inWords) (under 100 ms wanted)")
        return try RecordedNight(path: path)
    }

    private static func seek(_ night: RecordedNight) throws {
        guard let span = try night.span else { return }
        var chance = SeededGenerator(seed: 7)
        var cells = 0
        let seeking = try (0..<seeks).map { _ in
            let moment = Moment(
                nanoseconds: .random(in: span.first.moment.nanoseconds...span.last.moment.nanoseconds, using: &chance))
            return try timing { cells += try draw(night, at: moment) }
        }
        print(
            "  an instant sought and drawn, \(seeks) of them: median \(seeking.median.inWords),",
            "p99 \(seeking.percentile(99).inWords) (under 16 ms and 50 ms wanted)")
    }

    private static func play(_ night: RecordedNight) throws {
        guard let span = try night.span else { return }
        var (moment, frames, cells) = (span.first.moment, 0, 0)
        let took = try timing {
            while moment <= span.last.moment {
                cells += try draw(night, at: moment)
                (moment, frames) = (moment + .seconds(playbackStep), frames + 1)
            }
        }
        print(
            "  played at 256x, \(frames) frames \(playbackStep) s apart:",
            "\(Int(Double(frames) / took.inSeconds)) frames a second (at least 10 wanted)")
    }

    private static func draw(_ night: RecordedNight, at moment: Moment) throws -> Int {
        guard let picture = try night.picture(at: moment) else { return 0 }
        return frame(of: picture, view: CockpitView(), size: size, glyphs: .unicode).size.columns
    }
}

/// The processor's time, in seconds.
private struct Processor {
    /// Of the thread that asks.
    var own: Double
    /// Of all others of this process.
    var others: Double

    static var now: Processor {
        let own = seconds(CLOCK_THREAD_CPUTIME_ID)
        return Processor(own: own, others: seconds(CLOCK_PROCESS_CPUTIME_ID) - own)
    }

    static func - (one: Processor, other: Processor) -> Processor {
        Processor(own: one.own - other.own, others: one.others - other.others)
    }

    private static func seconds(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
