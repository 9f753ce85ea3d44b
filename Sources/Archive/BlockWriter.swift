import Night
import Wire

/// Takes readings apart, batch after batch, into what a block is made of.
struct BlockWriter: Sendable {
    private var definitions = WireWriter()
    private var order = WireWriter()
    private var numbers = NumberWriter()
    private var weight = 0
    private var count = 0
    /// The offsets of the reading at hand.
    private var values: [Int64] = []

    var isFull: Bool { weight > BlockLimits.mostWeight / 2 || count > BlockLimits.mostReadings / 2 }

    mutating func add(
        _ batch: [Observed], _ memory: inout ReadingMemory, _ index: inout DefinitionIndex
    ) throws(ArchiveError) {
        guard count + batch.count <= BlockLimits.mostReadings else {
            throw ArchiveError("\(count + batch.count) readings for one block: it was to be taken before")
        }
        order.count(batch.count)
        var offsets: [(series: Int, turn: Int, topics: [TopicOffsets])] = []
        for observed in batch {
            _ = memory.clocks.walk(observed.at, &numbers)
            count += 1
            if let apart = OffsetLine.taking(apart: observed),
                let series = series(apart.line, apart.topics, &memory, &index)
            {
                order.count(series * 2)
                offsets.append((series, apart.line.turn, apart.topics))
            } else {
                order.count(spelt(observed, &memory, &index) * 2 + 1)
            }
        }
        for turn in 0...2 {
            for reading in offsets where reading.turn == turn {
                values.removeAll(keepingCapacity: true)
                for topic in reading.topics { for offset in topic.offsets { values.append(offset.offset) } }
                memory.offsets.walk(reading.series, &values, &numbers)
            }
        }
    }

    /// Nil: it is too much to be remembered, and must be spelt out.
    private mutating func series(
        _ line: OffsetLine, _ topics: [TopicOffsets], _ memory: inout ReadingMemory, _ index: inout DefinitionIndex
    ) -> Int? {
        let partitions = topics.reduce(0) { $0 + $1.offsets.count }
        let weighs = OffsetSeries.weight(topics: topics.count, partitions: partitions)
        guard weight + weighs <= BlockLimits.mostWeight else { return nil }
        if let known = index.series(line, topics, in: memory.offsets) {
            weight += weighs
            return known
        }
        let shape = topics.map { TopicShape(topic: $0.topic, partitions: $0.offsets.map(\.partition)) }
        guard memory.offsets.hasRoom(for: shape) else {
            index.isFull = true
            return nil
        }
        weight += weighs
        line.write(to: &definitions)
        definitions.list(shape) { $1.write(to: &$0) }
        memory.offsets.add(line, shape) { (topic, partition) in
            let pace = index.pace(of: line, topic, partition)
            definitions.unsigned(UInt64(pace))
            return pace
        }
        return index.add(line, memory.offsets.series.count - 1)
    }

    private mutating func spelt(
        _ observed: Observed, _ memory: inout ReadingMemory, _ index: inout DefinitionIndex
    ) -> Int {
        var writer = WireWriter()
        ReadingSpelling.write(observed.by, observed.what, to: &writer)
        let bytes = writer.take()
        if let known = index.spelt[bytes] { return known }
        definitions.chunk(bytes)
        index.spelt[bytes] = memory.spelt
        memory.speltBytes += bytes.count
        if memory.speltBytes > BlockLimits.mostSpelt { index.isFull = true }
        defer { memory.spelt += 1 }
        return memory.spelt
    }

    /// In an order of rising noise, each a piece to be compressed by itself.
    mutating func pieces(_ head: BlockHead) -> [[UInt8]] {
        let (definitions, order) = (definitions.take(), order.take())
        var opening = WireWriter()
        head.write(to: &opening)
        opening.count(definitions.count)
        opening.count(order.count)
        return [opening.take(), definitions, order] + numbers.pieces()
    }
}

/// Finds what was spelt out since the last key block.
struct DefinitionIndex: Sendable {
    /// Latest used first.
    private var seriesOfLine: [OffsetLine: [Int]] = [:]
    var spelt: [[UInt8]: Int] = [:]
    /// How fast offsets moved before the last key block.
    private let earlier: OffsetTable
    /// No more can be remembered: it is time for a key block.
    var isFull = false

    private static let mostOfLine = 16

    init(earlier: OffsetTable = OffsetTable()) {
        self.earlier = earlier
    }

    mutating func series(_ line: OffsetLine, _ topics: [TopicOffsets], in table: OffsetTable) -> Int? {
        guard let candidates = seriesOfLine[line] else { return nil }
        for (place, number) in candidates.enumerated() where table.series[number].isOf(topics) {
            if place > 0 {
                seriesOfLine[line]?.remove(at: place)
                seriesOfLine[line]?.insert(number, at: 0)
            }
            return number
        }
        return nil
    }

    mutating func add(_ line: OffsetLine, _ number: Int) -> Int {
        seriesOfLine[line, default: []].insert(number, at: 0)
        if seriesOfLine[line, default: []].count > Self.mostOfLine { seriesOfLine[line]?.removeLast() }
        return number
    }

    func pace(of line: OffsetLine, _ topic: String, _ partition: Int32) -> UInt8 {
        earlier.pace(of: line, topic, partition)?.code ?? 0
    }
}

extension OffsetSeries {
    func isOf(_ topics: [TopicOffsets]) -> Bool {
        guard topics.count == shape.count else { return false }
        for (topic, shape) in zip(topics, shape) {
            guard topic.offsets.count == shape.partitions.count, topic.topic == shape.topic else { return false }
            for (offset, partition) in zip(topic.offsets, shape.partitions) where offset.partition != partition {
                return false
            }
        }
        return true
    }
}
