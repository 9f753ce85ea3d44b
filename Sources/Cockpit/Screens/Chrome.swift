import Night

/// What stands around every screen: who, when, how fresh; the wave's ladder; authority, price and reds; the keys.
extension Painter {
    mutating func paintHeader() {
        if view.past?.playhead != nil {
            paintPastHeader()
            return
        }
        var pen = Pen(row: 0, columns: 1..<size.columns)
        write("NIGHT ", .dim, with: &pen)
        write(snapshot.night, .header, width: min(snapshot.night.cellWidth, size.columns / 4), with: &pen)
        write("  ", with: &pen)
        if let frozen = view.pastPicture {
            let age = Spelling.span(live.at.moment - frozen.at.moment).full
            write(" FROZEN \(Spelling.clock(frozen.at.wall))Z, \(age) ago ", .frozen, with: &pen)
        } else {
            write(mode, with: &pen)
        }
        write("  \(Spelling.clock(live.at.wall))Z", .header, with: &pen)
        paintWaveName(with: &pen)
        // A frozen picture has its own age, said where it is said to be frozen.
        if view.past == nil { paintFreshness(row: 0, from: pen.column + 2) }
    }

    mutating func paintWaveName(with pen: inout Pen) {
        guard let wave else { return }
        let place = min(view.wave, snapshot.waves.count - 1) + 1
        write("  wave \(place)/\(snapshot.waves.count) ", .dim, with: &pen)
        write(wave.plan.name, .header, width: min(wave.plan.name.cellWidth, 20), with: &pen)
    }

    /// Who may act, and whether acting does anything.
    var mode: [Phrase] {
        let roomy = size.columns >= 100
        guard let command = live.command else { return [Phrase(roomy ? "WATCH read-only" : "WATCH", .notice)] }
        let does = command.executes ? "EXECUTE" : "DRY RUN"
        guard command.isHere else {
            let holder = "read-only, \(command.holder.user)@\(command.holder.host) holds \(does)"
            return [Phrase("WATCH ", .notice), Phrase(roomy ? holder : "", .notice)]
        }
        let recording: Phrase =
            switch command.recording {
            case .recording: Phrase(glyphs.recording + " ", .notice)
            case .thin(let detail, _, let since):
                Phrase(
                    "\(glyphs.warning) REC \(detail.words)\(roomy ? " since \(Spelling.clock(since.wall))Z" : "")  ",
                    .warning)
            case .failing: Phrase(glyphs.critical + " ", .critical)
            }
        return [recording, Phrase(does, command.executes ? .focus : .notice)]
    }

    /// At the right of the header: what polling costs and how old each cluster's newest answer is.
    mutating func paintFreshness(row: Int, from: Int) {
        let room = size.columns - 1 - from
        let poll: [Words] = [("poll \(Spelling.span(snapshot.poll).full)", .dim)]
        let whole = [poll] + ClusterRole.allCases.map { freshness(of: $0, cost: true) }
        let ages = ClusterRole.allCases.map { freshness(of: $0, cost: false) }
        // Whole, or without what it costs, or the worse of the two: half a line tells nobody anything.
        let worse = freshness(of: staler, cost: false)
        for parts in [whole, Array(whole.dropFirst()), ages, [worse], [Array(worse.dropFirst())]] {
            let words = joined(parts)
            let width = words.reduce(0) { $0 + $1.text.cellWidth }
            guard width <= room else { continue }
            var pen = Pen(row: row, columns: size.columns - 1 - width..<size.columns)
            for (text, role) in words { write(text, role, with: &pen) }
            return
        }
    }

    private typealias Words = (text: String, role: Role)

    private func joined(_ parts: [[Words]]) -> [Words] {
        Array(parts.joined(separator: [(" \(glyphs.dot) ", Role.dim)]))
    }

