import Metrics
import Night
import Web

/// A Prometheus, asked for the value of each expression.
final class PrometheusEndpoint: EndpointReader {
    let kind = EndpointHealth.Kind.prometheus
    private let client: WebClient
    private let place: SamplePlace
    private let expressions: [String]
    private let patience: Duration

    init(_ endpoint: EndpointPlan, _ order: EndpointsOrder, in table: SampleTable) {
        client = WebClient(endpoint)
        place = table.admit(client.address, for: order.expressions)
        expressions = order.expressions.compactMap { if case .prometheus(let text) = $0.metric { text } else { nil } }
        patience = order.patience
    }

    var address: String { client.address }

    /// One after the other: a Prometheus that is slow is not helped by all at once.
    func read() -> EndpointAnswer {
        let deadline = SystemClock.moment() + patience
        var answer = EndpointAnswer(calls: [])
        var verdicts: [SampleVerdict] = []
        for expression in expressions {
            let began = SystemClock.moment()
            guard began < deadline, answer.problem == nil else {
                verdicts.append(.unknown(answer.problem ?? "not asked: those before it took \(patience)"))
                continue
            }
            switch ask(expression, until: deadline) {
            case .success(let verdict): verdicts.append(verdict)
            case .failure(let silence):
                verdicts.append(.unknown(silence.why))
                answer.problem = silence.why
            }
            let failed = answer.problem == nil ? 0 : 1
            answer.calls.append(CallCost(what: name, took: SystemClock.moment() - began, failed: failed))
        }
        place.take(verdicts)
        return answer
    }

    private struct Silence: Error { let why: String }

    private func ask(_ expression: String, until deadline: Moment) -> Result<SampleVerdict, Silence> {
        let answer = client.call(
            "GET", "/api/v1/query", query: [("query", expression)], patience: deadline - SystemClock.moment())
        switch answer {
        case .failure(let error): return .failure(Silence(why: "\(error)"))
        case .success(let answer):
            do throws(PrometheusAnswer.Refusal) {
                let answer = try PrometheusAnswer(answer.body, status: answer.status)
                return .success(answer.verdict(at: SystemClock.now()))
            } catch {
                return .failure(Silence(why: "\(error)"))
            }
        }
    }
}
