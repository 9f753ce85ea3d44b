import Archive
import CSQLite
import CZstd
import Glibc
import Night
import SampleNights

/// The readings of a night of eight hours and ten thousand partitions, packed as they come.
enum NightFileBench {
    private static let scale = SyntheticNight.Scale()
    private static let seconds = 8 * 3_600
    private static let sweepsInBlock = 60
    private static let most = 200_000_000
    /// What others would make of it is measured on one block in so many, and scaled.
    private static let compared = 24

    static func run(seconds: Int = seconds) throws {
        var night = SyntheticNight(scale)
        var packer = ReadingPacker()
        var unpacker = ReadingUnpacker()
        var (slips, blocks, unpacking) = (Tally(), Tally(), Tally())
        var (zstd, table) = (0, 0)
        for number in 0..<seconds / sweepsInBlock {
            var swept: [[Observed]] = []
            for _ in 0..<sweepsInBlock {
                let readings = night.sweep()
                swept.append(readings)
                try slips.take {
                    for reading in readings { packer.add(reading) }
                    return (try packer.takeSlip())?.count ?? 0
                }
            }
            var block: [UInt8] = []
            try blocks.take {
                block = try packer.takeBlock().bytes
                return block.count
            }
            var again: [Observed] = []
            try unpacking.take {
                again = try unpacker.readings(ofBlock: block)
                return block.count
            }
            guard again == Array(swept.joined()) else {
                return print("night file: block \(number) came back otherwise")
            }
            if number % compared == 0 {
                zstd += compressedRows(swept)
                table = table == 0 ? tableSize(swept) : table
            }
        }
        let swept = seconds / sweepsInBlock * sweepsInBlock
        report(swept, slips, blocks, unpacking)
        let values = Double(swept * scale.valuesPerSweep)
        let comparedBlocks = (seconds / sweepsInBlock + compared - 1) / compared
        let comparedValues = Double(comparedBlocks * sweepsInBlock * scale.valuesPerSweep)
        let packed = Double(blocks.bytes) / values
        print(
            "  \(times(8 / packed)) smaller than raw 64-bit values (at least 30 wanted);",
            "\(times(Double(zstd) / comparedValues / packed)) than zstd -3 of the raw rows (one block in \(compared));",
            "\(times(Double(table) / Double(sweepsInBlock * scale.valuesPerSweep) / packed))",
            "than an SQLite table of them (one block)")
    }

    private static func report(_ swept: Int, _ slips: Tally, _ blocks: Tally, _ unpacking: Tally) {
        let values = Double(swept * scale.valuesPerSweep)
        let night = Double(seconds) / Double(swept)
        print(
            "night file: readings of \(swept) s, \(scale.partitions) partitions, \(scale.groups) groups,",
            "\(Int(scale.recordsPerSecond)) records/s: \(megabytes(Double(blocks.bytes)));",
            "\(rounded(Double(blocks.bytes) * 8 / values)) bits a value;",
            "8 hours \(megabytes(Double(blocks.bytes) * night))",
            "(at most \(megabytes(Double(most))) wanted for the whole file)")
        print(
            "  packing \(rounded((slips.seconds + blocks.seconds) / Double(swept) * 100)) % of a core",
            "(taking apart and a slip \(slips.milliseconds) ms a second, a block \(blocks.milliseconds) ms a minute;",
            "under 5 % wanted); unpacking a block \(unpacking.milliseconds) ms;",
            "a slip \(slips.bytes / slips.count / 1_000) kB")
    }

    static func times(_ ratio: Double) -> String { "\((ratio * 10).rounded() / 10)x" }
    static func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }
    static func megabytes(_ bytes: Double) -> String { "\((bytes / 100_000).rounded() / 10) MB" }

    private static func offsets(_ sweep: [Observed]) -> [(by: ProbeName, topics: [TopicOffsets])] {
        sweep.compactMap { reading in
            switch reading.what {
            case .ends(let topics), .commits(_, let topics): (reading.by, topics)
            default: nil
            }
        }
    }

    static func compressedRows(_ swept: [[Observed]]) -> Int {
        let rows = swept.flatMap { offsets($0).flatMap { $0.topics.flatMap { $0.offsets.map(\.offset.littleEndian) } } }
        return rows.withUnsafeBytes { rows in
            let bound = ZSTD_compressBound(rows.count)
            let room = UnsafeMutableRawBufferPointer.allocate(byteCount: bound, alignment: 16)
            defer { room.deallocate() }
            return ZSTD_compress(room.baseAddress, bound, rows.baseAddress, rows.count, 3)
        }
    }

    /// Bytes of the pages of a table in memory.
    static func tableSize(_ swept: [[Observed]]) -> Int {
        var database: OpaquePointer?
        guard sqlite3_open(":memory:", &database) == SQLITE_OK else { return 0 }
        defer { sqlite3_close(database) }
        let create =
            "CREATE TABLE reading (time INTEGER, topic TEXT, partition INTEGER, side TEXT, value INTEGER); BEGIN"
        guard sqlite3_exec(database, create, nil, nil, nil) == SQLITE_OK else { return 0 }
        var insert: OpaquePointer?
        sqlite3_prepare_v2(database, "INSERT INTO reading VALUES (?, ?, ?, ?, ?)", -1, &insert, nil)
        for (second, sweep) in swept.enumerated() {
            for (by, topics) in offsets(sweep) {
                for topic in topics {
                    for offset in topic.offsets {
                        sqlite3_bind_int64(insert, 1, 1_790_000_000_000 + Int64(second) * 1_000)
                        bind(topic.topic, 2, insert)
                        sqlite3_bind_int64(insert, 3, Int64(offset.partition))
                        bind(by.description, 4, insert)
                        sqlite3_bind_int64(insert, 5, offset.offset)
                        sqlite3_step(insert)
                        sqlite3_reset(insert)
                    }
                }
            }
        }
        sqlite3_finalize(insert)
        sqlite3_exec(database, "COMMIT", nil, nil, nil)
        return number("PRAGMA page_count", database) * number("PRAGMA page_size", database)
    }

    private static func bind(_ text: String, _ place: Int32, _ statement: OpaquePointer?) {
        // The statement copies it: that is what -1 for a destructor means.
        sqlite3_bind_text(statement, place, text, -1, unsafeBitCast(-1, to: sqlite3_destructor_type.self))
    }

    static func number(_ query: String, _ database: OpaquePointer?) -> Int {
        var statement: OpaquePointer?
        defer { sqlite3_finalize(statement) }
        guard sqlite3_prepare_v2(database, query, -1, &statement, nil) == SQLITE_OK,
            sqlite3_step(statement) == SQLITE_ROW
        else { return 0 }
        return Int(sqlite3_column_int64(statement, 0))
    }
}

/// Bytes made, and the processor's time for them.
private struct Tally {
    private(set) var bytes = 0
    private(set) var count = 0
    private(set) var seconds = 0.0

    mutating func take(_ make: () throws -> Int) rethrows {
        let began = Self.now
        bytes += try make()
        seconds += Self.now - began
        count += 1
    }

    var milliseconds: Double { (seconds / Double(count) * 100_000).rounded() / 100 }

    private static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
