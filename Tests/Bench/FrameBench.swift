import Cockpit
import Night
import Probes

/// A frame of a rich night, painted and compared with the one before, as the cockpit does for every reading.
enum FrameBench {
    private static let size = Size(columns: 200, rows: 60)
    private static let frames = 2_000

    static func run() {
        var estate = BusyEstate()
        for _ in 0..<120 { estate.sweep() }
        var shown = frame(of: estate.snapshot, view: CockpitView(), size: size, glyphs: .unicode)
        var painting: [Duration] = []
        var looking: [Duration] = []
        var cells = 0
        for _ in 0..<frames {
            estate.sweep()
            var snapshot = estate.snapshot
            looking.append(timing { snapshot = estate.snapshot })
            painting.append(
                timing {
                    let next = frame(of: snapshot, view: CockpitView(), size: size, glyphs: .unicode)
                    cells += next.changes(since: shown).reduce(0) { $0 + $1.columns.count }
                    shown = next
                })
        }
        print(
            "a frame of \(size.columns)x\(size.rows) painted and compared: median \(painting.median.inWords),",
            "p99 \(painting.percentile(99).inWords), \(cells / frames) cells differ (bound: median under 1 ms)")
        print(
            "the snapshot it is painted from, \(estate.topics * estate.perTopic) partitions and \(estate.groups) groups:",
            "median \(looking.median.inWords), p99 \(looking.percentile(99).inWords)")
    }
}

extension [Duration] {
    func percentile(_ share: Int) -> Duration { sorted()[Swift.min(count * share / 100, count - 1)] }
}
