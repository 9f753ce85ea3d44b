import Night

/// How something stands, as a glyph, a word and a role: never by colour alone.
struct Standing: Equatable {
    enum Level: Equatable { case ok, warning, red, unknown, stale }

    var level: Level
    var word: String
    /// More words where there is room.
    var detail: String?

    init(_ level: Level, _ word: String, _ detail: String? = nil) {
        self.level = level
        self.word = word
        self.detail = detail
    }

    var role: Role {
        switch level {
        case .ok: .ok
        case .warning: .warning
        case .red: .critical
        case .unknown: .unknown
        case .stale: .stale
        }
    }

    func glyph(_ glyphs: Glyphs) -> String {
        switch level {
        case .ok: glyphs.ok
        case .warning: glyphs.warning
        case .red: glyphs.critical
        case .unknown: glyphs.unknown
        case .stale: glyphs.staleSign
        }
    }
}

extension Standing {
    /// A line read too long ago is not inside its limit, whatever it was then.
    init(_ line: Snapshot.Line, in snapshot: Snapshot) {
        if case .unknown(let why) = line.standing {
            self.init(.unknown, "unknown", why)
            return
        }
        guard let used = line.used.reading else {
            self.init(.unknown, "unknown", line.used.whyUnknown)
            return
        }
        switch line.standing {
        case .breached: self.init(.red, "BREACHED")
        case .lost(let why): self.init(.red, "BREACHED", why)
        case .filling(let held):
            let hold = Spelling.span(line.plan.hold).full
            self.init(.warning, "over", "\(Spelling.span(held).full) of \(hold)")
        case .warning where !snapshot.isOld(used): self.init(.warning, "warning")
        case .inside where !snapshot.isOld(used): self.init(.ok, "inside")
        case .inside, .warning, .unknown: self.init(.stale, "stale")
        }
    }

    init(_ probe: Snapshot.Probe, in snapshot: Snapshot) {
        switch probe.state {
        case .starting: self.init(.unknown, "starting", "no reading yet")
        case .unanswered(let since): self.init(.red, "NO ANSWER", "since \(Spelling.clock(since.wall))Z")
        case .late: self.init(.warning, "late", "no sweep has ended in time")
        case .down(let why): self.init(.red, "down", why)
        case .waiting(let until, let why):
            let left = max(0, (until - snapshot.at.moment).inSeconds)
            self.init(.red, "restart in \(Spelling.span(left).full)", why)
        case .sweeping:
            guard let sweep = probe.lastSweep.reading else {
                self.init(.unknown, "sweeping", "no reading yet")
                return
            }
            self.init(snapshot.isOld(sweep) ? .stale : .ok, snapshot.isOld(sweep) ? "stale" : "sweeping")
        }
    }

    init(_ verdict: Verdict) {
        switch verdict {
        case .pass: self.init(.ok, "pass")
        case .fail(let why): self.init(.red, "fail", why)
        case .unknown(let why): self.init(.unknown, "unknown", why)
        }
    }

    init(_ trigger: TriggerState) {
        switch trigger.kind {
        case .calm: self.init(.ok, "quiet", trigger.says)
        case .smouldering: self.init(.warning, "smoulders", trigger.says)
        case .secondLook: self.init(.warning, "2nd look", trigger.says)
        case .red: self.init(.red, "RED", trigger.says)
        case .acknowledged: self.init(.warning, "seen", trigger.says)
        case .unknown: self.init(.unknown, "unknown", trigger.says)
        }
    }
}

extension Standing {
    init(_ finding: Snapshot.Finding) {
        switch finding.severity {
        case .red: self.init(.red, "red", finding.text)
        case .unknown: self.init(.unknown, "unknown", finding.text)
        case .warning: self.init(.warning, "warning", finding.text)
        }
    }
}
