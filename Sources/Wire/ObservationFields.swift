public import Night

// One frame a message: how each kind of observation is laid out, writing and reading side by side.

extension Observation {
    private enum Kind: UInt8 {
        case metadata = 1
        case groups, members, commits, ends, starts, produced, trouble, sweepEnded, unproduced
        case settings, acls, worker, connectors, carried, syncs, checkpoints, heartbeat, internalTopic, link
        case roundTrip, noRoundTrip, samples, subjects, endpoints
    }

    public static let kinds: ClosedRange<UInt8> = Kind.metadata.rawValue...Kind.endpoints.rawValue

    public var kind: UInt8 {
        switch self {
        case .metadata: Kind.metadata.rawValue
        case .groups: Kind.groups.rawValue
        case .members: Kind.members.rawValue
        case .commits: Kind.commits.rawValue
        case .ends: Kind.ends.rawValue
        case .starts: Kind.starts.rawValue
        case .produced: Kind.produced.rawValue
        case .unproduced: Kind.unproduced.rawValue
        case .trouble: Kind.trouble.rawValue
        case .sweepEnded: Kind.sweepEnded.rawValue
        case .settings: Kind.settings.rawValue
        case .acls: Kind.acls.rawValue
        case .worker: Kind.worker.rawValue
        case .connectors: Kind.connectors.rawValue
        case .carried: Kind.carried.rawValue
        case .syncs: Kind.syncs.rawValue
        case .checkpoints: Kind.checkpoints.rawValue
        case .heartbeat: Kind.heartbeat.rawValue
        case .internalTopic: Kind.internalTopic.rawValue
        case .link: Kind.link.rawValue
        case .roundTrip: Kind.roundTrip.rawValue
        case .noRoundTrip: Kind.noRoundTrip.rawValue
        case .samples: Kind.samples.rawValue
        case .subjects: Kind.subjects.rawValue
        case .endpoints: Kind.endpoints.rawValue
        }
    }

    public func write(to writer: inout WireWriter) {
        switch self {
        case .metadata(let metadata): metadata.write(to: &writer)
        case .groups(let listing): listing.write(to: &writer)
        case .members(let groups): writer.list(groups) { $1.write(to: &$0) }
        case .commits(let group, let topics):
            writer.name(group)
            writer.list(topics) { $1.write(to: &$0) }
        case .ends(let topics), .starts(let topics): writer.list(topics) { $1.write(to: &$0) }
        case .produced(let took), .unproduced(let took), .roundTrip(let took), .noRoundTrip(let took):
            writer.signed(took.inNanoseconds)
        case .carried(let carried): carried.write(to: &writer)
        case .syncs(let topics): writer.list(topics) { $1.write(to: &$0) }
        case .checkpoints(let group, let topics):
            writer.name(group)
            writer.list(topics) { $1.write(to: &$0) }
        case .settings(let topics): writer.document(topics)
        case .acls(let listing): writer.document(listing)
        case .worker(let worker): writer.document(worker)
        case .connectors(let reading): writer.document(reading)
        case .heartbeat(let heartbeat): writer.document(heartbeat)
        case .internalTopic(let topic): writer.document(topic)
        case .link(let link): writer.document(link)
        case .samples(let samples): writer.document(samples)
        case .subjects(let listing): writer.document(listing)
        case .endpoints(let endpoints): writer.document(endpoints)
        case .trouble(let trouble): trouble.write(to: &writer)
        case .sweepEnded(let cost): cost.write(to: &writer)
        }
    }

