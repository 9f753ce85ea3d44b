/// What one side's Connect and schema registry told: the connectors of the waves, and the subjects of their topics.
struct SideServices: Sendable {
    struct ConnectorSight: Sendable {
        /// Nil: Connect does not have it.
        var reading: ConnectorReading?
        var at: Moment
    }

    /// More than all plans name.
    private static let mostConnectors = 10_000

    private(set) var connectors: [String: ConnectorSight] = [:]
    private(set) var subjects: (listing: SubjectListing, at: Moment)?

    mutating func take(_ reading: ConnectorsReading, at moment: Moment) {
        for connector in reading.connectors { take(connector, named: connector.name, at: moment) }
        for name in reading.missing { take(nil, named: name, at: moment) }
    }

    private mutating func take(_ reading: ConnectorReading?, named name: String, at moment: Moment) {
        guard connectors[name] != nil || connectors.count < Self.mostConnectors else { return }
        connectors[name] = ConnectorSight(reading: reading, at: moment)
    }

    mutating func take(_ listing: SubjectListing, at moment: Moment) {
        subjects = (listing, moment)
    }
}
