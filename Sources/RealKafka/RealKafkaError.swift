public import Processes

/// What went wrong with a broker or one of Kafka's tools. The folder is gone when this is read, so it carries the
/// last lines of what was written there.
public enum RealKafkaError: Error, Sendable, CustomStringConvertible {
    case system(SystemError)
    case brokerEnded(broker: Int, exit: Exit, log: String)
    case brokerNotReady(broker: Int, after: Duration, log: String)
    case brokerNotRunning(broker: Int)
    /// The worker, the MirrorMaker or the Prometheus of this name.
    case ended(name: String, exit: Exit, log: String)
    case notReady(name: String, after: Duration, log: String)
    case notRunning(name: String)
    case refused(request: String, status: Int, answer: String)
    case noMetricsAgent
    case toolFailed(tool: String, exit: Exit, output: String)
    case toolTookTooLong(tool: String, limit: Duration, output: String)
    case toolSaidTooMuch(tool: String, limit: Int)
    case answerNotUnderstood(tool: String, line: String)
    case cancelled

    public var description: String {
        switch self {
        case .system(let error): "\(error)"
        case .brokerEnded(let broker, let exit, let log): "broker \(broker) ended by itself, \(exit):\n\(log)"
        case .brokerNotReady(let broker, let after, let log):
            "broker \(broker) does not see the brokers it should, after \(after):\n\(log)"
        case .brokerNotRunning(let broker): "broker \(broker) is not running; start it again first"
        case .ended(let name, let exit, let log): "\(name) ended by itself, \(exit):\n\(log)"
        case .notReady(let name, let after, let log): "\(name) is not ready after \(after):\n\(log)"
        case .notRunning(let name): "\(name) is not running; start it again first"
        case .refused(let request, let status, let answer): "\(request): answered \(status): \(answer)"
        case .noMetricsAgent:
            "no metrics without jmx_prometheus_javaagent-*.jar and jmx.yaml in KAFKA_HOME or its libs"
        case .toolFailed(let tool, let exit, let output): "\(tool): \(exit):\n\(output)"
        case .toolTookTooLong(let tool, let limit, let output): "\(tool): no end after \(limit):\n\(output)"
        case .toolSaidTooMuch(let tool, let limit): "\(tool): more than \(limit) bytes of output"
        case .answerNotUnderstood(let tool, let line): "\(tool): a line this does not understand: \(line)"
        case .cancelled: "cancelled"
        }
    }
}
