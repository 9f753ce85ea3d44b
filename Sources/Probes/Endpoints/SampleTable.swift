import Metrics
import Night
import Synchronization

/// What each endpoint last said of each metric it is asked for, and what they say together.
final class SampleTable: Sendable {
    fileprivate struct Row {
        let asked: MetricAsked
        var verdicts: [(endpoint: String, verdict: SampleVerdict)] = []
    }

    private let rows: Mutex<[Row]>

    init(_ asked: [MetricAsked]) {
        rows = Mutex(asked.map { Row(asked: $0) })
    }

    /// A place for what an endpoint will say of these metrics. Before it has, it is missing in what they say together.
    func admit(_ endpoint: String, for asked: [MetricAsked]) -> SamplePlace {
        rows.withLock { rows in
            var places: [SamplePlace.Cell] = []
            for metric in asked {
                guard let row = rows.firstIndex(where: { $0.asked == metric }) else { continue }
                places.append(SamplePlace.Cell(row: row, place: rows[row].verdicts.count))
                rows[row].verdicts.append((endpoint, .unknown("no reading yet")))
            }
            return SamplePlace(table: self, cells: places)
        }
    }

    fileprivate func take(_ verdicts: [SampleVerdict], at cells: [SamplePlace.Cell]) {
        rows.withLock { rows in
            for (cell, verdict) in zip(cells, verdicts) { rows[cell.row].verdicts[cell.place].verdict = verdict }
        }
    }

    func samples(at stamp: Stamp) -> [MetricSample] {
        rows.withLock { rows in rows.map { $0.sample(at: stamp) } }
    }
}

/// Where one endpoint's verdicts go.
struct SamplePlace: Sendable {
    fileprivate struct Cell: Sendable {
        let row: Int
        let place: Int
    }

    fileprivate let table: SampleTable
    fileprivate let cells: [Cell]

    /// In the order of the metrics it was admitted for.
    func take(_ verdicts: [SampleVerdict]) { table.take(verdicts, at: cells) }

    func take(_ verdict: SampleVerdict) { take(cells.map { _ in verdict }) }
}

extension SampleTable.Row {
    fileprivate func sample(at stamp: Stamp) -> MetricSample {
        switch SampleVerdict.together(verdicts) {
        case .notServed: return MetricSample(asked.metric, .none(whyNotServed))
        case .unknown(let why): return MetricSample(asked.metric, .none(why))
        case .known(let finding):
            let age = (stamp.moment - finding.takenAt).inNanoseconds / 1_000_000
            return MetricSample(
                asked.metric, .value(finding.value, series: finding.series),
                trueAt: WallTime(milliseconds: stamp.wall.milliseconds - max(0, age)), leavesOut: finding.leavesOut)
        }
    }

    private var whyNotServed: String {
        if case .builtIn = asked.metric {
            return "served under no name known here; give a sample: or prometheus: metric that names it"
        }
        return verdicts.count == 1 ? "not served by the endpoint" : "not served by any of \(verdicts.count) endpoints"
    }
}
