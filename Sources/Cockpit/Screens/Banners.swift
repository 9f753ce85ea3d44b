import Night

/// What nobody may overlook, on every screen and whatever is frozen: worst first, a line or two each. While the past is
/// looked at its own lines stand below the alarms of the night that goes on.
extension Painter {
    /// Lines, as many as the screen spares.
    var banners: [[Phrase]] {
        let all = isSteppedBack ? alarms(in: live).map(saidOfLive) + lines(of: snapshot) : lines(of: live)
        let most = size.rows >= 34 ? 7 : 5
        guard all.count > most else { return all }
        return all.prefix(most - 1) + [[Phrase("+\(all.count - most + 1) more, on a taller screen", .warning)]]
    }

    private func lines(of night: Snapshot) -> [[Phrase]] {
        alarms(in: night) + night.waves.flatMap { progress(of: $0, in: night) } + commandNotes(of: night)
    }

    private func alarms(in night: Snapshot) -> [[Phrase]] {
        commandAlarms(of: night) + night.waves.flatMap { alarms(of: $0, in: night) }
    }

    private func saidOfLive(_ line: [Phrase]) -> [Phrase] { [Phrase(" LIVE ", .critical), Phrase(" ")] + line }

    // MARK: Of the night

    private func commandAlarms(of night: Snapshot) -> [[Phrase]] {
        guard let command = night.command else { return [] }
        var lines: [[Phrase]] = []
        if let panic = command.panic {
            lines.append([
                Phrase("\(glyphs.critical) PANIC", .critical),
                Phrase(
                    " \(words(of: panic)): "
                        + (command.executes ? "everything goes back" : "a dry run takes nothing back")),
            ])
        }
        if case .failing(let why, let since) = command.recording {
            lines.append([
                Phrase("\(glyphs.critical) RECORDING FAILS", .critical),
                Phrase(" advance is off, X works: \(why), since \(Spelling.clock(since.wall))Z"),
            ])
        }
        return lines
    }

    private func commandNotes(of night: Snapshot) -> [[Phrase]] {
        guard let command = night.command else { return [] }
        var lines: [[Phrase]] = []
        if let hold = command.hold {
            lines.append([
                Phrase("\(glyphs.warning) HOLD", .warning), Phrase(" no wave advances, X works: \(words(of: hold))"),
            ])
        }
        if case .thin(let detail, let why, let since) = command.recording {
            lines.append([
                Phrase("\(glyphs.warning) REC \(detail.words)", .warning),
                Phrase(" since \(Spelling.clock(since.wall))Z: \(why); every event is recorded"),
            ])
        }
        if let changed = command.planChanged {
            lines.append([
                Phrase("\(glyphs.warning) plan changed on disk", .warning), Phrase(", not taken: \(changed)"),
            ])
        }
        return lines
    }

    private func words(of veto: Snapshot.Command.Veto) -> String {
        "\(veto.why.isEmpty ? "no reason given" : veto.why), by \(veto.by) at \(Spelling.clock(veto.since.wall))Z"
    }

    // MARK: Of a wave

    private func alarms(of wave: Snapshot.Wave, in night: Snapshot) -> [[Phrase]] {
        let reds = wave.triggers.filter { $0.state.kind == .red || $0.state.abortsAt != nil }
        return reds.map { alarm(of: $0, wave, in: night) } + standstill(of: wave, in: night)
    }

    /// A countdown that anybody can see.
    private func alarm(of trigger: Snapshot.Trigger, _ wave: Snapshot.Wave, in night: Snapshot) -> [Phrase] {
        let says = trigger.state.says.isEmpty ? "" : ": \(trigger.state.says)"
        guard let abortsAt = trigger.state.abortsAt, wave.isAheadOfItsWayBack else {
            return [
                Phrase("\(glyphs.critical) RED \(wave.plan.name)", .critical),
                Phrase(" \(trigger.name)\(says)", .title),
            ]
        }
        let left = Spelling.span(max(.zero, abortsAt - night.at.moment)).full
        return [
            Phrase("\(glyphs.critical) \(wave.plan.name) GOES BACK BY ITSELF IN \(left)", .critical),
            Phrase(" RED \(trigger.name)\(says)", .title),
        ]
    }

