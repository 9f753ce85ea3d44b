public import Night

/// What a metrics endpoint served, as far as it was asked for: Prometheus' text format 0.0.4, and OpenMetrics 1.0.
public struct Exposition: Sendable, Equatable {
    public struct Label: Sendable, Hashable {
        public let name: String
        public let value: String

        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    public struct Series: Sendable, Equatable {
        /// In the order of their names, so that equal sets are equal.
        public let labels: [Label]
        public let value: Double
        /// Where the endpoint says when the value was taken.
        public let takenAt: WallTime?
    }

    /// Whether a number only grows, so that its pace is what says something.
    public enum Kind: Sendable, Equatable {
        case gauge, counter
        /// Nothing declares it, and its name ends in _count: exporters of JMX name numbers of both kinds so.
        case undeclaredCount
    }

    /// All that one selector matched.
    public struct Sample: Sendable, Equatable {
        public var kind = Kind.gauge
        public var series: [Series] = []
        /// A line under its name that could not be read: what is missing is not known to be absent.
        public var fault: Fault?
        /// More series match than are looked at.
        public var isOverfull = false
    }

    public struct Fault: Sendable, Equatable, CustomStringConvertible {
        public let line: Int
        public let what: LineFault

        public var description: String { "line \(line): \(what)" }
    }

    /// One for each selector, in their order.
    public var samples: [Sample]
    public var lines = 0
    public var faults = 0
    public var firstFault: Fault?
}

/// Why nothing in an answer is believed.
public enum ExpositionError: Error, Sendable, Equatable, CustomStringConvertible {
    case tooLarge(Int)
    case notAnExposition(beginning: String)
    case cutOff

    public var description: String {
        switch self {
        case .tooLarge(let bytes): "\(bytes) bytes are more than an exposition may have, \(ExpositionReader.mostBytes)"
        case .notAnExposition(let beginning): "not a metrics exposition: it begins with \(beginning)"
        case .cutOff: "the exposition is cut off: no # EOF at its end"
        }
    }
}