    private func freshness(of role: ClusterRole, cost: Bool) -> [Words] {
        let probe = snapshot.cluster(role).probe
        let name: Words = ("\(role.rawValue) ", .dim)
        if probe.silentSince != nil {
            let standing = Standing(probe, in: snapshot)
            let since = cost ? standing.detail.map { " " + $0 } ?? "" : ""
            return [name, ("\(glyphs.critical) \(standing.word)\(since)", .critical)]
        }
        guard let answer = snapshot.newestAnswer(of: role) else { return [name, ("? no answer yet", .unknown)] }
        let age = max(.zero, snapshot.at.moment - answer)
        let words = Spelling.span(age).full
        if age > snapshot.staleAfter { return [name, (glyphs.stale + words, .stale)] }
        let took = cost ? probe.lastSweep.value.map { Spelling.latency($0.took.inSeconds).full + ", " } ?? "" : ""
        return [name, ("\(took)\(words) ago", .text)]
    }

    /// The cluster whose newest answer is older; one that never answered before all.
    private var staler: ClusterRole {
        for cluster in [snapshot.source, snapshot.target] where cluster.probe.silentSince != nil { return cluster.role }
        guard let source = snapshot.newestAnswer(of: .source) else { return .source }
        guard let target = snapshot.newestAnswer(of: .target) else { return .target }
        return source < target ? .source : .target
    }

    // MARK: Ladder, authority, price

    mutating func paintLadder(row: Int) {
        var pen = Pen(row: row, columns: 1..<size.columns - 1)
        guard let wave else {
            write("no wave in the plan", .dim, with: &pen)
            return
        }
        let phases = wave.plan.pattern.phases
        let joint = " \(glyphs.horizontal) "
        write("phase     ", .dim, with: &pen)
        if wave.phase == nil || wave.state == .rolledBack {
            write([unsettled(wave), Phrase("  ")], with: &pen)
        }
        let arrow = " \(glyphs.forward) "
        guard phases.reduce(arrow.cellWidth - 6, { $0 + $1.rawValue.count + 3 }) <= pen.room else {
            paintShortLadder(wave, with: &pen)
            return
        }
        for (index, phase) in phases.enumerated() {
            let isNext = phase == wave.heading
            if index > 0 { write(isNext ? arrow : joint, isNext ? .focus : .border, with: &pen) }
            let here = phase == wave.phase || isNext
            let role: Role = phase == wave.phase ? .focus : isNext ? .notice : .dim
            write(here ? phase.rawValue.uppercased() : phase.rawValue, role, with: &pen)
        }
    }

    /// Where no phase says it.
    private func unsettled(_ wave: Snapshot.Wave) -> Phrase {
        wave.state == nil ? Phrase("? not established", .unknown) : wave.standing(glyphs)
    }

    private mutating func paintShortLadder(_ wave: Snapshot.Wave, with pen: inout Pen) {
        let phases = wave.plan.pattern.phases
        if let phase = wave.phase, let place = phases.firstIndex(of: phase) {
            write(phase.rawValue.uppercased(), .focus, with: &pen)
            if let heading = wave.heading {
                write(
                    [Phrase(" \(glyphs.forward) ", .focus), Phrase(heading.rawValue.uppercased(), .notice)], with: &pen)
            }
            write("  \(place + 1) of \(phases.count)", .dim, with: &pen)
        } else if wave.state == nil {
            write("none of \(phases.count)", .dim, with: &pen)
        } else {
            write("\(phases.count) phases", .dim, with: &pen)
        }
        write(", \(wave.plan.pattern.rawValue), owner \(wave.plan.owner)", .dim, with: &pen)
    }

    mutating func paintAuthority(row: Int) {
        let columns = 1..<size.columns - 1
        var pen = Pen(row: row, columns: columns)
        let tallyStart = paintTally(row: row, end: columns.upperBound)
        pen = Pen(row: row, columns: 1..<max(1, tallyStart - 2))
        write("authority ", .dim, with: &pen)
        write("? unknown", .unknown, with: &pen)
        write("  price ", .dim, with: &pen)
        write(wave?.price.words(glyphs) ?? [Phrase("\(glyphs.unknown) no wave", .unknown)], with: &pen)
    }

