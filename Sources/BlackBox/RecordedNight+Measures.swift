public import Night

/// Something that was measured over the night, as the SQL views have it.
public enum Measure: Sendable, Hashable {
    case lagRecords(group: String, ClusterRole)
    case lagSeconds(group: String, ClusterRole)
    case bridgeLagRecords(way: String)
    case bridgeLagSeconds(way: String)
    /// Share of its limit: 1 is all of it.
    case budgetUsed(line: String)
    /// Records to be read again, or left behind.
    case price(wave: String)
    case sourceRate(topic: String)
    case targetRate(topic: String)
    case requests(probe: String)
}

/// One point of a chart.
public struct Measured: Sendable, Equatable {
    public let at: Stamp
    /// Nil: not known then.
    public let value: Double?
    /// Why it was not known; of a price, its kind.
    public let words: String?
}

extension RecordedNight {
    /// What there is to ask for.
    public enum Subject: String, Sendable, CaseIterable {
        case groups, ways, lines, waves, topics, probes
    }

    public func names(of subject: Subject) throws(NightFileError) -> [String] {
        let (table, column): (MeasureSample.Table, String) =
            switch subject {
            case .groups: (.lag, "grp")
            case .ways: (.bridgeLag, "way")
            case .lines: (.budget, "line")
            case .waves: (.price, "wave")
            case .topics: (.topics, "topic")
            case .probes: (.probes, "probe")
            }
        return try located(path) { () throws(StoreProblem) in
            let statement = try database.prepare(
                "SELECT text FROM names WHERE id IN (SELECT \(column) FROM \(table.rawValue)) ORDER BY text")
            var names: [String] = []
            while try statement.step() { names.append(statement.text(0)) }
            return names
        }
    }

    /// In order of time.
    public func measures(of measure: Measure) throws(NightFileError) -> [Measured] {
        let query = measure.query
        return try located(path) { () throws(StoreProblem) in
            let statement = try database.prepare(
                """
                SELECT commander, wall_ms, mono_ns, \(query.value), \(query.words)
                FROM \(query.table.rawValue) JOIN samples USING (sample)
                WHERE \(query.column) = (SELECT id FROM names WHERE text = ?) \(query.condition) ORDER BY sample
                """)
            try statement.bind([.text(query.name)])
            var points: [Measured] = []
            while try statement.step() {
                let own = NightRows.stamp(wall: statement.integer(1), moment: statement.integer(2))
                points.append(
                    Measured(
                        at: clocks.stamp(own, of: statement.integer(0)),
                        value: statement.isNull(3) ? nil : statement.real(3), words: statement.optionalText(4)))
            }
            return points
        }
    }
}

extension Measure {
    fileprivate struct Query {
        var table: MeasureSample.Table
        var column: String
        var name: String
        var value: String
        var words = "NULL"
        var condition = ""
    }

    /// Nothing in it but the name is from outside, and that is bound.
    fileprivate var query: Query {
        let why = "(SELECT text FROM names WHERE id = why)"
        func lag(_ group: String, _ role: ClusterRole, _ value: String) -> Query {
            Query(
                table: .lag, column: "grp", name: group, value: value, words: why,
                condition: "AND on_target = \(role == .target ? 1 : 0)")
        }
        return switch self {
        case .lagRecords(let group, let role): lag(group, role, "records")
        case .lagSeconds(let group, let role): lag(group, role, "ms / 1000.0")
        case .bridgeLagRecords(let way):
            Query(table: .bridgeLag, column: "way", name: way, value: "records", words: why)
        case .bridgeLagSeconds(let way):
            Query(table: .bridgeLag, column: "way", name: way, value: "ms / 1000.0", words: why)
        case .budgetUsed(let line):
            Query(table: .budget, column: "line", name: line, value: "used_permille / 1000.0", words: why)
        case .price(let wave):
            Query(
                table: .price, column: "wave", name: wave, value: "records",
                words: "(SELECT text FROM names WHERE id = kind)")
        case .sourceRate(let topic):
            Query(table: .topics, column: "topic", name: topic, value: "source_rate / 1000.0")
        case .targetRate(let topic):
            Query(table: .topics, column: "topic", name: topic, value: "target_rate / 1000.0")
        case .requests(let probe):
            Query(table: .probes, column: "probe", name: probe, value: "request_rate / 1000.0")
        }
    }
}
