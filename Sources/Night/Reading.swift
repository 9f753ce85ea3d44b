/// How a number came to be.
public enum Method: Sendable, Equatable, CaseIterable {
    /// Read off the thing itself.
    case measured
    /// Computed from readings that enclose it.
    case interpolated
    /// Computed beyond what was read.
    case extrapolated
    /// Said by a third party, and not checked here.
    case reported
}

/// Where a number came from.
public enum Origin: Sendable, Equatable {
    case cluster(ClusterRole)
    case bridge(String)
    /// Something a side serves over HTTP.
    case endpoint(ClusterRole)
    /// Computed from readings of more than one place.
    case both
}

/// What is claimed about the value.
public enum Bound: Sendable, Equatable, CaseIterable {
    case exact
    /// The true value is this or more: the history does not reach further.
    case atLeast
}

/// A number with its age, its method and its source.
public struct Reading<Value: Sendable & Equatable>: Sendable, Equatable {
    public var value: Value
    public var takenAt: Moment
    public var method: Method
    public var origin: Origin
    public var bound: Bound

    public init(
        _ value: Value, takenAt: Moment, method: Method = .measured, origin: Origin, bound: Bound = .exact
    ) {
        self.value = value
        self.takenAt = takenAt
        self.method = method
        self.origin = origin
        self.bound = bound
    }

    /// The same claim about something computed from the value.
    public func map<Other>(_ transform: (Value) -> Other) -> Reading<Other> {
        Reading<Other>(transform(value), takenAt: takenAt, method: method, origin: origin, bound: bound)
    }
}

/// A reading, or why there is none. There is no third case: a number nobody measured is not zero.
public enum Known<Value: Sendable & Equatable>: Sendable, Equatable {
    case known(Reading<Value>)
    /// A few words for the screen: "never committed", "no reading yet".
    case unknown(String)

    public var reading: Reading<Value>? {
        if case .known(let reading) = self { reading } else { nil }
    }

    public var value: Value? { reading?.value }

    public var whyUnknown: String? {
        if case .unknown(let why) = self { why } else { nil }
    }
}

/// Unknown is never green: whoever asks whether something passed must handle three answers.
public enum Verdict: Sendable, Equatable, Codable {
    case pass
    case fail(String)
    case unknown(String)
}

public enum ClusterRole: String, Sendable, CaseIterable, Codable {
    case source, target
}
