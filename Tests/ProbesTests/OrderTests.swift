import Night
import Testing

@testable import Probes

@Suite("a probe's order") struct OrderTests {
    private func order(poll: Duration = .seconds(1), _ properties: [Property] = []) -> ClusterOrder {
        ClusterOrder(cluster: .source, properties: properties, poll: poll, scopes: [])
    }

    @Test("a secret that librdkafka or a broker repeats does not go up the pipe")
    func secrets() {
        let order = order([
            Property(name: "sasl.oauthbearer.config", value: .secret("hunter2")),
            Property(name: "client.id", value: .plain("cockpit")),
        ])
        let said = Observation.trouble(
            Trouble(kind: .connection, asked: "hunter2?", said: "Unrecognized config beginning at: hunter2, cockpit"))
        #expect(
            ProbeOrder.cluster(order).withoutSecrets(said)
                == .trouble(
                    Trouble(
                        kind: .connection, asked: "(not shown)?",
                        said: "Unrecognized config beginning at: (not shown), cockpit")))
    }

    @Test("however slow the poll, its rest is not taken for silence", arguments: [1, 7, 10, 3_600])
    func slowPolls(seconds: Int) {
        let order = order(poll: .seconds(seconds))
        #expect(order.longestSilence > order.poll + order.callTimeout)
        #expect(order.sweepDeadline > order.poll + order.callTimeout)
    }

    @Test("a plan that reconnects slowly is not refused for our own haste")
    func slowReconnect() {
        #expect(order([Property(name: "reconnect.backoff.ms", value: .plain("5000"))]).refusedProperties() == [])
    }

    @Test("a property that would load code is refused without being tried")
    func plugins() {
        let refused = order([Property(name: "plugin.library.paths", value: .plain("/nonexistent.so"))])
            .refusedProperties()
        #expect(refused.map(\.reason) == ["loads code into this program, and is not taken"])
    }
}
