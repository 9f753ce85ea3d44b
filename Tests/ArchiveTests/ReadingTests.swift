import Night
import SampleNights
import TestSupport
import Testing
import Wire

@testable import Archive

@Suite("readings kept in blocks")
struct ReadingTests {
    @Test("any readings come back as they were and in order, from blocks and from slips", arguments: 1...6)
    func sameAgain(seed: UInt64) throws {
        var estate = RandomEstate(seed: seed)
        var packer = ReadingPacker()
        var unpacker = ReadingUnpacker()
        var keys: [Int] = []
        for number in 0..<24 {
            var added: [Observed] = []
            for _ in 0..<estate.chance.below(6) {
                let batch = estate.sweep()
                for observed in batch { packer.add(observed) }
                guard let slip = try packer.takeSlip() else { continue }
                #expect(try unpacker.readings(ofSlip: slip) == batch)
                added += batch
            }
            let block = try packer.takeBlock()
            if block.isKey { keys.append(number) }
            #expect(try unpacker.readings(ofBlock: block.bytes) == added)
        }
        #expect(keys == [0, 10, 20])
    }

    @Test("a block is refused unless it is a key block or follows the one that was read before it")
    func order() throws {
        let blocks = try Self.blocks(12)
        var unpacker = ReadingUnpacker()
        #expect(throws: ArchiveError.self) { try unpacker.readings(ofBlock: blocks[1].bytes) }
        _ = try unpacker.readings(ofBlock: blocks[0].bytes)
        #expect(throws: ArchiveError.self) { try unpacker.readings(ofBlock: blocks[2].bytes) }
        #expect(throws: ArchiveError.self) { try unpacker.readings(ofBlock: blocks[1].bytes) }
        #expect(blocks[10].isKey)
        for number in 10...11 {
            #expect(try unpacker.readings(ofBlock: blocks[number].bytes) == blocks[number].readings)
        }
    }

    @Test("a block of another packer does not follow, though its number does")
    func otherPacker() throws {
        func blocks(from offset: Int64) throws -> [[UInt8]] {
            var packer = ReadingPacker()
            return try (0..<Int64(2)).map { second in
                let topic = TopicOffsets(topic: "orders", offsets: [.init(partition: 0, offset: offset + second)])
                packer.add(Observed(by: .cluster(.source), at: Self.stamp(second), what: .ends([topic])))
                _ = try packer.takeSlip()
                return try packer.takeBlock().bytes
            }
        }
        let (ours, theirs) = (try blocks(from: 1_000), try blocks(from: 7_000))
        var unpacker = ReadingUnpacker()
        _ = try unpacker.readings(ofBlock: ours[0])
        #expect(throws: ArchiveError.self) { try unpacker.readings(ofBlock: theirs[1]) }
    }

    @Test("a block that is damaged in any place is refused")
    func damage() throws {
        let blocks = try Self.blocks(2)
        var reader = ReadingUnpacker()
        _ = try reader.readings(ofBlock: blocks[0].bytes)
        var chance = SeededGenerator(seed: 3)
        for _ in 0..<2_000 {
            var unpacker = reader
            var block = blocks[1].bytes
            if chance.below(4) == 0 {
                block.removeLast(1 + chance.below(block.count))
            } else {
                block[chance.below(block.count)] ^= 1 << chance.below(8)
            }
            // Some bits of a frame mean nothing; what they leave whole may be read.
            if let again = try? unpacker.readings(ofBlock: block) { #expect(again == blocks[1].readings) }
        }
    }

    @Test("what is made up and compressed again is refused in words, or is some other readings, and nothing worse")
    func madeUp() throws {
        let blocks = try Self.blocks(2)
        var reader = ReadingUnpacker()
        _ = try reader.readings(ofBlock: blocks[0].bytes)
        var chance = SeededGenerator(seed: 4)
        for round in 0..<4_000 {
            var unpacker = reader
            let raw = try Zstd.decompress(blocks[round % 2].bytes, atMost: BlockLimits.mostBytes)
            let made = Self.damaged(raw, &chance)
            _ = try? unpacker.readings(ofBlock: try Zstd.compress(pieces: [made], level: 1))
            _ = try? unpacker.readings(ofSlip: try Zstd.compress(made, level: 1))
        }
    }

    private static func damaged(_ raw: [UInt8], _ chance: inout SeededGenerator) -> [UInt8] {
        guard chance.below(8) > 0 else { return (0..<chance.below(300)).map { _ in UInt8(chance.below(256)) } }
        var made = raw
        for _ in 0...chance.below(3) {
            // What says how much there is stands in front.
            let place = chance.below(2) == 0 ? chance.below(made.count) : chance.below(min(made.count, 400))
            made[place] = chance.below(2) == 0 ? UInt8(chance.below(256)) : 0xff
        }
        if chance.below(4) == 0 { made.removeLast(chance.below(made.count)) }
        return made
    }

    @Test("a few bytes that claim to be very much are refused before there is room made for it")
    func claims() throws {
        var writer = WireWriter()
        BlockHead(number: 0, follows: 0).write(to: &writer)
        writer.unsigned(0)
        writer.unsigned(0)
        writer.unsigned(UInt64(NumberStream.first))
        writer.unsigned(UInt64(BlockLimits.mostNumbers))
        writer.unsigned(UInt64(Digits.none.rawValue) << 1)
        writer.unsigned(UInt64(NumberStream.count))
        let block = try Zstd.compress(pieces: [writer.take()], level: 1)
        var unpacker = ReadingUnpacker()
        #expect(throws: ArchiveError.self) { try unpacker.readings(ofBlock: block) }
    }

    @Test("a slip holds no more readings than a block may")
    func manyReadings() throws {
        let reading = Observed(by: .bridge, at: Self.stamp(0), what: .ends([]))
        let bytes = ReadingSpelling.bytes(of: [reading])
        func slip(_ count: Int) throws -> [UInt8] {
            try Zstd.compress([[UInt8]](repeating: bytes, count: count).flatMap(\.self), level: 1)
        }
        #expect(throws: ArchiveError.self) {
            try ReadingUnpacker().readings(ofSlip: try slip(BlockLimits.mostReadings + 1))
        }
    }

