import Metrics

/// A scrape of a large broker, as jmx_exporter serves it: two hundred thousand lines, of which a plan wants a few.
enum ExpositionBench {
    private static let families = 2_000
    private static let seriesEach = 98
    private static let runs = 50

    static func run() throws {
        let text = Array(exposition.utf8)
        let wanted = try [
            "kafka_server_metric_77_total", #"kafka_server_metric_1500_total{topic="orders-3"}"#,
            #"kafka_server_metric_1999_total{partition!="5"}"#, "kafka_network_requestchannel_requestqueuesize",
        ].map { try SampleSelector($0) }
        var (parsing, splitting): ([Duration], [Duration]) = ([], [])
        var (series, lines) = (0, 0)
        for _ in 0..<runs {
            var found: Exposition?
            parsing.append(try timing { found = try Exposition(text, wanting: wanted) })
            series = found?.samples.reduce(0) { $0 + $1.series.count } ?? 0
            splitting.append(timing { lines = text.split(separator: 0x0a).count })
        }
        print(
            "an exposition of \(lines) lines and \(text.count >> 20) MB read for \(wanted.count) samples,",
            "\(series) series: median \(parsing.median.inWords), p99 \(parsing.percentile(99).inWords)",
            "(bound: 100 ms)")
        print("the same text only split into lines: median \(splitting.median.inWords)")
    }

    private static var exposition: String {
        var text = ""
        for family in 0..<families {
            text += "# HELP kafka_server_metric_\(family)_total Attribute exposed for management\n"
            text += "# TYPE kafka_server_metric_\(family)_total counter\n"
            for partition in 0..<seriesEach {
                text += "kafka_server_metric_\(family)_total"
                text += "{topic=\"orders-\(partition % 10)\",partition=\"\(partition)\",} \(family * partition).0E3\n"
            }
        }
        return text
    }
}
