extension Snapshot {
    /// Endpoints that do not answer hide what they would say; nothing is red of itself for it.
    func found(in endpoints: Endpoints) -> [Found] {
        let (role, probe) = (endpoints.role.rawValue, endpoints.probe)
        let silent = endpoints.health.compactMap { endpoint in
            endpoint.problem.map {
                let text = "\(endpoint.endpoint): \($0)"
                return Found(.endpoint(endpoint.endpoint), .unknown, "\(role) \(endpoint.kind.rawValue)", text)
            }
        }
        // Where each says why it is silent, that all are is no more news.
        if case .unanswered = probe.state, !silent.isEmpty { return silent }
        return silent + foundInProbe(probe, of: "\(role) endpoints", isBlind: .unknown)
    }
}
