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

    public init(_ metric: Metric, _ answer: Answer, trueAt: WallTime? = nil) {
        self.metric = metric
        self.answer = answer
        self.trueAt = trueAt
    }
}

/// What a schema registry holds.
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
        /// Of the schema's text and type: equal ones are the same schema.
        public var digest: String

        public init(number: Int32, id: Int32, digest: String) {
            self.number = number
            self.id = id
            self.digest = digest
        }
    }

    public var subjects: [Subject]
    public var compatibility: String?
    public var mode: String?

    public init(subjects: [Subject], compatibility: String? = nil, mode: String? = nil) {
        self.subjects = subjects
        self.compatibility = compatibility
        self.mode = mode
    }
}
