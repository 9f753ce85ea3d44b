import Night

/// One line over one list of partitions, as it recurs from reading to reading.
struct OffsetSeries {
    var line: OffsetLine
    var shape: [TopicShape]
    /// One for each partition, in order.
    var cells: [Int32]

    /// What a reading of it weighs in memory, once it is taken apart or put together.
    var weight: Int { Self.weight(topics: shape.count, partitions: cells.count) }

    static func weight(topics: Int, partitions: Int) -> Int { 1 + topics + partitions }
}

/// Every offset that was read since the last key block, with what to expect of it next.
struct OffsetTable {
    static let mostCells = 1 << 20
    static let mostSeries = 1 << 16
    /// Of what all series list: the same cells may be in many.
    static let mostWeight = 1 << 21

    private(set) var series: [OffsetSeries] = []
    private var cells: [OffsetCell] = []
    private var topics: [TopicKey: [Int32: Int32]] = [:]
    /// What all series list.
    private var weight = 0
    /// Cells that would follow a log end which nobody has read yet, by either name that it may have.
    private var waiting: [TopicKey: [Int32: [Waiting]]] = [:]

    private struct Waiting {
        var cell: Int32
        var of: TopicKey
    }

    private struct TopicKey: Hashable {
        var line: OffsetLine
        var topic: String

        /// Of the log ends that these follow: a bridge that renames puts something and a dot before the name.
        var references: [TopicKey] {
            guard let line = line.reference else { return [] }
            let same = TopicKey(line: line, topic: topic)
            guard let dot = topic.utf8.firstIndex(of: UInt8(ascii: ".")) else { return [same] }
            return [same, TopicKey(line: line, topic: String(topic[topic.utf8.index(after: dot)...]))]
        }
    }

    /// For that many topics, or partitions.
    var room: Int { min(Self.mostCells - cells.count, Self.mostWeight - weight) }

    func hasRoom(for shape: [TopicShape]) -> Bool {
        let partitions = shape.reduce(0) { $0 + $1.partitions.count }
        return partitions <= room && series.count < Self.mostSeries
            && weight + OffsetSeries.weight(topics: shape.count, partitions: partitions) <= Self.mostWeight
    }

    /// Nil: its offset was not read since the last key block.
    func pace(of line: OffsetLine, _ topic: String, _ partition: Int32) -> Pace? {
        topics[TopicKey(line: line.remembered, topic: topic)]?[partition].map { cells[Int($0)].pace }
    }

    /// Its number is the count of those before it. `pace` is asked for each partition that was not read before.
    mutating func add<Failure: Error>(
        _ line: OffsetLine, _ shape: [TopicShape], pace: (_ topic: String, _ partition: Int32) throws(Failure) -> UInt8
    ) throws(Failure) {
        var numbers: [Int32] = []
        var new: [(cell: Int32, of: TopicKey, partition: Int32)] = []
        for topic in shape {
            let key = TopicKey(line: line.remembered, topic: topic.topic)
            var numbered = topics.removeValue(forKey: key) ?? [:]
            defer { topics[key] = numbered }
            for partition in topic.partitions {
                if let number = numbered[partition] {
                    numbers.append(number)
                    continue
                }
                let number = Int32(cells.count)
                let pace = Pace(code: try pace(topic.topic, partition))
                cells.append(OffsetCell(isStepwise: line.kind != .ends, pace: pace))
                new.append((number, key, partition))
                numbered[partition] = number
                numbers.append(number)
            }
        }
        series.append(OffsetSeries(line: line, shape: shape, cells: numbers))
        weight += series[series.count - 1].weight
        for cell in new { findReference(of: cell.cell, cell.of, cell.partition) }
        // Others may have waited for ends that are read now for the first time.
        for cell in new where line.kind == .ends {
            for waiting in waiting[cell.of]?.removeValue(forKey: cell.partition) ?? []
            where cells[Int(waiting.cell)].reference < 0 {
                cells[Int(waiting.cell)].reference = reference(of: waiting.of, cell.partition) ?? -1
            }
        }
    }

    private mutating func findReference(of cell: Int32, _ key: TopicKey, _ partition: Int32) {
        if let found = reference(of: key, partition) { return cells[Int(cell)].reference = found }
        for end in key.references {
            waiting[end, default: [:]][partition, default: []].append(Waiting(cell: cell, of: key))
        }
    }

    private func reference(of key: TopicKey, _ partition: Int32) -> Int32? {
        key.references.lazy.compactMap { topics[$0]?[partition] }.first
    }

    /// The offsets of one reading, as given or as they were written; there are as many as the series has cells.
    mutating func walk(_ number: Int, _ values: inout [Int64], _ coder: inout some NumberCoder) {
        let numbers = series[number].cells
        var neighbourMoved = false
        cells.withUnsafeMutableBufferPointer { cells in
            guard let table = cells.baseAddress else { return }
            for (place, cell) in numbers.enumerated() {
                // Numbers of cells are made in `add` alone, and the table never shrinks.
                let cell = table + Int(cell)
                var latest: Int64?
                if cell.pointee.reference >= 0 {
                    let reference = table + Int(cell.pointee.reference)
                    if reference.pointee.isRead { latest = reference.pointee.last }
                }
                values[place] = OffsetCell.walk(
                    values[place], cell, latest: latest, neighbourMoved: &neighbourMoved, &coder)
            }
        }
    }
}
