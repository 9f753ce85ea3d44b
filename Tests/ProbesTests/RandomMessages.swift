import Night
import TestSupport
import Wire

@testable import Probes

/// Messages of every kind, with numbers at the edges and names as outsiders choose them.
extension SeededGenerator {
    static let hostileNames = [
        "", "orders", "\u{1b}[2J\u{1b}]0;title\u{7}", String(repeating: "x", count: 249), "\u{9b}31m", "订单-注文",
        "👩‍👩‍👧", "a\u{0}b", "e\u{301}", "\u{202e}desrever", "\r\n\t",
    ]

    mutating func name() -> String { Self.hostileNames[below(Self.hostileNames.count)] + "\(below(3))" }

    mutating func number() -> Int64 {
        let edges: [Int64] = [.min, -2, -1, 0, 1, 127, 128, 1 << 32, .max]
        return below(3) == 0 ? Int64.random(in: .min ... .max, using: &self) : edges[below(edges.count)]
    }

    mutating func small() -> Int32 { Int32(truncatingIfNeeded: number()) }

    mutating func stamp() -> Stamp {
        Stamp(moment: Moment(nanoseconds: number()), wall: WallTime(milliseconds: number()))
    }

    mutating func topicOffsets() -> TopicOffsets {
        TopicOffsets(
            topic: name(),
            offsets: list(upTo: 5) { PartitionOffset(partition: $0.small(), offset: $0.number()) })
    }

    mutating func metadata() -> ClusterMetadata {
        ClusterMetadata(
            clusterID: below(2) == 0 ? nil : name(),
            brokers: list(upTo: 4) { Broker(id: $0.small(), address: $0.name()) },
            topics: list(upTo: 4) { random in
                TopicMetadata(
                    name: random.name(),
                    partitions: random.list(upTo: 6) {
                        PartitionMetadata(
                            leader: $0.below(3) == 0 ? nil : max(0, $0.small()), replicas: $0.below(1 << 20),
                            inSync: $0.below(4))
                    })
            },
            totals: PartitionTotals(
                topics: below(1_000), partitions: below(1 << 30), underReplicated: below(9), offline: below(9)))
    }

    mutating func listing() -> GroupListing {
        let states: [GroupState] = [
            .unknown, .preparingRebalance, .completingRebalance, .stable, .dead, .empty,
        ]
        return GroupListing(
            served: below(2) == 0, complete: below(2) == 0,
            groups: list(upTo: 5) { .init(name: $0.name(), state: states[$0.below(states.count)]) })
    }

    mutating func membership() -> GroupMembership {
        let members = list(upTo: 3) {
            GroupMembership.Member(clientID: $0.name(), host: $0.name(), partitions: $0.below(100))
        }
        return GroupMembership(group: name(), members: below(3) == 0 ? nil : members)
    }

    mutating func cost() -> SweepCost {
        SweepCost(
            sweep: UInt64(bitPattern: number()), began: Moment(nanoseconds: number()), took: .nanoseconds(number()),
            requests: below(1 << 20), failed: below(9), slowest: name(), slowestTook: .nanoseconds(number()))
    }

    /// Of the kind with this number, as the framing counts them; the one after the last is a retirement.
    mutating func message(kind: UInt8) -> ProbeMessage {
        let observation: Observation
        switch kind {
        case 1: observation = .metadata(metadata())
        case 2: observation = .groups(listing())
        case 3: observation = .members(list(upTo: 4) { $0.membership() })
        case 4: observation = .commits(group: name(), list(upTo: 4) { $0.topicOffsets() })
        case 5: observation = .ends(list(upTo: 4) { $0.topicOffsets() })
        case 6: observation = .starts(list(upTo: 4) { $0.topicOffsets() })
        case 7: observation = .produced(took: .nanoseconds(number()))
        case 8:
            let kind = Trouble.Kind.allCases[below(Trouble.Kind.allCases.count)]
            observation = .trouble(Trouble(kind: kind, asked: name(), said: name()))
        case 9: observation = .sweepEnded(cost())
        case 10: observation = .unproduced(after: .nanoseconds(number()))
        case 11...25: observation = bridgeOrEndpointObservation(kind: kind)
        default: return .retiring(name())
        }
        return .observed(stamp(), observation)
    }

