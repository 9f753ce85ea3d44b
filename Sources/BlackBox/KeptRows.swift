import Night

/// What lies beside the events in rows of its own, and that the chain covers by events that have a hash over many rows:
/// all that came since the last such event.
enum KeptRows: String, Sendable, CaseIterable {
    /// By their samples' numbers.
    case measures
    case names
    /// Those that no block took in: what a commander left is covered by the next one, or by the seal.
    case slips
    /// By how many there are.
    case plans

    /// Covered with each block of pictures.
    var grows: Bool { self == .measures || self == .names }

    /// Covered once, when the record ends for good.
    var isLast: Bool { self == .plans }

    /// The last one's number so far; 0: there is none.
    func last(in database: Database) throws(StoreProblem) -> Int64 {
        var last: Int64 = 0
        for sql in lastNumbers { last = max(last, try database.integer(sql)) }
        return last
    }

    /// Over each row's table and columns; the rows in order of their tables, and there of their keys.
    func hash(
        in database: Database, after first: Int64, through last: Int64
    ) throws(StoreProblem) -> [UInt8] {
        var hash = RowsHash()
        for (table, rest) in selections {
            let statement = try database.prepare("SELECT * FROM \(table) WHERE \(rest)")
            try statement.bind([.integer(first), .integer(last)])
            while try statement.step() { try hash.take([.text(table)] + statement.values) }
        }
        return try hash.end()
    }

    private var lastNumbers: [String] {
        switch self {
        case .measures:
            (["samples"] + MeasureSample.Table.allCases.map(\.rawValue)).map { "SELECT max(sample) FROM \($0)" }
        case .names: ["SELECT max(id) FROM names"]
        case .slips: ["SELECT max(slip) FROM slips"]
        case .plans: ["SELECT count(*) FROM plans"]
        }
    }

    /// Tables, and which of their rows in which order: numbered from ?1 exclusive to ?2.
    private var selections: [(table: String, rest: String)] {
        switch self {
        case .measures:
            [("samples", "sample > ?1 AND sample <= ?2 ORDER BY sample")]
                + MeasureSample.Table.allCases.map {
                    ($0.rawValue, "sample > ?1 AND sample <= ?2 ORDER BY \($0.key)")
                }
        case .names: [("names", "id > ?1 AND id <= ?2 ORDER BY id")]
        case .slips: [("slips", "slip > ?1 AND slip <= ?2 ORDER BY slip")]
        case .plans: [("plans", "?1 < ?2 ORDER BY digest")]
        }
    }
}

extension MeasureSample.Table {
    fileprivate var key: String {
        switch self {
        case .lag: "sample, grp, on_target"
        case .bridgeLag: "sample, way"
        case .budget: "sample, place"
        case .gates: "sample, wave, gate"
        case .triggers: "sample, wave, trigger_name"
        case .price: "sample, wave"
        case .topics: "sample, topic"
        case .probes: "sample, probe"
        }
    }
}
