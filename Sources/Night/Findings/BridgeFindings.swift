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
        return found
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
