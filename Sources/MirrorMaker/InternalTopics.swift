public import Night

/// What MirrorMaker 2 calls its own topics. The identity policy changes none of these names: it too puts the alias
/// before carried heartbeats, so that they and the plain ones stay apart.
public struct InternalTopics: Sendable, Equatable {
    /// Written where they are read, by a worker that may carry nothing.
    public let plainHeartbeats = "heartbeats"
    /// Written on the source and carried over: these prove the path.
    public let carriedHeartbeats: String
    /// On the target.
    public let checkpoints: String
    public let offsetSyncs: String
    public let offsetSyncsOn: ClusterRole

    /// - Parameter separatorInside: false with `replication.policy.internal.topic.separator.enabled=false`, and before
    ///   3.1: the names have a dot then, whatever the separator.
    public init(
        sourceAlias: String, targetAlias: String, separator: String = ".", separatorInside: Bool = true,
        offsetSyncsOn: ClusterRole = .source
    ) {
        let inside = separatorInside ? separator : "."
        carriedHeartbeats = "\(sourceAlias)\(separator)heartbeats"
        checkpoints = "\(sourceAlias)\(inside)checkpoints\(inside)internal"
        // Each is named after the cluster at the other end.
        let other = offsetSyncsOn == .source ? targetAlias : sourceAlias
        offsetSyncs = "mm2-offset-syncs\(inside)\(other)\(inside)internal"
        self.offsetSyncsOn = offsetSyncsOn
    }

    /// Where dedicated MirrorMaker 2 keeps what Connect's REST would tell: on the target, with a dot whatever the
    /// separator.
    public static func dedicatedOffsets(from sourceAlias: String) -> String { "mm2-offsets.\(sourceAlias).internal" }
    public static func dedicatedStatus(from sourceAlias: String) -> String { "mm2-status.\(sourceAlias).internal" }
}
