import Metrics
import Night
import Synchronization
import Web

/// A metrics endpoint as exporters serve it, scraped.
final class ExpositionEndpoint: EndpointReader {
    private struct Watched {
        /// In the order of what is wanted: the first that is served counts.
        let selectors: Range<Int>
        var watch: SampleWatch
    }

    let kind = EndpointHealth.Kind.metrics
    private let client: WebClient
    private let place: SamplePlace
    private let selectors: [SampleSelector]
    private let watched: Mutex<[Watched]>
    private let patience: Duration

    /// The plainer format by preference; both are read.
    private static let accepted = ("Accept", "text/plain;version=0.0.4,application/openmetrics-text;q=0.5,*/*;q=0.1")
    private static let longestBody = 32 << 20

    init(_ endpoint: EndpointPlan, _ order: EndpointsOrder, in table: SampleTable) {
        client = WebClient(endpoint, longestBody: Self.longestBody)
        place = table.admit(client.address, for: order.samples)
        patience = order.patience
        var selectors: [SampleSelector] = []
        var watched: [Watched] = []
        // As long as rates are taken over elsewhere, and never so short that a slow scrape is a gap.
        let window = max(order.poll * 5, .seconds(15), order.patience * 3)
        for asked in order.samples {
            let start = selectors.count
            selectors += asked.metric.selectors
            watched.append(
                Watched(
                    selectors: start..<selectors.count,
                    watch: SampleWatch(window: window, asksForPace: asked.asksForPace)))
        }
        self.selectors = selectors
        self.watched = Mutex(watched)
    }

    var address: String { client.address }

    func read() -> EndpointAnswer {
        let began = SystemClock.moment()
        let answer = client.call("GET", "", headers: [Self.accepted], patience: patience)
        let (problem, remark) = take(answer)
        if let problem { place.take(.unknown(problem)) }
        return EndpointAnswer(
            observations: remark.map { [.trouble(Trouble(kind: .call, asked: name, said: $0))] } ?? [],
            calls: [CallCost(what: name, took: SystemClock.moment() - began, failed: problem == nil ? 0 : 1)],
            problem: problem)
    }

    private func take(_ answer: Result<WebAnswer, WebError>) -> (problem: String?, remark: String?) {
        switch answer {
        case .failure(let error): return ("\(error)", nil)
        case .success(let answer):
            guard answer.status == 200 else { return ("HTTP \(answer.status)", nil) }
            guard !answer.body.isEmpty else { return ("an empty answer", nil) }
            do throws(ExpositionError) {
                let exposition = try Exposition(
                    answer.body, wanting: selectors,
                    isOpenMetrics: answer.contentType?.contains("openmetrics") ?? false)
                place.take(verdicts(on: exposition))
                return (nil, exposition.remark)
            } catch {
                return ("\(error)", nil)
            }
        }
    }

    private func verdicts(on exposition: Exposition) -> [SampleVerdict] {
        let now = SystemClock.now()
        return watched.withLock { watched in
            watched.indices.map { index in
                watched[index].watch.take(firstOf: exposition.samples[watched[index].selectors], at: now)
            }
        }
    }
}

extension Exposition {
    /// What is wrong with it, where the rest is of use.
    fileprivate var remark: String? {
        firstFault.map { faults == 1 ? "\($0)" : "\($0), and \(faults - 1) more lines" }
    }
}

extension Metric {
    /// What in an exposition is meant by it.
    fileprivate var selectors: [SampleSelector] {
        switch self {
        case .builtIn: BytesOut.selectors
        // The plan was read with the same eyes.
        case .sample(let text): (try? SampleSelector(text)).map { [$0] } ?? []
        case .prometheus: []
        }
    }
}
