extension WaveEvidence {
    /// Every topic of the wave is on the target what it is on the source, or better.
    var topicParity: GateFinding {
        guard !roster.topics.isEmpty else { return .unknown("no topic of the wave was met yet") }
        var tally = DifferenceTally()
        var compared = 0
        for topic in roster.topics {
            let (source, target) = (side(topic, on: .source), side(topic, on: .target))
            // What a pattern matches on the target alone was never to be moved.
            if case .absent = source.presence { continue }
            guard isThere(topic, &tally) else { continue }
            let here = settings(of: topic, on: .source, &tally)
            let there = settings(of: topic, on: .target, &tally)
            compared += 1
            let comparison = TopicComparison(
                topic: name(of: topic), source: .init(source, here ?? [:]), target: .init(target, there ?? [:]),
                keepsOrder: book.entries[topic].labels.contains("ordered"))
            // Without settings of both sides there is still what the metadata says.
            let areSettingsKnown = here != nil && there != nil
            for difference in comparison.differences where areSettingsKnown || difference.weight != .unknown {
                tally.add(difference)
            }
        }
        guard compared > 0 || !tally.isEmpty else { return .unknown("no topic of the wave is on the source") }
        return tally.finding("\(compared.counted("topic")) alike on both sides")
    }

    private func isThere(_ topic: Int, _ tally: inout DifferenceTally) -> Bool {
        var isThere = true
        for role in ClusterRole.allCases {
            switch side(topic, on: role).presence {
            case .present(let at): tally.rests(on: at)
            case .unread:
                tally.miss("topic \(name(of: topic)) on the \(role.rawValue): \(Why.unread)")
                isThere = false
            case .absent, .gone:
                tally.fail("topic \(name(of: topic)) is not on the \(role.rawValue)")
                isThere = false
            }
        }
        return isThere
    }

    private func settings(
        of topic: Int, on role: ClusterRole, _ tally: inout DifferenceTally
    ) -> [TopicSetting: String]? {
        let place = "settings of \(name(of: topic)) on the \(role.rawValue)"
        guard let reading = side(topic, on: role).settings else {
            tally.miss("\(place): \(Why.unread)")
            return nil
        }
        switch reading.answer {
        case .none(let why):
            tally.miss("\(place): \(why)")
            return nil
        case .values(let values):
            tally.rests(on: reading.at)
            return values
        }
    }
}

extension TopicComparison.Side {
    fileprivate init(_ side: TopicSide, _ settings: [TopicSetting: String]) {
        self.init(partitions: side.partitions.count, replicas: side.replicas, settings: settings)
    }
}
