/// Everything one frame is drawn from: what was known at one moment. A value: replay and tests make the same one.
public struct Snapshot: Sendable, Equatable {
    public var at: Stamp
    public var night: String
    public var poll: Duration
    /// A reading older than this is stale.
    public var staleAfter: Duration
    public var source: Cluster
    public var target: Cluster
    public var bridge: Bridge
    public var topics: [Topic]
    public var groups: [Group]
    public var budget: [Line]
    public var pressure: PressureMap
    public var waves: [Wave]
    /// Nil: nobody holds the night's keys.
    public var command: Command?
    /// What a commander must know now, worst first. What is said in sum anywhere is the sum of these.
    public var findings: [Finding]
    /// Oldest first, bounded.
    public var log: [LogEntry]

    public init(
        at: Stamp, night: String, poll: Duration, staleAfter: Duration, source: Cluster, target: Cluster,
        bridge: Bridge, topics: [Topic] = [], groups: [Group] = [], budget: [Line] = [], pressure: PressureMap,
        waves: [Wave] = [], command: Command? = nil, findings: [Finding] = [], log: [LogEntry] = []
    ) {
        self.at = at
        self.night = night
        self.poll = poll
        self.staleAfter = staleAfter
        self.source = source
        self.target = target
        self.bridge = bridge
        self.topics = topics
        self.groups = groups
        self.budget = budget
        self.pressure = pressure
        self.waves = waves
        self.command = command
        self.findings = findings
        self.log = log
    }

    public func cluster(_ role: ClusterRole) -> Cluster {
        switch role {
        case .source: source
        case .target: target
        }
    }

    public func age<Value>(of reading: Reading<Value>) -> Duration {
        max(.zero, at.moment - reading.takenAt)
    }

    public func isStale<Value>(_ reading: Reading<Value>) -> Bool {
        age(of: reading) > staleAfter
    }
}

extension Snapshot {
    /// Recent values, oldest first, one a sweep; nil where there was none.
    public typealias History = [Double?]

    public struct Finding: Sendable, Equatable {
        public enum Severity: Int, Sendable, CaseIterable {
            case red
            /// Cannot be seen, and so may be anything.
            case unknown
            case warning
        }

        public var severity: Severity
        /// "target", "bridge", "group settlement", "budget replication-lag".
        public var about: String
        public var text: String
        /// Since when it has been so, as far as this night has seen.
        public var since: Stamp?

        public init(_ severity: Severity, _ about: String, _ text: String, since: Stamp? = nil) {
            self.severity = severity
            self.about = about
            self.text = text
            self.since = since
        }
    }

    public struct LogEntry: Sendable, Equatable {
        public enum Severity: UInt8, Sendable, CaseIterable { case info, good, warning, bad }

        public var at: Stamp
        public var severity: Severity
        /// "source", "bridge", "budget": what it is about.
        public var about: String
        public var text: String

        public init(at: Stamp, severity: Severity, about: String, text: String) {
            self.at = at
            self.severity = severity
            self.about = about
            self.text = text
        }
    }
}
