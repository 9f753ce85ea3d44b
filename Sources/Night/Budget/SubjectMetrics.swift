extension BuiltInMetric {
    /// It is counted topic by topic, so that there is one of each wave.
    var isOfTopics: Bool {
        switch self {
        case .sourceRecordsIn, .targetRecordsIn, .bridgeLagRecords, .bridgeLagTime: true
        default: false
        }
    }

    var isOfGroups: Bool {
        switch self {
        case .consumersLagRecords, .consumersLagTime: true
        default: false
        }
    }
}

/// Metrics of some topics or of one group, for what is about these and no others.
extension BudgetMetrics {
    func value(of metric: BuiltInMetric, overTopics topics: [Int]) -> Known<Double> {
        var sum: Known<Double>?
        for topic in topics where clusters.source.topics[topic].isPresent {
            let value = value(of: metric, ofTopic: topic)
            sum = sum.map { metric.addsUp ? $0.plus(value) : $0.larger(value) } ?? value
        }
        return sum ?? .unknown("no topic of it was read yet")
    }

    private func value(of metric: BuiltInMetric, ofTopic topic: Int) -> Known<Double> {
        switch metric {
        case .sourceRecordsIn: clusters.source.topics[topic].gainRate(on: .source)
        case .targetRecordsIn: clusters.target.topics[topic].gainRate(on: .target)
        case .bridgeLagRecords: bridge.lag(ofTopic: topic).records.asDouble
        case .bridgeLagTime: bridge.lag(ofTopic: topic).time
        case .consumersLagRecords: lagOfReaders(of: topic).records.asDouble
        case .consumersLagTime: lagOfReaders(of: topic).time
        default: .unknown("\(metric.rawValue) is not measured of one topic")
        }
    }

    private func lagOfReaders(of topic: Int) -> Snapshot.Lag {
        let lags = ClusterRole.allCases.compactMap { role in
            let topics = groups.readers[role].topics
            return topics.indices.contains(topic) ? topics[topic] : nil
        }
        guard let first = lags.first else { return .unknown("no group reads it") }
        return lags.dropFirst().reduce(first) { $0.larger($1) }
    }

    func value(of metric: BuiltInMetric, ofGroup group: Int) -> Known<Double> {
        worst(of: CollectionOfOne(groups.groups[group])) { metric == .consumersLagTime ? $0.time : $0.records.asDouble }
    }
}

extension BuiltInMetric {
    /// Records of two topics are so many records; seconds are not.
    fileprivate var addsUp: Bool { dimension != .time }
}