    public static func read(kind: UInt8, from reader: inout WireReader) throws(WireError) -> Observation {
        guard let kind = Kind(rawValue: kind) else { throw .unknown("kind of frame", UInt64(kind)) }
        switch kind {
        case .metadata: return .metadata(try .read(from: &reader))
        case .groups: return .groups(try .read(from: &reader))
        case .members: return .members(try reader.list(GroupMembership.read))
        case .commits: return .commits(group: try reader.name(), try reader.list(TopicOffsets.read))
        case .ends: return .ends(try reader.list(TopicOffsets.read))
        case .starts: return .starts(try reader.list(TopicOffsets.read))
        case .produced: return .produced(took: .nanoseconds(try reader.signed()))
        case .unproduced: return .unproduced(after: .nanoseconds(try reader.signed()))
        case .roundTrip: return .roundTrip(took: .nanoseconds(try reader.signed()))
        case .noRoundTrip: return .noRoundTrip(after: .nanoseconds(try reader.signed()))
        case .carried: return .carried(try .read(from: &reader))
        case .syncs: return .syncs(try reader.list(TopicOffsetPairs.read))
        case .checkpoints:
            return .checkpoints(group: try reader.name(), try reader.list(TopicOffsetPairs.read))
        case .settings: return .settings(try reader.document())
        case .acls: return .acls(try reader.document())
        case .worker: return .worker(try reader.document())
        case .connectors: return .connectors(try reader.document())
        case .heartbeat: return .heartbeat(try reader.document())
        case .internalTopic: return .internalTopic(try reader.document())
        case .link: return .link(try reader.document())
        case .samples: return .samples(try reader.document())
        case .subjects: return .subjects(try reader.document())
        case .endpoints: return .endpoints(try reader.document())
        case .trouble: return .trouble(try .read(from: &reader))
        case .sweepEnded: return .sweepEnded(try .read(from: &reader))
        }
    }
}

extension ClusterMetadata {
    fileprivate func write(to writer: inout WireWriter) {
        writer.optional(clusterID) { $0.text($1) }
        writer.list(brokers) {
            $0.signed(Int64($1.id))
            $0.name($1.address)
        }
        writer.list(topics) {
            $0.name($1.name)
            $0.list($1.partitions) {
                $0.signed(Int64($1.leader ?? -1))
                $0.count($1.replicas)
                $0.count($1.inSync)
            }
        }
        for total in [totals.topics, totals.partitions, totals.underReplicated, totals.offline] {
            writer.signed(Int64(total))
        }
    }

    fileprivate static func read(from reader: inout WireReader) throws(WireError) -> ClusterMetadata {
        let id = try reader.optional { (reader) throws(WireError) in try reader.text() }
        let brokers = try reader.list { (reader) throws(WireError) in
            Broker(id: try reader.integer(), address: try reader.name())
        }
        let topics = try reader.list { (reader) throws(WireError) in
            TopicMetadata(name: try reader.name(), partitions: try reader.list(PartitionMetadata.read))
        }
        return ClusterMetadata(
            clusterID: id, brokers: brokers, topics: topics,
            totals: PartitionTotals(
                topics: try reader.integer(), partitions: try reader.integer(),
                underReplicated: try reader.integer(), offline: try reader.integer()))
    }
}

extension PartitionMetadata {
    fileprivate static func read(from reader: inout WireReader) throws(WireError) -> PartitionMetadata {
        let leader: Int32 = try reader.integer()
        return PartitionMetadata(
            leader: leader < 0 ? nil : leader, replicas: Int(clamping: try reader.unsigned()),
            inSync: Int(clamping: try reader.unsigned()))
    }
}

extension Carried {
    fileprivate func write(to writer: inout WireWriter) {
        writer.unsigned(UInt64(book.rawValue))
        writer.unsigned(isWhole ? 1 : 0)
        writer.list(next) { $1.write(to: &$0) }
    }

    fileprivate static func read(from reader: inout WireReader) throws(WireError) -> Carried {
        let number = try reader.unsigned()
        guard let book = UInt8(exactly: number).flatMap(Book.init) else { throw .unknown("book", number) }
        let isWhole = try reader.flag()
        return Carried(book: book, next: try reader.list(TopicOffsets.read), isWhole: isWhole)
    }
}

