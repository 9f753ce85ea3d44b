import Night
import SampleNights
import Testing

@testable import Archive

@Suite("what readings cost")
struct ReadingSizeTests {
    /// What is left out of them shows here: with log ends expected from nothing but their own pace it is 2.6 bits, and
    /// with all paces taken for one it is 2.4.
    @Test(
        "a small estate at work costs a thirtieth of its numbers, whatever a bridge calls its topics",
        arguments: ["", "source."])
    func bitsOfAValue(prefix: String) throws {
        var scale = Self.small
        scale.prefix = prefix
        let bits = try Self.bits(of: SyntheticNight(scale), scale)
        #expect(bits < 64 / 30)
    }

    @Test("what is far behind costs what its own pace does, not what it is behind")
    func farBehind() throws {
        var scale = Self.small
        let near = try Self.bits(of: SyntheticNight(scale), scale)
        scale.backlog = 1_000_003
        let far = try Self.bits(of: SyntheticNight(scale), scale)
        #expect(far < near + 1)
    }

    private static var small: SyntheticNight.Scale {
        var scale = SyntheticNight.Scale()
        (scale.topics, scale.partitionsEach, scale.recordsPerSecond) = (50, 20, 5_000)
        return scale
    }

    private static func bits(of night: SyntheticNight, _ scale: SyntheticNight.Scale) throws -> Double {
        var night = night
        var packer = ReadingPacker()
        var bytes = 0
        for _ in 0..<2 {
            for _ in 0..<60 {
                for observed in night.sweep() { packer.add(observed) }
                _ = try packer.takeSlip()
            }
            bytes += try packer.takeBlock().bytes.count
        }
        return Double(bytes * 8) / Double(120 * scale.valuesPerSweep)
    }
}