    /// Where it stands still, and the two ways out.
    private func standstill(of wave: Snapshot.Wave, in night: Snapshot) -> [[Phrase]] {
        let name = wave.plan.name
        switch wave.state {
        case .stopped(_, _, let step, let why):
            return [
                standstill("STOPPED", "\(name) at \(step.words): \(why)"),
                waysOut(in: night, ("r", "tries the step again"), ("X", "goes back")),
            ]
        case .stuck(let step, let why):
            return [
                standstill("STUCK", "\(name), undo of \(step.words): \(why)"),
                waysOut(in: night, ("r", "tries the undo again"), ("u", "skips it, with a reason")),
            ]
        case .interrupted(let step, let goesBack, let sight):
            let place = step.map { " at \($0.words)" } ?? ""
            let seen = sight?.words ?? (night.command == nil ? "its commander is gone" : "looking what became of it")
            return [
                standstill("INTERRUPTED", "\(name)\(goesBack ? " going back" : "")\(place): \(seen)"),
                goesBack
                    ? waysOut(in: night, ("r", "goes on going back"), ("X", "the same"))
                    : waysOut(in: night, ("r", "goes on from there"), ("X", "goes back")),
            ]
        default: return []
        }
    }

    private func standstill(_ word: String, _ rest: String) -> [Phrase] {
        [Phrase("\(glyphs.critical) \(word)", .critical), Phrase(" " + rest, .title)]
    }

    private func waysOut(in night: Snapshot, _ ways: (key: String, does: String)...) -> [Phrase] {
        guard night.whyKeysAreOff == nil else {
            let who = night.command == nil ? "the next switchback run" : "its commander"
            return [Phrase("  \(who) has two ways out", .dim)]
        }
        return [Phrase("  two ways out:", .dim)]
            + ways.flatMap { [Phrase("  "), Phrase($0.key, .key), Phrase(" " + $0.does)] }
    }

    /// The step on its way: which of how many, for how long, until when, and what it said last.
    private func progress(of wave: Snapshot.Wave, in night: Snapshot) -> [[Phrase]] {
        let (at, goesBack, title): (StepProgress, Bool, String)
        switch wave.state {
        case .advancing(_, let to, let progress):
            (at, goesBack, title) = (progress, false, "\(glyphs.forward) \(wave.plan.name) to \(to.rawValue)")
        case .rollingBack(let progress):
            (at, goesBack, title) = (progress, true, "\(glyphs.back) \(wave.plan.name) GOES BACK")
        case .armed(_, let to, let until) where view.dialog?.subject != .advance:
            let left = Spelling.span(max(.zero, until - night.at.moment)).full
            return [
                [
                    Phrase("\(glyphs.notice) ARMED", .notice),
                    Phrase(" \(wave.plan.name) to \(to.rawValue), lapses in \(left)"),
                ]
            ]
        default: return []
        }
        let standing = wave.steps.first { $0.id == at.step }
        let dry = night.command?.executes == false ? "DRY RUN " : ""
        let words = standing.map { goesBack ? $0.plan.undoWords : $0.plan.act.words } ?? at.step.words
        let line = [
            Phrase(title, goesBack ? .warning : .notice),
            Phrase("  \(dry)\(at.nth) of \(at.count) \(at.partWords(goesBack: goesBack))", .title),
            Phrase(" \(Spelling.span(max(.zero, night.at.moment - at.since)).full)"), left(at, in: night),
            Phrase("  \(words)"),
        ]
        guard let said = standing?.output.last else { return [line] }
        return [line, [Phrase("  said  ", .dim), Phrase(said)]]
    }

    private func left(_ at: StepProgress, in night: Snapshot) -> Phrase {
        guard let deadline = at.deadline else { return Phrase("") }
        let left = deadline - night.at.moment
        let words = Spelling.span(left < .zero ? .zero - left : left).full
        return left < .zero ? Phrase(", \(words) OVER TIME", .critical) : Phrase(", \(words) left", .dim)
    }
}
