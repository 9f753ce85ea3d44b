/// What one metric of the plan came to at a side's endpoints.
public struct MetricSample: Sendable, Equatable, Codable {
    public enum Answer: Sendable, Equatable, Codable {
        /// Of how many series it was made.
        case value(Double, series: Int)
        /// Never the old number, and never zero: why there is none.
        case none(String)
    }

    /// `prometheus:` or `sample:`, as the plan has it.
    public var metric: Metric
    public var answer: Answer
    /// When the endpoint says it was true; nil: when it was asked.
    public var trueAt: WallTime?
    /// Why the value is only a lower bound, where it is one: a counter that began anew, an endpoint that is silent.
    public var leavesOut: String?

    public init(_ metric: Metric, _ answer: Answer, trueAt: WallTime? = nil, leavesOut: String? = nil) {
        self.metric = metric
        self.answer = answer
        self.trueAt = trueAt
        self.leavesOut = leavesOut
    }
}

/// How one endpoint took the last call to it.
public struct EndpointHealth: Sendable, Equatable, Codable {
    public enum Kind: String, Sendable, CaseIterable, Codable {
        case metrics, prometheus
        case schemaRegistry = "schema registry"
        case connect
    }

    public var kind: Kind
    /// Its address, fit to be shown.
    public var endpoint: String
    public var took: Duration
    /// Nil: it answered as such an endpoint does.
    public var problem: String?

    public init(_ kind: Kind, _ endpoint: String, took: Duration, problem: String? = nil) {
        self.kind = kind
        self.endpoint = endpoint
        self.took = took
        self.problem = problem
    }
}

/// What a schema registry holds of the plan's topics, or why that is not known.
public struct SubjectListing: Sendable, Equatable, Codable {
    public struct Subject: Sendable, Equatable, Codable {
        public var name: String
        public var versions: [Version]
        /// Nil: the registry's own holds.
        public var compatibility: String?

        public init(name: String, versions: [Version], compatibility: String? = nil) {
            self.name = name
            self.versions = versions
            self.compatibility = compatibility
        }
    }

    public struct Version: Sendable, Equatable, Codable {
        public var number: Int32
        /// The registry's id, which stands in every record written with it.
        public var id: Int32
        /// Of the schema's text, type and references: equal ones are the same schema.
        public var digest: String

        public init(number: Int32, id: Int32, digest: String) {
            self.number = number
            self.id = id
            self.digest = digest
        }
    }

    /// Those named after a topic of the plan, as the naming by topic has it: `<topic>-key`, `<topic>-value`.
    public var subjects: [Subject]
    /// Subjects of every name.
    public var total: Int
    /// Subjects of the plan's topics beyond what is looked at.
    public var leftOut: Int
    public var compatibility: String?
    public var mode: String?
    /// Why nothing is known of it; then the rest means nothing.
    public var failure: String?

    public init(
        subjects: [Subject], total: Int? = nil, leftOut: Int = 0, compatibility: String? = nil, mode: String? = nil
    ) {
        self.subjects = subjects
        self.total = total ?? subjects.count
        self.leftOut = leftOut
        self.compatibility = compatibility
        self.mode = mode
    }

    public init(failure: String) {
        self.init(subjects: [])
        self.failure = failure
    }
}
