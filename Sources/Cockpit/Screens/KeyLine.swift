import Night

/// The line of keys: first those that act, with what they act on, or why they do not.
extension Painter {
    mutating func paintKeys(row: Int) {
        var pen = Pen(row: row, columns: 1..<size.columns - 1)
        write(actingKeys, with: &pen)
        for (key, word) in legend {
            guard pen.room >= key.cellWidth + word.count + 4 else { continue }
            write("  " + key, .key, with: &pen)
            write(" " + word, .dim, with: &pen)
        }
    }

    private var actingKeys: [Phrase] {
        if view.isReplay { return [Phrase("a advance  X abort  (off: a recording)", .keyOff)] }
        guard let command = live.command else {
            return [Phrase("a advance  X abort  (off: read-only)", .keyOff)]
        }
        guard command.isHere else {
            let holder = "\(command.holder.user)@\(command.holder.host), \(command.executes ? "EXECUTE" : "DRY RUN")"
            return [Phrase("a advance  X abort  (off: keys at \(holder))", .keyOff)]
        }
        let wayBack = wayBackWords
        if openDialog != nil { return wayBack }
        if view.past != nil { return [Phrase("a advance (the past)  ", .keyOff)] + wayBack }
        let own = ownKeys.flatMap { [Phrase("  "), Phrase($0.key, .key), Phrase(" " + $0.word, .text)] }
        if case .atOnce = WayBack(in: live, focus: view.wave) { return wayBack + own }
        return advanceWords + [Phrase("  ")] + wayBack + own
    }

    /// Which wave `X` takes back, and why at once.
    var wayBackWords: [Phrase] {
        if live.whyKeysAreOff != nil { return [Phrase("X abort (read-only)", .keyOff)] }
        switch WayBack(in: live, focus: view.wave) {
        case .atOnce(let wave, let trigger):
            let name = live.waves[wave].plan.name
            return [Phrase("X go back: \(name) (RED \(trigger))", .critical)]
        case .byWord(let wave):
            let name = live.waves[wave].plan.name
            if openDialog?.wantsX == true || view.editedFilter != nil {
                return [Phrase("X abort \(name) (typed here: esc first)", .keyOff)]
            }
            return [Phrase("X", .key), Phrase(" abort \(name)")]
        case .off:
            if case .rollingBack? = focused?.state { return [Phrase("X abort (going back)", .keyOff)] }
            return [Phrase("X abort (nothing to go back)", .keyOff)]
        }
    }

    private var advanceWords: [Phrase] {
        guard let wave = focused else { return [Phrase("a advance (no wave)", .keyOff)] }
        if let why = wave.brieflyWhyNotForward(in: live) { return [Phrase("a advance (\(why))", .keyOff)] }
        return [Phrase("a", .key), Phrase(" advance")]
    }

    /// Where there is nothing to answer, to try again or to close, there is no such key.
    private var ownKeys: [(key: String, word: String)] {
        guard let wave = focused else { return [] }
        if wave.asked != nil { return [("y", "answer")] }
        switch wave.state {
        case .stopped: return [("r", "try again")]
        case .interrupted: return [("r", "go on")]
        case .stuck: return [("r", "try again"), ("u", "skip")]
        case .settled(.observing): return [("c", "close")]
        default: return view.screen == .gates ? standingKeys(wave) : []
        }
    }

    private func standingKeys(_ wave: Snapshot.Wave) -> [(key: String, word: String)] {
        switch view.standingRow(in: live) {
        case .gate(let name):
            guard case .ask? = wave.gates.first(where: { $0.plan.name == name })?.plan.evidence else { return [] }
            return [("enter", "attest")]
        case .trigger(let name):
            let isRed = wave.reds.contains { $0.name == name }
            return isRed ? [("enter", "acknowledge")] : []
        case nil: return []
        }
    }

    private var focused: Snapshot.Wave? {
        live.waves.indices.contains(view.wave) ? live.waves[view.wave] : live.waves.last
    }

    /// The most needed first: what does not fit is left out from the end.
    private var legend: [(key: String, word: String)] {
        if openDialog != nil { return [("esc", "cancel"), ("tab", "next"), ("up down", "scroll")] }
        let always =
            view.past?.playhead.map(pastKeys)
            ?? [("q", "quit"), ("?", "help"), ("space", view.past == nil ? "freeze" : "go on")]
        let own: [(String, String)] =
            switch view.screen {
            case .lag where view.openTopic == nil:
                [("enter", "partitions"), ("/", "filter"), ("s", "sort"), ("S", "reverse")]
            case .lag: [("esc", "topics"), ("s", "sort"), ("S", "reverse")]
            case .groups: [("/", "filter"), ("s", "sort"), ("S", "reverse")]
            case .log: [("/", "filter"), ("G", "newest")]
            case .help: [("esc", "back")]
            case .gates where openGate != nil: [("esc", "gates"), ("j k", "row")]
            case .gates: comparisonKeys + [("j k", "row")] + waveKeys
            case .runbook: [("j k", "row")] + waveKeys
            case .night, .bridge: waveKeys
            }
        return always + own
    }

    private func pastKeys(_ playhead: Playhead) -> [(key: String, word: String)] {
        let play = playhead.isPlaying ? "pause" : "play"
        let leaf = [("left right", "step")]
        let jumps = [(":", "time"), ("n", "red"), ("e", "event")]
        let own =
            view.isReplay
            ? [("space", play), ("?", "help")] + jumps + leaf
            : [("space", "live"), ("?", "help")] + leaf + jumps + [("p", play)]
        return own + [(", .", "speed"), ("[ ]", "10s"), ("{ }", "1m"), ("q", "quit")]
    }

    private var comparisonKeys: [(String, String)] {
        guard case .gate(let name)? = view.standingRow(in: snapshot),
            wave?.gates.first(where: { $0.plan.name == name })?.differences.isEmpty == false
        else { return [] }
        return [("enter", "differences")]
    }

    private var waveKeys: [(String, String)] { snapshot.waves.count > 1 ? [("h l", "wave")] : [] }
}
