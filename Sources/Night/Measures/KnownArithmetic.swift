extension Known where Value: Comparable {
    func larger(_ other: Known) -> Known {
        switch (self, other) {
        case (.known(let mine), .known(let theirs)):
            var larger = theirs.value > mine.value ? theirs : mine
            larger.takenAt = min(mine.takenAt, theirs.takenAt)
            if mine.origin != theirs.origin { larger.origin = .both }
            if mine.bound == .atLeast || theirs.bound == .atLeast { larger.bound = .atLeast }
            return .known(larger)
        case (.known(var reading), .unknown), (.unknown, .known(var reading)):
            reading.bound = .atLeast
            return .known(reading)
        case (.unknown, .unknown): return self
        }
    }
}

extension Known where Value: BinaryInteger {
    var asDouble: Known<Double> {
        switch self {
        case .known(let reading): .known(reading.map { Double($0) })
        case .unknown(let why): .unknown(why)
        }
    }
}

extension Known {
    /// Unknown, once it is stale.
    func orStale(at moment: Moment, pace: Pace) -> Known {
        if let reading, moment - reading.takenAt > pace.staleAfter { .unknown(Why.stale) } else { self }
    }

    /// The value, unless it is stale by then.
    func fresh(at moment: Moment, pace: Pace) -> Value? {
        guard let reading, moment - reading.takenAt <= pace.staleAfter else { return nil }
        return reading.value
    }
}

extension Known where Value == Double {
    /// This less the other; what is only a lower bound has no difference.
    func less(_ other: Known) -> Known {
        combined(with: other) { mine, theirs in
            guard mine.bound == .exact, theirs.bound == .exact else { return nil }
            return mine.value - theirs.value
        }
    }

    func plus(_ other: Known) -> Known {
        combined(with: other) { $0.value + $1.value }
    }
}

extension Known where Value == Int64 {
    func plus(_ other: Known) -> Known {
        combined(with: other) { mine, theirs in
            let (sum, overflow) = mine.value.addingReportingOverflow(theirs.value)
            return overflow ? .max : sum
        }
    }
}

extension Known {
    /// As old as the older of the two, and unknown when one of them is.
    private func combined(
        with other: Known, _ compute: (Reading<Value>, Reading<Value>) -> Value?
    ) -> Known {
        guard let mine = reading else { return self }
        guard let theirs = other.reading else { return other }
        guard let value = compute(mine, theirs) else { return .unknown(Why.lowerBound) }
        return .known(
            Reading(
                value, takenAt: min(mine.takenAt, theirs.takenAt), method: mine.method,
                origin: mine.origin == theirs.origin ? mine.origin : .both,
                bound: mine.bound == .atLeast ? .atLeast : theirs.bound))
    }
}
