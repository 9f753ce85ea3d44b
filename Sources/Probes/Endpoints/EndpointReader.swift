import Night

/// Something a side serves over HTTP, read again and again in a lane of its own.
protocol EndpointReader: Sendable {
    var kind: EndpointHealth.Kind { get }
    /// Fit to be shown.
    var address: String { get }
    /// Asks it once. May take all of its patience, and no more.
    func read() -> EndpointAnswer
}

/// What reading an endpoint once came to.
struct EndpointAnswer: Sendable {
    var observations: [Observation] = []
    /// None: it was not its time, and nothing was asked.
    var calls: [CallCost]
    /// Why it is no use as it is; nil: it answered as such an endpoint does.
    var problem: String?
}

extension EndpointReader {
    var name: String { "\(kind.rawValue) \(address)" }
}
