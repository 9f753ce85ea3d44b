import Night
import Wire

/// Puts together what `BlockWriter` took apart.
struct BlockReader {
    private var definitions: WireReader
    private var order: WireReader
    private let orderEnd: Int
    private var numbers: NumberReader
    private var weight = 0
    private var readings: [Observed] = []
    private var values: [Int64] = []

    static func head(of bytes: [UInt8]) throws(WireError) -> BlockHead {
        var reader = WireReader(bytes[...], names: [])
        return try .read(from: &reader)
    }

    init(_ bytes: [UInt8]) throws(WireError) {
        var opening = WireReader(bytes[...], names: [])
        _ = try BlockHead.read(from: &opening)
        let sizes = (try opening.count(), try opening.count())
        let start = opening.position
        guard sizes.0 <= bytes.count - start, sizes.1 <= bytes.count - start - sizes.0 else { throw .truncated }
        let orderStart = start + sizes.0
        orderEnd = orderStart + sizes.1
        definitions = WireReader(bytes[start..<orderStart], names: [])
        order = WireReader(bytes[orderStart..<orderEnd], names: [])
        numbers = try NumberReader(bytes[orderEnd...], atMost: BlockLimits.mostNumbers)
    }

    mutating func readings(_ memory: inout ReadingMemory, _ spelt: inout [Said]) throws(WireError) -> [Observed] {
        while order.position < orderEnd { try readBatch(&memory, &spelt) }
        return readings
    }

    private mutating func readBatch(_ memory: inout ReadingMemory, _ spelt: inout [Said]) throws(WireError) {
        let count = try order.count()
        guard readings.count + count <= BlockLimits.mostReadings else { throw .oversized("a block", count) }
        var offsets: [(place: Int, series: Int, turn: Int)] = []
        for _ in 0..<count {
            let at = memory.clocks.walk(.blank, &numbers)
            let code = try order.unsigned()
            if code & 1 == 1 {
                let said = try said(code >> 1, &memory, &spelt)
                readings.append(Observed(by: said.by, at: at, what: said.what))
            } else {
                let number = try series(code >> 1, &memory)
                let line = memory.offsets.series[number].line
                offsets.append((readings.count, number, line.turn))
                readings.append(Observed(by: line.by, at: at, what: .ends([])))
            }
        }
        for turn in 0...2 {
            for reading in offsets where reading.turn == turn {
                let topics = topics(of: reading.series, &memory)
                readings[reading.place].what = memory.offsets.series[reading.series].line.observation(topics)
            }
        }
        guard !numbers.isExhausted else { throw .truncated }
    }

    private mutating func said(
        _ number: UInt64, _ memory: inout ReadingMemory, _ spelt: inout [Said]
    ) throws(WireError) -> Said {
        if number < UInt64(spelt.count) { return spelt[Int(number)] }
        guard number == UInt64(spelt.count) else { throw .unknown("reading", number) }
        let chunk = try definitions.chunk()
        memory.speltBytes += chunk.count
        guard memory.speltBytes <= BlockLimits.mostSpelt + BlockLimits.mostSlipBytes else {
            throw .oversized("what is spelt out", memory.speltBytes)
        }
        var reader = WireReader(chunk, names: [])
        let said = try ReadingSpelling.said(in: &reader)
        spelt.append(said)
        return said
    }

    private mutating func series(_ number: UInt64, _ memory: inout ReadingMemory) throws(WireError) -> Int {
        if number >= UInt64(memory.offsets.series.count) {
            guard number == UInt64(memory.offsets.series.count) else { throw .unknown("list of partitions", number) }
            try define(&memory)
        }
        weight += memory.offsets.series[Int(number)].weight
        guard weight <= BlockLimits.mostWeight else { throw .oversized("a block", weight) }
        return Int(number)
    }

    private mutating func define(_ memory: inout ReadingMemory) throws(WireError) {
        let line = try OffsetLine.read(from: &definitions)
        var left = memory.offsets.room
        let shape = try definitions.list(atMost: left) { (reader) throws(WireError) in
            let topic = try TopicShape.read(from: &reader, atMost: left)
            left -= topic.partitions.count
            return topic
        }
        guard memory.offsets.hasRoom(for: shape) else { throw .oversized("a list of partitions", shape.count) }
        try memory.offsets.add(line, shape) { (_, _) throws(WireError) in
            let pace = try definitions.unsigned()
            guard let pace = UInt8(exactly: pace) else { throw .unknown("pace", pace) }
            return pace
        }
    }

    private mutating func topics(of number: Int, _ memory: inout ReadingMemory) -> [TopicOffsets] {
        let series = memory.offsets.series[number]
        values.removeAll(keepingCapacity: true)
        values.append(contentsOf: repeatElement(0, count: series.cells.count))
        memory.offsets.walk(number, &values, &numbers)
        var next = 0
        return series.shape.map { shape in
            let offsets = shape.partitions.map { partition in
                defer { next += 1 }
                return PartitionOffset(partition: partition, offset: values[next])
            }
            return TopicOffsets(topic: shape.topic, offsets: offsets)
        }
    }
}

/// What a probe said, whenever that was.
typealias Said = (by: ProbeName, what: Observation)