extension TopicOffsetPairs {
    fileprivate func write(to writer: inout WireWriter) {
        writer.name(topic)
        writer.list(pairs) {
            $0.signed(Int64($1.partition))
            $0.signed($1.upstream)
            $0.signed($1.downstream)
            $0.signed($1.writtenAt.milliseconds)
        }
    }

    fileprivate static func read(from reader: inout WireReader) throws(WireError) -> TopicOffsetPairs {
        TopicOffsetPairs(
            topic: try reader.name(),
            pairs: try reader.list { (reader) throws(WireError) in
                OffsetPair(
                    partition: try reader.integer(), upstream: try reader.signed(), downstream: try reader.signed(),
                    writtenAt: WallTime(milliseconds: try reader.signed()))
            })
    }
}

extension TopicOffsets {
    fileprivate func write(to writer: inout WireWriter) {
        writer.name(topic)
        writer.list(offsets) {
            $0.signed(Int64($1.partition))
            $0.signed($1.offset)
        }
    }

    fileprivate static func read(from reader: inout WireReader) throws(WireError) -> TopicOffsets {
        TopicOffsets(
            topic: try reader.name(),
            offsets: try reader.list { (reader) throws(WireError) in
                PartitionOffset(partition: try reader.integer(), offset: try reader.signed())
            })
    }
}

extension GroupListing {
    fileprivate func write(to writer: inout WireWriter) {
        writer.unsigned(served ? 1 : 0)
        writer.unsigned(complete ? 1 : 0)
        writer.list(groups) {
            $0.name($1.name)
            $0.name($1.state.rawValue)
        }
    }

    fileprivate static func read(from reader: inout WireReader) throws(WireError) -> GroupListing {
        GroupListing(
            served: try reader.flag(), complete: try reader.flag(),
            groups: try reader.list { (reader) throws(WireError) in
                let name = try reader.name()
                return Entry(name: name, state: GroupState(rawValue: try reader.name()) ?? .unknown)
            })
    }
}

extension GroupMembership {
    fileprivate func write(to writer: inout WireWriter) {
        writer.name(group)
        writer.optional(members) { writer, members in
            writer.list(members) {
                $0.text($1.clientID)
                $0.text($1.host)
                $0.count($1.partitions)
            }
        }
    }

    fileprivate static func read(from reader: inout WireReader) throws(WireError) -> GroupMembership {
        let group = try reader.name()
        let members = try reader.optional { (reader) throws(WireError) in
            try reader.list { (reader) throws(WireError) in
                Member(
                    clientID: try reader.text(), host: try reader.text(),
                    partitions: Int(clamping: try reader.unsigned()))
            }
        }
        return GroupMembership(group: group, members: members)
    }
}

extension Trouble {
    fileprivate func write(to writer: inout WireWriter) {
        writer.unsigned(UInt64(kind.rawValue))
        writer.text(asked)
        writer.text(said)
    }

    fileprivate static func read(from reader: inout WireReader) throws(WireError) -> Trouble {
        let number = try reader.unsigned()
        guard let kind = UInt8(exactly: number).flatMap(Kind.init) else { throw .unknown("kind of trouble", number) }
        return Trouble(kind: kind, asked: try reader.text(), said: try reader.text())
    }
}

extension SweepCost {
    fileprivate func write(to writer: inout WireWriter) {
        writer.unsigned(sweep)
        writer.signed(began.nanoseconds)
        writer.signed(took.inNanoseconds)
        writer.signed(Int64(requests))
        writer.signed(Int64(failed))
        writer.text(slowest)
        writer.signed(slowestTook.inNanoseconds)
    }

    fileprivate static func read(from reader: inout WireReader) throws(WireError) -> SweepCost {
        SweepCost(
            sweep: try reader.unsigned(), began: Moment(nanoseconds: try reader.signed()),
            took: .nanoseconds(try reader.signed()), requests: try reader.integer(), failed: try reader.integer(),
            slowest: try reader.text(), slowestTook: .nanoseconds(try reader.signed()))
    }
}
