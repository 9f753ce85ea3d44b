public import Night

/// Where a wave stands and where it is going, in the words of the screen.
extension Snapshot.Wave {
    /// The phase it is on its way to.
    var heading: Phase? {
        switch state {
        case .armed(_, let to, _), .advancing(_, let to, _), .stopped(_, let to, _, _): to
        default: nil
        }
    }

    /// The phase a next advance leads to; nil: there is none, or only closing is left.
    var next: Phase? {
        if let heading { return heading }
        guard let phase, let place = plan.pattern.phases.firstIndex(of: phase) else { return nil }
        return plan.pattern.phases.dropFirst(place + 1).first
    }

    func standing(_ glyphs: Glyphs) -> Phrase {
        switch state {
        case nil: Phrase("? phase unknown", .unknown)
        case .settled(let phase): Phrase(phase.rawValue)
        case .armed: Phrase("\(glyphs.notice) armed", .notice)
        case .advancing(_, let to, _): Phrase("\(glyphs.forward) \(to.rawValue)", .notice)
        case .stopped: Phrase("\(glyphs.critical) STOPPED", .critical)
        case .rollingBack: Phrase("\(glyphs.back) going back", .warning)
        case .stuck: Phrase("\(glyphs.critical) STUCK", .critical)
        case .interrupted: Phrase("\(glyphs.critical) INTERRUPTED", .critical)
        case .rolledBack: Phrase("\(glyphs.back) rolled back", .warning)
        case .closed: Phrase("closed")
        }
    }

    /// The same without signs, for a line of plain text.
    public var standingWords: String {
        switch state {
        case nil: "phase not established"
        case .settled(let phase): "phase \(phase.rawValue)"
        case .armed(let from, let to, _): "armed, \(from.rawValue) to \(to.rawValue)"
        case .advancing(_, let to, let at):
            "advancing to \(to.rawValue), step \(at.nth) of \(at.count) \(at.partWords(goesBack: false))"
        case .stopped(_, let to, let step, let why): "stopped on the way to \(to.rawValue), at \(step.words): \(why)"
        case .rollingBack(let at): "going back, step \(at.nth) of \(at.count) \(at.partWords(goesBack: true))"
        case .stuck(let step, let why): "stuck on the way back, at \(step.words): \(why)"
        case .interrupted(let step, let goesBack, let sight):
            "interrupted \(goesBack ? "on the way back" : "on the way forward")"
                + (step.map { " at \($0.words)" } ?? "") + (sight.map { ", \($0.words)" } ?? "")
        case .rolledBack: "rolled back"
        case .closed: "closed"
        }
    }
}

extension Snapshot.Price {
    func words(_ glyphs: Glyphs) -> [Phrase] {
        let what: Phrase =
            switch kind {
            case .free: Phrase("\(glyphs.ok) free", .ok)
            case .reread(let records, let groups):
                Phrase("re-read \(Spelling.count(records).full) in \(groups.counted("group"))", .notice)
            case .onlyOnTarget(let records):
                Phrase("\(glyphs.warning) \(Spelling.count(records).full) records only on the target", .warning)
            case .unknown(let why): Phrase("\(glyphs.unknown) unknown, \(why)", .unknown)
            }
        return [what] + (besides.map { [Phrase(" and \(glyphs.unknown) \($0)", .unknown)] } ?? [])
    }
}

extension Snapshot {
    /// What going back will cost once `wave` is in `phase`.
    func priceOnce(_ wave: Wave, isIn phase: Phase) -> String {
        let records = priceInRecordsOnce(wave, isIn: phase)
        guard phase != .closed, wave.plan.promotesForGood(by: phase) else { return records }
        return "\(records), and promoted topics are taken back by hand only"
    }

    private func priceInRecordsOnce(_ wave: Wave, isIn phase: Phase) -> String {
        switch phase {
        case .planned, .replicating, .proven: return "free: nothing of the wave has moved by then"
        case .consumersMoved where wave.plan.pattern == .consumerFirst || wave.plan.pattern == .dualWrite:
            return "groups re-read what they read on the target by then"
        case .dualWriting: return "the source still has every record: nothing is lost"
        case .consumersMoved, .producersMoved, .switched, .sourceWritesOff:
            let rates = topics.filter { $0.wave == wave.plan.name }.map(\.sourceRate.value)
            let known = rates.compactMap { $0 }
            let words = "records written by then stay on the target"
            if known.isEmpty || known.count < rates.count { return words }
            return "\(words), about \(Spelling.rate(known.reduce(0, +)).full)"
        case .observing: return "as now, and it grows with every record on the target"
        case .closed: return "there is no way back"
        }
    }
}
