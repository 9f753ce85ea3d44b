import Connect
import Night

/// What one Connect says of the waves' connectors it has, and of those it should have.
struct ConnectorSurvey: Sendable {
    private let client: ConnectClient
    private let names: [String]

    init(_ asked: ConnectorsAsked) {
        client = ConnectClient(asked.connect)
        names = asked.names
    }

    /// Fit to be shown.
    var address: String { client.address }

    /// One call, which may take all of this time and no more.
    func read(patience: Duration) throws(ConnectError) -> Observation {
        .connectors(try client.connectors(names, patience: patience))
    }
}
