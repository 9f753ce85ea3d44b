public import Night

/// An errand with all that its child needs to know, so that the child needs no plan. It goes down a pipe: it may hold
/// secrets, and never appears among anybody's arguments.
public struct ErrandOrder: Sendable, Equatable, Codable {
    public struct Cluster: Sendable, Equatable, Codable {
        public var bootstrap: String
        /// librdkafka's, revealed.
        public var properties: [String: String]
        /// Nil: the plan does not say, and no client can ask.
        public var isOpenByDefault: Bool?

        public init(bootstrap: String, properties: [String: String] = [:], isOpenByDefault: Bool? = nil) {
            self.bootstrap = bootstrap
            self.properties = properties
            self.isOpenByDefault = isOpenByDefault
        }
    }

    public struct Group: Sendable, Equatable, Codable {
        public var name: String
        public var offsets: OffsetsPlan

        public init(name: String, offsets: OffsetsPlan) {
            self.name = name
            self.offsets = offsets
        }
    }

    /// The errand's number, unique in a night.
    public var number: Int
    public var kind: StepErrand
    public var step: StepID
    public var plan: StepPlan
    public var found: StepFound
    public var night: String
    public var wave: String
    /// What the wave's patterns match on the source.
    public var topics: [String]
    public var groups: [Group]
    /// Principals that write.
    public var producers: [String]
    public var source: Cluster
    public var target: Cluster
    /// The one the night measures.
    public var bridge: BridgePlan?
    /// The Connect workers that have the step's connector: it is on one side, and must not be on the other.
    public var connects: [StepPlan.Side: EndpointPlan]

    public init(
        _ errand: Errand, night: String, wave: String, topics: [String] = [], groups: [Group] = [],
        producers: [String] = [], source: Cluster, target: Cluster, bridge: BridgePlan? = nil,
        connects: [StepPlan.Side: EndpointPlan] = [:]
    ) {
        number = errand.number
        kind = errand.kind
        step = errand.step
        plan = errand.plan
        found = errand.found
        self.night = night
        self.wave = wave
        self.topics = topics
        self.groups = groups
        self.producers = producers
        self.source = source
        self.target = target
        self.bridge = bridge
        self.connects = connects
    }

    /// A position on one side is the same position on the other.
    var bridgePreservesOffsets: Bool { bridge?.preservesOffsets ?? false }

    /// The group under which the bridge commits its progress on the source, where it has one.
    var bridgeGroup: String? {
        if case .link(let link) = bridge { link.group } else { nil }
    }
}
