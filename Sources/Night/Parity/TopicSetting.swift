/// The settings of a topic that decide how it behaves, by Kafka's names: what is read of each topic of the plan.
public enum TopicSetting: String, Sendable, CaseIterable {
    case retentionTime = "retention.ms"
    case retentionSize = "retention.bytes"
    case cleanup = "cleanup.policy"
    case minInSync = "min.insync.replicas"
    case largestBatch = "max.message.bytes"
    case timestampType = "message.timestamp.type"
    case uncleanElection = "unclean.leader.election.enable"
    case compression = "compression.type"
    case segmentTime = "segment.ms"
    case segmentSize = "segment.bytes"
    case tombstonesKept = "delete.retention.ms"
    case compactionLag = "max.compaction.lag.ms"
    case stampedAhead = "message.timestamp.after.max.ms"
    case stampedBehind = "message.timestamp.before.max.ms"
    /// Only AutoMQ's brokers know it, whatever it is set to.
    case automqLink = "automq.kafka.links.id"
}
