import FoundationEssentials
public import Night

/// What one probe is told: handed down its standard input, so that no secret stands in an argument list or an
/// environment that other processes can read.
public enum ProbeOrder: Sendable, Equatable, Codable {
    case cluster(ClusterOrder)
    case mirrorMaker(MirrorMakerOrder)
    case endpoints(EndpointsOrder)
    /// The service of a link that has one.
    case link(LinkServiceOrder)

    /// One for every process that watches a night of this plan.
    public static func all(of plan: Plan) -> [ProbeOrder] {
        ClusterRole.allCases.map { .cluster(ClusterOrder(of: plan, cluster: $0)) }
            + [MirrorMakerOrder(of: plan)].compactMap { $0 }.map { .mirrorMaker($0) }
            + ClusterRole.allCases.compactMap { EndpointsOrder(of: plan, cluster: $0).map(ProbeOrder.endpoints) }
            + [LinkServiceOrder(of: plan)].compactMap { $0.map { .link($0) } }
    }

    public var name: ProbeName {
        switch self {
        case .cluster(let order): .cluster(order.cluster)
        case .mirrorMaker: .bridge
        case .endpoints(let order): .endpoints(order.cluster)
        case .link: .bridge
        }
    }

    /// How long the probe may say nothing at all.
    var longestSilence: Duration {
        switch self {
        case .cluster(let order): order.longestSilence
        case .mirrorMaker(let order): order.target.longestSilence
        case .endpoints(let order): order.longestSilence
        case .link(let order): order.longestSilence
        }
    }

    /// How long one of its sweeps may take.
    var sweepDeadline: Duration {
        switch self {
        case .cluster(let order): order.sweepDeadline
        case .mirrorMaker(let order): order.target.sweepDeadline
        case .endpoints(let order): order.longestSilence
        case .link(let order): order.sweepDeadline
        }
    }

    var poll: Duration {
        switch self {
        case .cluster(let order): order.poll
        case .mirrorMaker(let order): order.target.poll
        case .endpoints(let order): order.poll
        case .link(let order): order.poll
        }
    }

    private var secrets: [Setting] {
        switch self {
        case .cluster(let order): order.properties.map(\.value)
        case .mirrorMaker(let order): order.secrets
        case .endpoints(let order): order.settings
        case .link(let order): order.secrets
        }
    }
}

extension ProbeOrder {
    static let longest = 16 << 20

    /// Standard input stays open behind it: its end says that whoever gave the order is gone.
    func encoded() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.userInfo[.revealsSecrets] = true
        return Array(try encoder.encode(self)) + [UInt8(ascii: "\n")]
    }

    init(decoding line: [UInt8]) throws {
        self = try JSONDecoder().decode(ProbeOrder.self, from: Data(line))
    }
}

extension ProbeOrder {
    /// librdkafka, OpenSSL and servers repeat in their messages what they were given.
    func withoutSecrets(_ text: String) -> String {
        var text = text
        for case .secret(let secret) in secrets where !secret.isEmpty && text.contains(secret) {
            text = text.replacing(secret, with: "(not shown)")
        }
        return text
    }

    func withoutSecrets(_ observation: Observation) -> Observation {
        switch observation {
        case .trouble(var trouble):
            trouble.asked = withoutSecrets(trouble.asked)
            trouble.said = withoutSecrets(trouble.said)
            return .trouble(trouble)
        case .samples(let samples): return .samples(samples.map(withoutSecrets))
        case .endpoints(var endpoints):
            for index in endpoints.indices { endpoints[index].problem = endpoints[index].problem.map(withoutSecrets) }
            return .endpoints(endpoints)
        default: return observation
        }
    }

    private func withoutSecrets(_ sample: MetricSample) -> MetricSample {
        var sample = sample
        if case .none(let why) = sample.answer { sample.answer = .none(withoutSecrets(why)) }
        sample.leavesOut = sample.leavesOut.map(withoutSecrets)
        return sample
    }
}
