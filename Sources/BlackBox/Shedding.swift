import Night

/// What is recorded while less can be written than comes in: readings go first, then all pictures but one in ten
/// seconds, then those. Events are not its business: they are never shed.
struct Shedding {
    struct Limits {
        /// Waiting, before anything is shed; twice of it, before pictures are; four times, before all of them are.
        var bytes = 16 << 20
        /// The oldest that waits, before anything is shed.
        var wait = Duration.seconds(10)
    }

    private let limits: Limits
    private(set) var detail = RecordedDetail.everything
    private(set) var since: Stamp?
    private(set) var why = ""

    init(_ limits: Limits = Limits()) {
        self.limits = limits
    }

    /// `unmade`: bytes that came in and that the recorder itself has not come to. What happened goes on record.
    mutating func take(_ backlog: Backlog, unmade: Int, at now: Stamp) -> [NightEvent] {
        let waiting = backlog.bytes + unmade
        let waited = backlog.since.map { now.moment - $0 } ?? .zero
        var next = detail
        if waiting >= limits.bytes * 4 {
            next = .events
        } else if waiting >= limits.bytes * 2 {
            next = detail.orLess(than: .fewPictures)
        } else if waiting >= limits.bytes || waited >= limits.wait {
            next = detail.orLess(than: .pictures)
        } else if waiting <= limits.bytes / 4, waited < limits.wait / 2 {
            next = .everything
        }
        guard next != detail else { return [] }
        var events: [NightEvent] = []
        if let since { events.append(.gap(kept: detail, from: since, to: now, why: why)) }
        (detail, since) = (next, next == .everything ? nil : now)
        if detail != .everything {
            why = backlog.failure ?? (backlog.bytes >= unmade ? "disk slow" : "machine busy")
            events.append(.thinned(to: detail, why: why))
        }
        return events
    }

    /// At the end of the recording.
    mutating func end(at now: Stamp) -> [NightEvent] {
        take(Backlog(), unmade: 0, at: now)
    }
}

extension RecordedDetail {
    fileprivate func orLess(than other: RecordedDetail) -> RecordedDetail {
        let order = Self.allCases
        return order.firstIndex(of: self) ?? 0 >= order.firstIndex(of: other) ?? 0 ? self : other
    }
}
