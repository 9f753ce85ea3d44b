extension Snapshot {
    var foundInBridge: [Found] {
        var found: [Found] = []
        switch bridge.lag.records {
        case .unknown(let why): found.append(Found(.lag, .unknown, "bridge", "lag unknown: \(why)"))
        case .known(let reading) where isStale(reading):
            found.append(Found(.lag, .unknown, "bridge", "no fresh reading of its lag", since: stamp(of: reading)))
        case .known: break
        }
        if bridge.stuckPartitions > 0 { found.append(stuckBridge) }
        if bridge.aheadPartitions > 0 {
            let text = "the target holds more than the source in \(bridge.aheadPartitions.partitions)"
            found.append(Found(.ahead, .red, "bridge", text))
        }
        if let disagreement = bridge.disagreement {
            found.append(Found(.disagreement, .warning, "bridge", "two ways disagree: \(disagreement)"))
        }
        if let gaps = bridge.gaps { found += foundIn(gaps) }
        if let service = bridge.service {
            found += foundInProbe(service.probe, of: "bridge", isBlind: .unknown) + foundIn(service)
        }
        return found + (bridge.mirror.map { foundInProbe($0.probe, of: "bridge") + foundIn($0) } ?? [])
    }

    private func foundIn(_ mirror: Mirror) -> [Found] {
        var found: [Found] = []
        switch mirror.health {
        case .carrying: break
        case .failing(let why): found.append(Found(.health, .red, "bridge", why))
        case .resting(let why): found.append(Found(.health, .warning, "bridge", why))
        case .unknown(let why): found.append(Found(.health, .unknown, "bridge", "whether it carries: \(why)"))
        }
        if let warning = mirror.versionWarning, let version = mirror.worker?.value?.version {
            found.append(Found(.version, .warning, "bridge", "MirrorMaker 2 of Kafka \(version) \(warning)"))
        }
        return found + mirror.internalTopics.compactMap(foundIn)
    }

    private func foundIn(_ topic: InternalTopic) -> Found? {
        let kind = Found.Kind.internalTopic(topic.kind)
        switch topic.state {
        // That there is none of the heartbeats is said with the health.
        case .missing where topic.kind == .heartbeats || topic.kind == .carriedHeartbeats: return nil
        case .missing: return Found(kind, .unknown, "bridge", "topic \(topic.topic) is missing on the \(topic.cluster)")
        case .refused(let why): return Found(kind, .unknown, "bridge", "topic \(topic.topic): \(why)")
        case .reading, .read:
            guard topic.foreign + topic.newer > 0 else { return nil }
            let newer = topic.newer > 0 ? "\(topic.newer.grouped) of a version not known here" : nil
            let foreign = topic.foreign > 0 ? "\(topic.foreign.grouped) that are none of this bridge's" : nil
            let words = [newer, foreign].compactMap { $0 }.joined(separator: ", ")
            return Found(kind, .warning, "bridge", "topic \(topic.topic) has records that are not used: \(words)")
        }
    }

    /// Where some partitions still move it is those that do not; where none does it is the bridge.
    private var stuckBridge: Found {
        if let flow = bridge.records.reading, flow.value == 0, !isStale(flow) {
            let behind = bridge.lag.records.value.map { ", \($0.grouped) behind" } ?? ""
            return Found(.stuck, .red, "bridge", "nothing moves\(behind)")
        }
        return Found(.stuck, .warning, "bridge", "lag and nothing moves in \(bridge.stuckPartitions.partitions)")
    }
}
