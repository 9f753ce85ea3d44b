extension Snapshot {
    /// What a link's own service says of it. Said by a third party: beside it stands what is measured over the Kafka
    /// protocol.
    public struct LinkService: Sendable, Equatable {
        /// One of the plan's topics that the source has.
        public struct Topic: Sendable, Equatable {
            public var name: String
            public var wave: String
            /// Nil: the link does not mirror it.
            public var mirror: LinkReading.Mirror?

            public init(name: String, wave: String, mirror: LinkReading.Mirror?) {
                self.name = name
                self.wave = wave
                self.mirror = mirror
            }
        }

        /// How far a wave's promotion has come.
        public struct Promotion: Sendable, Equatable {
            public var wave: String
            public var topics: Int
            public var promoted: Int
            /// Asked for and not there yet.
            public var promoting: Int
            public var groupsSubscribed: Int?
            public var groupsPromoted: Int?

            public init(
                wave: String, topics: Int, promoted: Int, promoting: Int, groupsSubscribed: Int? = nil,
                groupsPromoted: Int? = nil
            ) {
                self.wave = wave
                self.topics = topics
                self.promoted = promoted
                self.promoting = promoting
                self.groupsSubscribed = groupsSubscribed
                self.groupsPromoted = groupsPromoted
            }
        }

        /// "Cluster Linking".
        public var service: String
        public var link: String
        public var probe: Probe
        public var state: Known<LinkReading.State>
        /// How old its word may grow before it is none.
        public var goodFor: Duration
        public var error: String?
        /// What its word is worth at best.
        public var caveat: String
        public var topics: [Topic]
        public var promotions: [Promotion]

        public init(
            service: String, link: String, probe: Probe = Probe(), state: Known<LinkReading.State>,
            goodFor: Duration, error: String? = nil, caveat: String, topics: [Topic] = [],
            promotions: [Promotion] = []
        ) {
            self.service = service
            self.link = link
            self.probe = probe
            self.state = state
            self.goodFor = goodFor
            self.error = error
            self.caveat = caveat
            self.topics = topics
            self.promotions = promotions
        }
    }
}
