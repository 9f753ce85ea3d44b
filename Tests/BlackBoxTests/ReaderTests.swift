import Glibc
import Night
import TestSupport
import Testing

@testable import BlackBox

@Suite("Following a night")
struct ReaderTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    @Test("it begins before the file does, and follows every event through a change of commander")
    func follows() throws {
        let reader = NightFileReader(path: scratch.night)
        #expect(try reader.newEvents().isEmpty)
        #expect(reader.holding == nil)
        try scratch.write([])
        #expect(try reader.newEvents().isEmpty)

        let first = try NightFile.take(scratch.night)
        #expect(reader.holding == Holding(by: ana, since: stamp(0).wall))
        #expect(try reader.newEvents().isEmpty)
        try first.record(.key("a"))
        #expect(try reader.newEvents().map(\.event) == [.key("a")])
        #expect(try reader.newEvents().isEmpty)
        first.close()
        #expect(reader.holding == nil)

        let second = try NightFile.take(scratch.night)
        try second.record(.key("b"))
        #expect(try reader.newEvents().map(\.sequence) == [2])
    }

    @Test("much is given in parts, none of it twice, and a checkpoint in between disturbs nobody")
    func parts() throws {
        let file = try NightFile.take(scratch.night)
        let reader = NightFileReader(path: scratch.night)
        for number in 1...12_000 { file.append(.key("\(number)"), at: stamp(1), receipt: number) }
        #expect(try file.receipts(12_000).allSatisfy { $0.failure == nil })
        #expect(try reader.newEvents().count == 10_000)
        #expect(try file.record(.key("last")) == nil)
        #expect(try reader.newEvents().map(\.sequence) == Array(10_001...12_001))
    }

    @Test("a file that was replaced is not mistaken for the one it followed")
    func replaced() throws {
        try twoCommanders(scratch.night)
        let reader = NightFileReader(path: scratch.night)
        #expect(try reader.newEvents().count == 6)
        try #require(unlink(scratch.night) == 0)
        #expect(error { () throws(NightFileError) in try reader.newEvents() } == .moved(path: scratch.night))
    }

    @Test("the record of an ended night is read without writing to it")
    func ended() throws {
        try twoCommanders(scratch.night)
        #expect(access(scratch.night + "-wal", F_OK) != 0)
        #expect(try NightFileReader(path: scratch.night).newEvents().count == 6)
        #expect(try NightFile.take(scratch.night).history.count == 6)
    }
}
