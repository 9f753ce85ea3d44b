import Kafka
import Night

/// Why nobody can tell: the question was not answered, or could not be asked. What was answered and must not go on is a
/// refusal, and no error.
enum KafkaStepError: Error, Equatable, CustomStringConvertible {
    case misconfigured(ClusterRole, Configuration.Problem)
    case unanswered(ClusterRole, KafkaError, connection: String?)
    case noLeader(ClusterRole, Place)
    /// One of the bridge's own topics cannot be gone by.
    case bridgeTopic(ClusterRole, String, String)
    case snapshotUnreadable
    case snapshotTooLarge(bytes: Int)
    /// A child was started for another kind of step.
    case anotherStep

    var description: String {
        switch self {
        case .misconfigured(let role, let problem): "\(role.rawValue): \(problem)"
        case .unanswered(let role, let error, let connection):
            "\(role.rawValue): \(error)" + (connection.map { " (\($0))" } ?? "")
        case .noLeader(let role, let place): "\(role.rawValue): nobody leads \(place), so where its log ends is unknown"
        case .bridgeTopic(let role, let topic, let why): "\(role.rawValue): the bridge's topic \(topic) \(why)"
        case .snapshotUnreadable: "what was found before the step cannot be read back"
        case .snapshotTooLarge(let bytes):
            "what was found takes \(bytes) bytes, and \(StepFound.limit) can be kept: split the wave"
        case .anotherStep: "this step is of another kind"
        }
    }
}
