import Night
import SampleNights
import Testing

@testable import Archive

@Suite("what readings cost")
struct ReadingSizeTests {
    @Test(
        "a small estate at work costs few bits a value, whatever a bridge calls its topics", arguments: ["", "source."])
    func bitsOfAValue(prefix: String) throws {
        var scale = SyntheticNight.Scale()
        (scale.topics, scale.partitionsEach, scale.recordsPerSecond, scale.prefix) = (50, 20, 5_000, prefix)
        var night = SyntheticNight(scale)
        var packer = ReadingPacker()
        var bytes = 0
        for _ in 0..<2 {
            for _ in 0..<60 {
                for observed in night.sweep() { packer.add(observed) }
                _ = try packer.takeSlip()
            }
            bytes += try packer.takeBlock().bytes.count
        }
        print("BITS", prefix, Double(bytes * 8) / Double(120 * scale.valuesPerSweep))
    }
}