    @Test("log ends are followed by a target that was read before them, under the same name or a renamed one")
    func waiting() throws {
        func size(onTarget name: String) throws -> Int {
            var chance = SeededGenerator(seed: 5)
            var packer = ReadingPacker()
            var readings: [Observed] = []
            var offsets = [Int64](repeating: 0, count: 50)
            for second in 0..<20 {
                for partition in offsets.indices { offsets[partition] += Int64(chance.below(1_000)) }
                func ends(_ topic: String) -> Observation {
                    let read = offsets.enumerated().map { PartitionOffset(partition: Int32($0), offset: $1) }
                    return .ends([TopicOffsets(topic: topic, offsets: read)])
                }
                var batch = [Observed(by: .cluster(.target), at: Self.stamp(Int64(second)), what: ends(name))]
                if second > 0 {
                    batch.append(
                        Observed(by: .cluster(.source), at: Self.stamp(Int64(second)), what: ends("orders")))
                }
                for reading in batch { packer.add(reading) }
                readings += batch
                _ = try packer.takeSlip()
            }
            let block = try packer.takeBlock().bytes
            var unpacker = ReadingUnpacker()
            #expect(try unpacker.readings(ofBlock: block) == readings)
            return block.count
        }
        let alone = try size(onTarget: "payments")
        for name in ["orders", "old.orders"] { #expect(try size(onTarget: name) * 3 < alone * 2, "\(name)") }
    }

    @Test("what is said again word for word costs next to nothing")
    func saidAgain() throws {
        let topics = (0..<100).map { TopicSettings(topic: "topic-\($0)", .values(["retention.ms": "\($0 * 977)"])) }
        func size(times: Int) throws -> Int {
            var packer = ReadingPacker()
            for second in 0..<times {
                packer.add(Observed(by: .bridge, at: Self.stamp(Int64(second)), what: .settings(topics)))
            }
            _ = try packer.takeSlip()
            return try packer.takeBlock().bytes.count
        }
        let (once, often) = (try size(times: 1), try size(times: 101))
        #expect(often - once < 100)
    }

    private static func stamp(_ second: Int64) -> Stamp {
        Stamp(
            moment: Moment(nanoseconds: second * 1_000_000_000),
            wall: WallTime(milliseconds: 1_790_000_000_000 + second * 1_000))
    }

    private static func blocks(_ count: Int) throws -> [(bytes: [UInt8], isKey: Bool, readings: [Observed])] {
        var estate = RandomEstate(seed: 7)
        var packer = ReadingPacker()
        return try (0..<count).map { _ in
            var readings: [Observed] = []
            for _ in 0..<4 {
                let batch = estate.sweep()
                readings += batch
                for observed in batch { packer.add(observed) }
                _ = try packer.takeSlip()
            }
            let block = try packer.takeBlock()
            return (block.bytes, block.isKey, readings)
        }
    }
}