    /// Returns where it starts.
    private mutating func paintTally(row: Int, end: Int) -> Int {
        let tally = Tally(snapshot.findings)
        // Narrow, the price needs the room.
        let roomy = size.columns >= 100
        let warnings = roomy ? (tally.warnings == 1 ? " warning" : " warnings") : ""
        let parts: [(String, Role)] = [
            ("\(glyphs.critical) \(tally.reds) red", tally.reds > 0 ? .critical : .dim),
            ("\(glyphs.warning) \(tally.warnings)\(warnings)", tally.warnings > 0 ? .warning : .dim),
            ("? \(tally.unknowns)\(roomy ? " unknown" : "")", tally.unknowns > 0 ? .unknown : .dim),
        ]
        let width = parts.reduce(-2) { $0 + $1.0.cellWidth + 2 }
        var pen = Pen(row: row, columns: max(1, end - width)..<end)
        let start = pen.column
        for (index, part) in parts.enumerated() {
            if index > 0 { write("  ", with: &pen) }
            write(part.0, part.1, with: &pen)
        }
        return start
    }

    // MARK: Tabs and keys

    /// The screens, or what the last key has to say, or the filter being typed.
    mutating func paintTabs(row: Int) {
        var pen = Pen(row: row, columns: 1..<size.columns - 1)
        if let edited = view.editedFilter {
            write("filter ", .key, with: &pen)
            write(edited + "_", .input, with: &pen)
            writeWhole("   enter keeps it, esc drops it", .dim, with: &pen)
        } else if let answer = view.answer(at: live.at.moment) {
            write(glyphs.notice + " " + answer, .notice, with: &pen)
        } else {
            for screen in Screen.allCases where screen != .help {
                let here = screen == view.screen
                write("\(screen.rawValue)", .key, with: &pen)
                write(" ", with: &pen)
                write(screen.word, here ? .focus : .dim, with: &pen)
                write("  ", with: &pen)
            }
            if !view.filter.isEmpty {
                write(" filter ", .key, with: &pen)
                write(view.filter, .input, with: &pen)
            }
        }
    }

    // MARK: Too small

    mutating func paintTooSmall() {
        let tally = Tally(snapshot.findings)
        let phase = wave?.standing(glyphs) ?? Phrase("no wave", .dim)
        let tallied = Phrase(
            "\(glyphs.critical) \(tally.reds) red \(glyphs.warning) \(tally.warnings) ? \(tally.unknowns)",
            tally.reds > 0 ? .critical : .text)
        let standing = [phase, Phrase(" price ", .dim)] + (wave?.price.words(glyphs) ?? [])
        let tooSmall = [Phrase("\(size.columns)x\(size.rows) is too small, 80x24 is needed", .warning)]
        // Where keys act, the one that always does comes before what it costs.
        let keysAct = live.whyKeysAreOff == nil && !view.isReplay
        let first = keysAct ? [wayBackInAnySize, tooSmall, standing] : [standing, tooSmall]
        let last = [[Phrase("night \(snapshot.night)")], [Phrase("q quit", .key)]]
        let lines =
            view.past?.playhead == nil
            ? countdowns + [[tallied]] + first + last
            : countdowns + [pastWords + [Phrase(" ")] + liveWords] + first + [[tallied]] + last
        for (row, line) in lines.enumerated() { write(line, row: row, in: 0..<size.columns) }
    }

    private var countdowns: [[Phrase]] {
        live.waves.flatMap { wave in
            (wave.isAheadOfItsWayBack ? wave.triggers : []).compactMap(\.state.abortsAt).map { abortsAt in
                let left = Spelling.span(max(.zero, abortsAt - live.at.moment)).full
                return [Phrase("\(wave.plan.name) goes back by itself in \(left)", .critical)]
            }
        }
    }

    /// The key that works in any size, or the word it asks for.
    private var wayBackInAnySize: [Phrase] {
        guard let dialog = openDialog else { return wayBackWords }
        guard dialog.subject == .abort else { return wayBackWords + [Phrase("  esc leaves the dialog", .warning)] }
        let name = live.waves[dialog.wave].plan.name
        let typed = dialog.fields.first?.text ?? ""
        return [
            Phrase("type abort, enter: ", .title), Phrase(typed + "_", .input), Phrase(" takes back \(name)"),
        ]
    }
}
