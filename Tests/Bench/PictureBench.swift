import Archive
import Night

/// What keeping a picture costs, and what finding one does.
enum PictureBench {
    private static let pictures = 600

    static func run() throws {
        var estate = BusyEstate(topics: 100, partitions: 10_000, groups: 10)
        for _ in 0..<120 { estate.sweep() }
        var packer = PicturePacker()
        var packing: [Duration] = []
        var closing: [Duration] = []
        var blocks: [[UInt8]] = []
        var slipBytes = 0
        for _ in 0..<pictures {
            estate.sweep()
            let snapshot = estate.snapshot
            packing.append(try timing { slipBytes += try packer.add(snapshot).count })
            guard packer.isFull else { continue }
            closing.append(try timing { blocks.append(try packer.takeBlock()) })
        }
        let bytes = blocks.reduce(0) { $0 + $1.count }
        let perNight = Double(bytes) / Double(pictures) * 8 * 3_600 / 1e6
        print(
            "a picture of \(estate.topics) topics and \(estate.groups) groups kept: median \(packing.median.inWords),",
            "\(slipBytes / pictures) bytes; in its block \(bytes / pictures) bytes, \(perNight.rounded()) MB in 8 hours;",
            "a block made: \(closing.median.inWords)")
        var finding: [Duration] = []
        for number in 0..<200 {
            let block = blocks[number * 7 % blocks.count]
            finding.append(
                try timing {
                    var opened = try PictureBlock(block)
                    _ = try opened.snapshot(number * 13 % PicturePacker.mostInBlock)
                })
        }
        print(
            "a picture found in its block: median \(finding.median.inWords), p99 \(finding.percentile(99).inWords)",
            "(bound for a whole seek: 16 ms and 50 ms)")
    }
}
