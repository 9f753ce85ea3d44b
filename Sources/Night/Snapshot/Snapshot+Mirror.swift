extension Snapshot {
    /// What is known of MirrorMaker 2 beside its lag.
    public struct Mirror: Sendable, Equatable {
        public enum Health: Sendable, Equatable {
            /// Its tasks run, and a heartbeat written on the source came over not long ago.
            case carrying
            /// What stands in the way, worst first.
            case failing(String)
            /// Somebody paused or stopped it.
            case resting(String)
            case unknown(String)
        }

        public var health: Health
        public var probe: Probe
        /// Nil: it is a dedicated one, without Connect's REST.
        public var worker: Known<ConnectWorker>?
        /// What is known to be wrong with its version.
        public var versionWarning: String?
        public var connectors: Known<[ConnectorReading]>
        public var missingConnectors: [String]
        /// How long ago the newest heartbeat that came over the path was written, in seconds: the proof of the path.
        public var pathAge: Known<Double>
        /// The same of the topic that only proves that a worker can write to the target.
        public var plainAge: Known<Double>
        public var roundTripP99: Known<Double>
        public var internalTopics: [InternalTopic]
        public var translations: [Translation]

        public init(
            health: Health, probe: Probe = Probe(), worker: Known<ConnectWorker>? = nil,
            versionWarning: String? = nil, connectors: Known<[ConnectorReading]>, missingConnectors: [String] = [],
            pathAge: Known<Double>, plainAge: Known<Double>, roundTripP99: Known<Double>,
            internalTopics: [InternalTopic] = [], translations: [Translation] = []
        ) {
            self.health = health
            self.probe = probe
            self.worker = worker
            self.versionWarning = versionWarning
            self.connectors = connectors
            self.missingConnectors = missingConnectors
            self.pathAge = pathAge
            self.plainAge = plainAge
            self.roundTripP99 = roundTripP99
            self.internalTopics = internalTopics
            self.translations = translations
        }
    }

    /// Where a group would begin to read on the target.
    public struct Translation: Sendable, Equatable {
        public var group: String
        public var wave: String
        /// Partitions it has a position in on the source, and those of them with one on the target.
        public var partitions: Int
        public var translated: Int
        /// Why the rest has none.
        public var whyNot: String?
        /// The oldest checkpoint's age in seconds, by the worker's clock.
        public var age: Known<Double>
        /// What its consumers would read again.
        public var reread: Known<Int64>
        /// Why nothing may be written for it now: it is at work on the target.
        public var blocked: String?

        public init(
            group: String, wave: String, partitions: Int, translated: Int, whyNot: String? = nil,
            age: Known<Double>, reread: Known<Int64>, blocked: String? = nil
        ) {
            self.group = group
            self.wave = wave
            self.partitions = partitions
            self.translated = translated
            self.whyNot = whyNot
            self.age = age
            self.reread = reread
            self.blocked = blocked
        }
    }
}
