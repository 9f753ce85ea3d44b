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

    private(set) var series: [OffsetSeries] = []
    private var cells: [OffsetCell] = []
    private var topics: [TopicKey: [Int32: Int32]] = [:]
    /// Cells that would follow a log end which nobody has read yet.
    private var unreferenced: [(cell: Int, of: TopicKey, partition: Int32)] = []

    private struct TopicKey: Hashable {
        var line: OffsetLine
        var topic: String
    }

    func hasRoom(for partitions: Int) -> Bool {
        cells.count + partitions <= Self.mostCells && series.count < Self.mostSeries
    }

    /// Nil: its offset was not read since the last key block.
    func pace(of line: OffsetLine, _ topic: String, _ partition: Int32) -> Pace? {
        topics[TopicKey(line: line.remembered, topic: topic)]?[partition].map { cells[Int($0)].pace }
    }

    /// Its number is the count of those before it. `pace` is asked for each partition that was not read before.
    mutating func add<Failure: Error>(
        _ line: OffsetLine, _ shape: [TopicShape], pace: (_ topic: String, _ partition: Int32) throws(Failure) -> UInt8
    ) throws(Failure) {
        let (known, waiting) = (cells.count, unreferenced.count)
        var numbers: [Int32] = []
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
                if line.reference != nil { unreferenced.append((Int(number), key, partition)) }
                numbered[partition] = number
                numbers.append(number)
            }
        }
        series.append(OffsetSeries(line: line, shape: shape, cells: numbers))
        // Others may have waited for ends that are read now for the first time.
        findReferences(from: line.kind == .ends && cells.count > known ? 0 : waiting)
    }

    private mutating func findReferences(from start: Int) {
        let candidates = unreferenced[start...]
        unreferenced.removeSubrange(start...)
        for candidate in candidates {
            if let found = reference(of: candidate.of, candidate.partition) {
                cells[candidate.cell].reference = found
            } else {
                unreferenced.append(candidate)
            }
        }
    }

    /// A bridge that renames puts something and a dot before the name.
    private func reference(of key: TopicKey, _ partition: Int32) -> Int32? {
        guard let line = key.line.reference else { return nil }
        if let found = topics[TopicKey(line: line, topic: key.topic)]?[partition] { return found }
        guard let dot = key.topic.utf8.firstIndex(of: UInt8(ascii: ".")) else { return nil }
        let renamed = String(key.topic[key.topic.utf8.index(after: dot)...])
        return topics[TopicKey(line: line, topic: renamed)]?[partition]
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
