import Connect
import Night
import Synchronization

/// A Connect that runs connectors of the waves, asked for what they are doing.
final class ConnectEndpoint: EndpointReader {
    /// Every connector of it is in each answer, so no more often than this.
    private static let every = Duration.seconds(1)

    let kind = EndpointHealth.Kind.connect
    private let client: ConnectClient
    private let connectors: [String]
    private let patience: Duration
    private let restsUntil = Mutex(Moment(nanoseconds: .min))

    init(_ asked: ConnectAsked, _ order: EndpointsOrder) {
        client = ConnectClient(asked.endpoint)
        connectors = asked.connectors
        patience = order.patience
    }

    var address: String { client.address }

    func read() -> EndpointAnswer {
        let began = SystemClock.moment()
        guard began >= restsUntil.withLock({ $0 }) else { return EndpointAnswer(calls: []) }
        var answer = EndpointAnswer(calls: [])
        do throws(ConnectError) {
            answer.observations = [.connectors(try client.connectors(connectors, patience: patience))]
        } catch {
            answer.problem = "\(error)"
        }
        let now = SystemClock.moment()
        answer.calls = [CallCost(what: name, took: now - began, failed: answer.problem == nil ? 0 : 1)]
        restsUntil.withLock { $0 = now + Self.every }
        return answer
    }
}
