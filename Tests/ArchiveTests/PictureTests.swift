import Cockpit
import Night
import SampleNights
import TestSupport
import Testing
import Wire

@testable import Archive

@Suite("pictures kept in blocks")
struct PictureTests {
    static let nights: [(String, Snapshot)] =
        [
            ("everything", SampleNight.snapshot()), ("nothing read", SampleNight.empty()),
            ("a silent target", SampleNight.silentTarget()), ("advancing", SampleNight.advancing()),
            ("going back", SampleNight.goingBack()), ("red", SampleNight.red(countdown: true)),
            ("stuck", SampleNight.stuckNight()), ("interrupted", SampleNight.interruptedNight()),
        ] + MirrorSample.allCases.map { ($0.rawValue, $0.snapshot) }

    @Test("every night comes back as it was shown, and draws the same frame", arguments: nights.indices)
    func sameAgain(number: Int) throws {
        let shown = Self.nights[number].1.asRecorded()
        var packer = PicturePacker()
        _ = try packer.add(shown)
        var block = try PictureBlock(try packer.takeBlock())
        let again = try block.snapshot(0)
        #expect(again == shown.withoutPartitions)
        for screen in Screen.allCases {
            let size = Size(columns: 120, rows: 36)
            #expect(
                frame(of: again, view: CockpitView(screen: screen), size: size, glyphs: .unicode)
                    == frame(of: shown, view: CockpitView(screen: screen), size: size, glyphs: .unicode))
        }
    }

    @Test("any picture of a block is found without those before it, and its slips hold the same as the block")
    func anyOfThem() throws {
        var packer = PicturePacker()
        var slips: [[UInt8]] = []
        let shown = ((0..<20).map { SampleNight.snapshot(ticks: $0) } + [SampleNight.red()]).map { $0.asRecorded() }
        for snapshot in shown { slips.append(try packer.add(snapshot)) }
        let block = try PictureBlock(try packer.takeBlock())
        let loose = try PictureBlock(slips: slips)
        #expect(block.stamps == shown.map(\.at) && loose.stamps == block.stamps)
        for number in [20, 3, 11, 0] {
            var (one, other) = (block, loose)
            #expect(try one.snapshot(number) == shown[number].withoutPartitions)
            #expect(try other.snapshot(number) == shown[number].withoutPartitions)
        }
    }

    @Test(
        "a number is kept to four digits, and what was rounded once stays as it is",
        arguments: [0, 1, -1, 0.1, 1_913.2, 123_456_789, 1e300, -1e-9, .infinity, .greatestFiniteMagnitude])
    func precision(number: Double) {
        let kept = RecordedPrecision.rounded(number)
        #expect(number == kept || ((number - kept) / number).magnitude < 1.3e-4 || kept == .infinity)
        #expect(RecordedPrecision.rounded(kept) == kept)
        #expect(RecordedPrecision.number(RecordedPrecision.word(of: number)) == kept)
        #expect(RecordedPrecision.number(RecordedPrecision.word(of: .nan)).isNaN)
    }

    @Test("a few bytes that unpack to very much are refused before there is room made for it")
    func claims() throws {
        let columns = PictureBudget.most / PictureBudget.column + 1
        var writer = WireWriter()
        // No heads; and of no picture, nothing but columns of zeros.
        for count in [0, 0, 0, columns] { writer.count(count) }
        let block = writer.take() + [UInt8](repeating: 0, count: 2 * columns)
        #expect(throws: ArchiveError.self) { try PictureBlock(try Zstd.compress(block, level: 1)) }
        writer.count(PictureBudget.most)
        let slip = emptyHead + writer.take() + [UInt8](repeating: 0, count: PictureBudget.most)
        #expect(throws: ArchiveError.self) { try PictureBlock(slips: [try Zstd.compress(slip, level: 1)]) }
    }

    @Test("the pictures of a block share what they may hold")
    func shared() throws {
        let slip = try Zstd.compress(PictureSlip.bytes(head: emptyHead, [Int64](repeating: 0, count: 100)), level: 1)
        let budget = PictureBudget(words: 1_000)
        let read = try PictureBlock(slips: [[UInt8]](repeating: slip, count: 9), within: budget)
        #expect(read.stamps.count == 9)
        #expect(throws: ArchiveError.self) {
            try PictureBlock(slips: [[UInt8]](repeating: slip, count: 10), within: budget)
        }
    }

    @Test("a block is full before its pictures are more than is read again")
    func largeEstate() throws {
        var shown = SampleNight.snapshot()
        let topics = shown.topics
        shown.topics = (0..<20_000).map { number in
            var topic = topics[number % topics.count]
            topic.name = "topic-\(number)"
            return topic
        }
        var packer = PicturePacker()
        while !packer.isFull { _ = try packer.add(shown) }
        #expect((2..<PicturePacker.mostInBlock).contains(packer.count))
        let last = packer.count - 1
        var block = try PictureBlock(try packer.takeBlock())
        #expect(try block.snapshot(last) == shown.asRecorded().withoutPartitions)
    }

    /// Of a picture that uses nothing for the first time.
    private var emptyHead: [UInt8] { [7] + [UInt8](repeating: 0, count: 7) }

    @Test("bytes that are damaged in any place are refused in words, or give another picture, and nothing worse")
    func damage() throws {
        var packer = PicturePacker()
        _ = try packer.add(SampleNight.red())
        let slip = try packer.add(SampleNight.snapshot(ticks: 1))
        let raw = try Zstd.decompress(slip, atMost: PictureBlock.mostBytes)
        var random = SeededGenerator(seed: 7)
        for _ in 0..<2_000 {
            var damaged = raw
            damaged[Int.random(in: 0..<raw.count, using: &random)] ^= UInt8.random(in: 1...255, using: &random)
            if Bool.random(using: &random) { damaged.removeLast(Int.random(in: 0..<raw.count, using: &random)) }
            guard var block = try? PictureBlock(slips: [try Zstd.compress(damaged, level: 1)]) else { continue }
            for number in block.stamps.indices { _ = try? block.snapshot(number) }
        }
        let whole = try Zstd.decompress(try packer.takeBlock(), atMost: PictureBlock.mostBytes)
        for _ in 0..<400 {
            var damaged = whole
            damaged[Int.random(in: 0..<whole.count, using: &random)] ^= UInt8.random(in: 1...255, using: &random)
            if Bool.random(using: &random) { damaged.removeLast(Int.random(in: 0..<whole.count, using: &random)) }
            guard var block = try? PictureBlock(try Zstd.compress(damaged, level: 1)) else { continue }
            for number in block.stamps.indices { _ = try? block.snapshot(number) }
        }
        #expect(throws: ArchiveError.self) { try PictureBlock(Array(slip.dropLast(9))) }
        #expect(throws: ArchiveError.self) { try PictureBlock([1, 2, 3]) }
    }
}

extension Snapshot {
    var withoutPartitions: Snapshot {
        var snapshot = self
        for topic in snapshot.topics.indices { snapshot.topics[topic].partitions = [] }
        return snapshot
    }
}
