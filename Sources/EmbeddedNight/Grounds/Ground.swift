import Kafka
import Night

/// What a night is played on: two clusters and the bridge between them, embedded or real.
protocol Ground: Sendable {
    var bootstraps: Bootstraps { get }
    /// Groups have members, and a position they were given can be taken back.
    var servesGroups: Bool { get }
    /// How the records of a wave get across.
    func link(for wave: Estate.Wave, now: ContinuousClock.Instant) throws -> any Link
    /// Does to the clusters and the bridge what the script says. False: this trouble is not to be had here.
    func apply(_ line: ScriptLine) throws -> Bool
    /// To be called about once a second: whether some of the next requests are to be refused.
    func refuseSome(_ refuses: Bool, using generator: inout some RandomNumberGenerator)
    func end()
}

/// How the records of one wave get from one cluster to the other, wherever its producers write.
protocol Link: Sendable {
    /// One round of what it does here itself.
    func carry(now: ContinuousClock.Instant, stalled: Bool)
    /// Nothing is written meanwhile. Returns once the target has all there is; then producers may write there.
    func leaveSource(_ patience: Patience) throws
    /// Nothing is written meanwhile. Returns once the source has all that was written to the target only; then
    /// producers may write there again.
    func returnToSource(_ patience: Patience) throws
    /// What it says of itself once producers write there, after their wave's name and a semicolon.
    func standing(with side: ClusterRole) -> String
}

/// Where both clusters are.
struct Bootstraps: Sendable {
    let source: String
    let target: String

    subscript(side: ClusterRole) -> String { side == .source ? source : target }
}

extension ClusterRole {
    var across: ClusterRole { self == .source ? .target : .source }
}

/// One partition of a topic.
struct PartitionKey: Hashable {
    let topic: String
    let partition: Int32
}

extension Client {
    private static var askTime: Duration { .milliseconds(500) }

    /// Where the logs of all partitions of these topics start or end; nil: not every leader said so.
    func logs(_ edge: LogEdge, of topics: [Estate.Topic]) -> [PartitionKey: Int64]? {
        let names = Set(topics.map(\.name))
        guard let metadata = try? metadata(wanting: names.contains, timeout: Self.askTime) else { return nil }
        var offsets: [PartitionKey: Int64] = [:]
        for led in LedPartitions.grouped(metadata.topics) {
            for topic in (try? self.offsets(edge, of: led, timeout: Self.askTime))?.offsets ?? [] {
                for place in topic.offsets {
                    offsets[PartitionKey(topic: topic.topic, partition: place.partition)] = place.offset
                }
            }
        }
        return offsets.count == topics.reduce(0) { $0 + $1.partitions } ? offsets : nil
    }
}

/// How long an order waits for a link.
enum LinkTimes {
    /// For it to carry the rest.
    static let drain = Duration.seconds(20)
}
