public import Processes

/// What went wrong with a broker or one of Kafka's tools. The folder is gone when this is read, so it carries the
/// last lines of what was written there.
public enum RealKafkaError: Error, Sendable, CustomStringConvertible {
    case system(SystemError)
    case brokerEnded(broker: Int, exit: Exit, log: String)
    case brokerNotReady(broker: Int, after: Duration, log: String)
    case brokerNotRunning(broker: Int)
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
        case .toolFailed(let tool, let exit, let output): "\(tool): \(exit):\n\(output)"
        case .toolTookTooLong(let tool, let limit, let output): "\(tool): no end after \(limit):\n\(output)"
        case .toolSaidTooMuch(let tool, let limit): "\(tool): more than \(limit) bytes of output"
        case .answerNotUnderstood(let tool, let line): "\(tool): a line this does not understand: \(line)"
        case .cancelled: "cancelled"
        }
    }
}
