import Night

/// Inserts rows of the record beside the events, within whoever's transaction.
final class RecordedRowWriter {
    private let database: Database
    private let commander: Int64
    private let insertSlip: Statement
    private let insertBlock: [RecordedPart: Statement]
    private let dropSlips: Statement
    private let insertSample: Statement
    private let insertMeasure: [MeasureSample.Table: Statement]
    private let insertName: Statement
    private let findName: Statement
    private var names: [String: Int64] = [:]

    private static let mostNames = 50_000

    init(_ database: Database, commander: Int64) throws(StoreProblem) {
        self.database = database
        self.commander = commander
        insertSlip = try database.prepare("INSERT INTO slips VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        var blocks: [RecordedPart: Statement] = [:]
        for part in RecordedPart.allCases {
            blocks[part] = try database.prepare(
                "INSERT INTO \(part.rawValue) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        }
        insertBlock = blocks
        dropSlips = try database.prepare("DELETE FROM slips WHERE part = ? AND block = ?")
        insertSample = try database.prepare("INSERT INTO samples VALUES (NULL, ?, ?, ?)")
        var measures: [MeasureSample.Table: Statement] = [:]
        for table in MeasureSample.Table.allCases {
            let columns = try database.integer("SELECT count(*) FROM pragma_table_info('\(table.rawValue)')")
            let places = Array(repeating: "?", count: Int(columns)).joined(separator: ", ")
            // Two groups of one name would be one group.
            measures[table] = try database.prepare("INSERT OR IGNORE INTO \(table.rawValue) VALUES (\(places))")
        }
        insertMeasure = measures
        insertName = try database.prepare("INSERT OR IGNORE INTO names (text) VALUES (?)")
        findName = try database.prepare("SELECT id FROM names WHERE text = ?")
    }

    func insert(_ slip: SlipRow) throws(StoreProblem) { try insertSlip.run(slip.columns(of: commander)) }

    /// Its hash.
    func insert(_ block: BlockRow) throws(StoreProblem) -> [UInt8] {
        let hash = try block.hash(of: commander)
        try insertBlock[block.part]?.run(block.columns(of: commander, hash: hash))
        try dropSlips.run([.text(block.part.rawValue), .integer(block.number)])
        return hash
    }

    func insert(_ sample: MeasureSample) throws(StoreProblem) {
        try insertSample.run([
            .integer(commander), .integer(sample.at.wall.milliseconds), .integer(sample.at.moment.nanoseconds),
        ])
        let number = database.lastInserted
        for row in sample.rows {
            var values = [Value.integer(number)]
            for cell in row.cells { values.append(try value(of: cell)) }
            try insertMeasure[row.table]?.run(values)
        }
    }

    /// Those of a transaction that was rolled back are not in the file.
    func forgetNames() { names = [:] }

    private func value(of cell: MeasureSample.Cell) throws(StoreProblem) -> Value {
        switch cell {
        case .integer(let number): .integer(number)
        case .real(let number): .real(number)
        case .text(let text): .text(text)
        case .none: .none
        case .name(let text): .integer(try number(of: text))
        }
    }

    private func number(of name: String) throws(StoreProblem) -> Int64 {
        if let known = names[name] { return known }
        if names.count >= Self.mostNames { names = [:] }
        try insertName.run([.text(name)])
        defer { findName.reset() }
        try findName.bind([.text(name)])
        guard try findName.step() else { throw StoreProblem(words: "a name that was written is not there") }
        let number = findName.integer(0)
        names[name] = number
        return number
    }
}
