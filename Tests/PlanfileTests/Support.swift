import Planfile
import Testing

/// Secrets as tests have them; every other variable and file is missing.
func secrets(_ variables: [String: String] = [:], files: [String: String] = [:]) -> SecretSource {
    SecretSource(
        variable: { variables[$0] },
        file: { path throws(UnreadableFile) in
            guard let text = files[path] else { throw UnreadableFile("no such file or directory") }
            return Array(text.utf8)
        })
}

let exampleSecrets = secrets(
    ["SOURCE_PASSWORD": "correct-horse"], files: ["/run/secrets/prom": "battery-staple\n"])

func load(_ text: String, secrets source: SecretSource = exampleSecrets) -> LoadedPlan {
    Planfile.parse(bytes: Array(text.utf8), secrets: source)
}

extension LoadedPlan {
    var rendered: [String] { problems.map { $0.rendered(file: "plan.yaml") } }
}

/// The least a plan can be without a warning. Tests break one thing in it.
let smallPlan = """
    night: n
    clusters:
      source: { bootstrap: a:9092 }
      target: { bootstrap: b:9092 }
    bridge: [{ link: {} }]
    budget:
      source-read-load: { metric: source.bytes-out, limit: 80 MB/s }
      target-produce-latency: { metric: target.produce.p99, limit: 250ms }
      replication-lag: { metric: bridge.lag.time, limit: 5s }
      consumer-lag: { metric: consumers.lag.time, limit: 60s }
      error-rate: { metric: errors.rate, limit: 1/s }
    waves:
      - wave: one
        pattern: consumer-first
        owner: me
        topics: [orders]
        groups: [billing]

    """

extension String {
    func replacing(_ old: String, with new: String) -> String {
        guard let range = firstRange(of: old) else { return self }
        return String(self[..<range.lowerBound]) + new + String(self[range.upperBound...])
    }
}

/// The small plan with one thing wrong in it, and what is to be said of it.
struct BadPlan: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let text: String
    /// Without the file's name.
    let problems: [String]

    init(_ title: String, _ right: String, becomes wrong: String, problems: [String]) {
        testDescription = title
        precondition(smallPlan.contains(right), "\(title): not in the small plan: \(right)")
        text = smallPlan.replacing(right, with: wrong)
        self.problems = problems
    }
}