    private mutating func bridgeOrEndpointObservation(kind: UInt8) -> Observation {
        switch kind {
        case 11:
            .settings(
                list(upTo: 3) { random in
                    let topic = random.name()
                    return TopicSettings(
                        topic: topic,
                        random.below(4) == 0 ? .none(random.name()) : .values([random.name(): random.name()]))
                })
        case 12: .acls(aclListing())
        case 13: .worker(ConnectWorker(version: name(), commit: below(2) == 0 ? nil : name(), clusterID: name()))
        case 14:
            .connectors(
                ConnectorsReading(
                    connectors: list(upTo: 3) { $0.connector() }, missing: list(upTo: 2) { $0.name() }))
        case 15:
            .carried(
                Carried(
                    book: Carried.Book.allCases[below(2)], next: list(upTo: 4) { $0.topicOffsets() },
                    isWhole: below(2) == 0))
        case 16: .syncs(list(upTo: 4) { $0.pairs() })
        case 17: .checkpoints(group: name(), list(upTo: 4) { $0.pairs() })
        case 18:
            .heartbeat(
                Heartbeat(topic: Heartbeat.Topic.allCases[below(2)], emittedAt: WallTime(milliseconds: number())))
        case 19: .internalTopic(internalTopic())
        case 20: .link(link())
        case 21: .roundTrip(took: .nanoseconds(number()))
        case 22: .noRoundTrip(after: .nanoseconds(number()))
        case 23: .samples(list(upTo: 3) { $0.sample() })
        case 24: .subjects(subjects())
        default:
            .endpoints(
                list(upTo: 3) {
                    EndpointHealth(
                        EndpointHealth.Kind.allCases[$0.below(4)], $0.name(), took: .nanoseconds($0.number()),
                        problem: $0.below(2) == 0 ? nil : $0.name())
                })
        }
    }

    private mutating func pairs() -> TopicOffsetPairs {
        TopicOffsetPairs(
            topic: name(),
            pairs: list(upTo: 5) {
                OffsetPair(
                    partition: $0.small(), upstream: $0.number(), downstream: $0.number(),
                    writtenAt: WallTime(milliseconds: $0.number()))
            })
    }

    private mutating func connector() -> ConnectorReading {
        ConnectorReading(
            name: name(), className: below(2) == 0 ? nil : name(), state: ConnectorState(name()), worker: name(),
            trace: below(2) == 0 ? nil : name(),
            tasks: list(upTo: 3) { TaskReading(id: $0.small(), state: .failed, worker: $0.name(), trace: $0.name()) })
    }

    private mutating func aclListing() -> AclListing {
        switch below(3) {
        case 0: .noAuthorizer
        case 1: .refused(name())
        default:
            .rules(
                list(upTo: 3) {
                    AclEntry(
                        resource: AclEntry.Resource.allCases[$0.below(4)], name: $0.name(), isPrefix: $0.below(2) == 0,
                        principal: $0.name(), host: $0.name(), operation: AclEntry.Operation.allCases[$0.below(11)],
                        allows: $0.below(2) == 0)
                })
        }
    }

    private mutating func internalTopic() -> InternalTopic {
        let states: [InternalTopic.State] = [.missing, .reading, .read, .refused(name())]
        return InternalTopic(
            kind: InternalTopic.Kind.allCases[below(6)], cluster: below(2) == 0 ? .source : .target, topic: name(),
            state: states[below(4)], records: number(), foreign: number(), newer: number())
    }

    private mutating func link() -> LinkReading {
        LinkReading(
            link: name(), state: below(2) == 0 ? .active : .other(name()), error: below(2) == 0 ? nil : name(),
            mirrors: list(upTo: 3) {
                LinkReading.Mirror(
                    sourceTopic: $0.name(), mirrorTopic: $0.name(), state: .promoting, lagRecords: $0.number(),
                    lagSeconds: Double($0.below(1_000)) / 8, groupsSubscribed: $0.below(9))
            })
    }

    private mutating func sample() -> MetricSample {
        let value = Double(below(1 << 20)) / 16
        return MetricSample(
            below(2) == 0 ? .prometheus(name()) : .sample(name()),
            below(2) == 0 ? .value(value, series: below(9)) : .none(name()),
            trueAt: below(2) == 0 ? nil : WallTime(milliseconds: number()), leavesOut: below(2) == 0 ? nil : name())
    }

    private mutating func subjects() -> SubjectListing {
        SubjectListing(
            subjects: list(upTo: 3) { random in
                SubjectListing.Subject(
                    name: random.name(),
                    versions: random.list(upTo: 3) {
                        SubjectListing.Version(number: $0.small(), id: $0.small(), digest: $0.name())
                    }, compatibility: random.below(2) == 0 ? nil : random.name())
            }, compatibility: name(), mode: below(2) == 0 ? nil : name())
    }

    mutating func messages(_ count: Int) -> [ProbeMessage] {
        let kinds = Int(Observation.kinds.upperBound) + 1
        return (0..<count).map { message(kind: UInt8($0 % kinds) + 1) }
    }
}
