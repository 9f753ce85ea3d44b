public import Night

/// What a link's own service can be asked and told, whoever makes it. Nothing here deletes: a service may delete the
/// target's topic together with its mirror.
public protocol LinkService: Sendable {
    /// Its words on what a promotion means for the way back, and on how much of what it says can be trusted.
    var manners: LinkManners { get }

    func read(patience: Duration) throws(LinkError) -> LinkReading

    /// What would become of the change, topic by topic. Changes nothing.
    func rehearse(
        _ change: MirrorChange, of mirrors: [LinkReading.Mirror], patience: Duration
    ) throws(LinkError) -> [MirrorAnswer]

    /// An accepted change is on its way, and no more: only a later reading shows that it has happened.
    func make(
        _ change: MirrorChange, of mirrors: [LinkReading.Mirror], patience: Duration
    ) throws(LinkError) -> [MirrorAnswer]
}

public enum MirrorChange: String, Sendable, CaseIterable {
    case promote, pause, resume
}

/// What the service says of one topic. One call may be answered well for some and badly for others.
public struct MirrorAnswer: Sendable, Equatable {
    public enum Outcome: Sendable, Equatable {
        case accepted
        case refused(String)
        /// Nobody can tell whether it was carried out.
        case unknown(String)
    }

    public var mirrorTopic: String
    public var outcome: Outcome
    /// Records behind, as the service has it now.
    public var lagRecords: Int64?
    /// Records that the change takes away from the topic.
    public var truncatedRecords: Int64?

    public init(
        _ mirrorTopic: String, _ outcome: Outcome, lagRecords: Int64? = nil, truncatedRecords: Int64? = nil
    ) {
        self.mirrorTopic = mirrorTopic
        self.outcome = outcome
        self.lagRecords = lagRecords
        self.truncatedRecords = truncatedRecords
    }
}

/// How one service differs from another where a commander has to know.
public struct LinkManners: Sendable, Equatable {
    /// The service's own word for a topic that is promoted, and no other.
    public let promotedWord: String
    /// What is left to do by hand once a topic is promoted.
    public let afterPromotion: String
}

extension BridgePlan {
    /// Nil: this kind of bridge has no service of its own.
    public var linkService: (any LinkService)? {
        switch self {
        case .clusterLinking(let plan): ClusterLinking(plan)
        case .automqLinking(let plan): AutoMQLinking(plan)
        case .mirrorMaker2, .link: nil
        }
    }
}
