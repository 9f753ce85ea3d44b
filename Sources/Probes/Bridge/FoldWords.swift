import MirrorMaker
import Night

// What each of the bridge's own topics is told as.

extension TopicFold where Self == LayoutFold<OffsetSyncs> {
    /// What changed.
    static func syncs(of wanted: @escaping @Sendable (MirroredPartition) -> Bool) -> Self {
        LayoutFold(OffsetSyncs(where: wanted)) { latest in
            let pairs = latest.takeChanges().compactMap { change in
                change.entry.map {
                    (change.key, OffsetPair(change.key, $0.value.upstream, $0.value.downstream, $0.writtenAt))
                }
            }
            return [TopicOffsetPairs].gathered(pairs).chunked(by: \.pairs.count).map { .syncs($0) }
        }
    }
}

extension TopicFold where Self == LayoutFold<Checkpoints> {
    /// What changed, group by group.
    static func checkpoints(of wanted: @escaping @Sendable (Checkpoints.Key) -> Bool) -> Self {
        LayoutFold(Checkpoints(where: wanted)) { latest in
            let byGroup = Dictionary(grouping: latest.takeChanges(), by: \.key.group)
            return byGroup.sorted { $0.key < $1.key }.flatMap { group, changes -> [Observation] in
                let pairs = changes.compactMap { change in
                    change.entry.map {
                        (
                            change.key.twin,
                            OffsetPair(change.key.twin, $0.value.upstream, $0.value.downstream, $0.writtenAt)
                        )
                    }
                }
                return [TopicOffsetPairs].gathered(pairs).chunked(by: \.pairs.count)
                    .map { .checkpoints(group: group, $0) }
            }
        }
    }
}

extension TopicFold where Self == LayoutFold<Heartbeats> {
    /// The youngest, where there is a new one: whoever sends them, one that arrived came all the way.
    static func heartbeats(_ topic: Heartbeat.Topic) -> Self {
        LayoutFold(Heartbeats()) { latest in
            guard !latest.takeChanges().isEmpty, let emittedAt = latest.entries.values.map(\.value).max() else {
                return []
            }
            return [.heartbeat(Heartbeat(topic: topic, emittedAt: emittedAt))]
        }
    }
}

extension TopicFold where Self == LayoutFold<ConnectOffsets> {
    /// The whole book, every time: that nothing was written since is news too.
    static func carried(
        from sourceAlias: String, by connectors: [String], of wanted: @escaping @Sendable (MirroredPartition) -> Bool
    ) -> Self {
        LayoutFold(ConnectOffsets(from: sourceAlias, by: connectors, where: wanted)) { latest in
            var newest: [MirroredPartition: (next: Int64, writtenAt: WallTime?)] = [:]
            for (key, entry) in latest.entries {
                // Of a connector that had another name once, the younger.
                if let held = newest[key.partition],
                    (entry.writtenAt ?? .distantPast) < (held.writtenAt ?? .distantPast)
                {
                    continue
                }
                newest[key.partition] = (entry.value + 1, entry.writtenAt)
            }
            let offsets = [TopicOffsets].gathered(newest.map { ($0, $1.next) })
            return Carried.told(.topic, offsets)
        }
    }
}

extension Carried {
    /// A book too large for one report comes in parts.
    static func told(_ book: Book, _ offsets: [TopicOffsets]) -> [Observation] {
        let parts = offsets.chunked(by: \.offsets.count)
        guard !parts.isEmpty else { return [.carried(Carried(book: book, next: [], isWhole: true))] }
        return parts.map { .carried(Carried(book: book, next: $0, isWhole: parts.count == 1)) }
    }
}

extension TopicFold where Self == LayoutFold<ConnectStatuses> {
    /// No names: all there are, of which the one that carries records must be one.
    static func connectors(named names: [String]) -> Self {
        LayoutFold(ConnectStatuses()) { latest in
            let present = Set(latest.entries.keys.map(\.connector))
            let wanted = names.isEmpty ? present.union(["MirrorSourceConnector"]).sorted() : names
            return [
                .connectors(
                    ConnectorsReading(
                        connectors: wanted.filter(present.contains).map { ConnectorReading($0, in: latest.entries) },
                        missing: wanted.filter { !present.contains($0) }))
            ]
        }
    }
}

extension ConnectStatuses.Key {
    fileprivate var connector: String {
        switch self {
        case .connector(let name), .task(_, let name): name
        }
    }
}

extension ConnectorReading {
    fileprivate init(_ name: String, in statuses: [ConnectStatuses.Key: LatestByKey<ConnectStatuses>.Entry]) {
        let own = statuses[.connector(name)]?.value
        let tasks = statuses.compactMap { key, entry -> TaskReading? in
            guard case .task(let number, of: name) = key, let id = Int32(exactly: number) else { return nil }
            return TaskReading(
                id: id, state: ConnectorState(entry.value.state), worker: entry.value.worker ?? "",
                trace: entry.value.trace?.firstLine)
        }
        self.init(
            name: name, className: name.hasPrefix("Mirror") ? name : nil,
            // Only its tasks were written down.
            state: own.map { ConnectorState($0.state) } ?? .other(""), worker: own?.worker ?? "",
            trace: own?.trace?.firstLine, tasks: tasks.sorted { $0.id < $1.id })
    }
}

extension String {
    fileprivate var firstLine: String { split(whereSeparator: \.isNewline).first.map(String.init) ?? "" }
}

extension WallTime {
    fileprivate static let distantPast = WallTime(milliseconds: .min)
}

extension OffsetPair {
    fileprivate init(_ place: MirroredPartition, _ upstream: Int64, _ downstream: Int64, _ writtenAt: WallTime?) {
        self.init(
            partition: place.partition, upstream: upstream, downstream: downstream,
            writtenAt: writtenAt ?? WallTime(milliseconds: 0))
    }
}

extension [TopicOffsetPairs] {
    fileprivate static func gathered(_ pairs: [(MirroredPartition, OffsetPair)]) -> Self {
        Dictionary(grouping: pairs, by: \.0.topic).sorted { $0.key < $1.key }.map { topic, pairs in
            TopicOffsetPairs(topic: topic, pairs: pairs.map(\.1).sorted { $0.partition < $1.partition })
        }
    }
}

extension [TopicOffsets] {
    static func gathered(_ offsets: [(MirroredPartition, Int64)]) -> Self {
        Dictionary(grouping: offsets, by: \.0.topic).sorted { $0.key < $1.key }.map { topic, offsets in
            TopicOffsets(
                topic: topic,
                offsets: offsets.map { PartitionOffset(partition: $0.0.partition, offset: $0.1) }
                    .sorted { $0.partition < $1.partition })
        }
    }
}

extension Array {
    /// In its order, in chunks whose sizes sum up to no more than a report should hold; an element that is larger is one.
    fileprivate func chunked(by size: KeyPath<Element, Int>) -> [[Element]] {
        var chunks: [[Element]] = []
        var room = 0
        for element in self {
            if chunks.isEmpty || element[keyPath: size] > room {
                chunks.append([])
                room = mostInOneReport
            }
            chunks[chunks.count - 1].append(element)
            room -= element[keyPath: size]
        }
        return chunks
    }
}

/// Partitions: some hundred kilobytes.
private let mostInOneReport = 10_000
