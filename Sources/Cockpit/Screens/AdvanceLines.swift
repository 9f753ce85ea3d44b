import Night

/// What an advance would do and what stands against it: the worst first, folded rather than hidden where there are
/// more lines than rows.
struct AdvanceLines {
    let wave: Snapshot.Wave
    let snapshot: Snapshot
    let to: Phase
    /// What was measured before is history.
    let armedAt: Moment
    let glyphs: Glyphs

    private var blocking: [(gate: Snapshot.Gate, standing: Standing)] {
        wave.gates.filter(\.blocks).map { ($0, standing(of: $0)) }
    }

    /// How many gates stand against it.
    var notPassing: Int { blocking.count { $0.standing.level != .ok } }

    private var steps: [(step: StepStanding, standing: Standing)] {
        let isDry = snapshot.command?.executes == false
        let ahead = wave.steps.drop { $0.id.phase != to }.filter { isDry || $0.id.phase == to }
        return ahead.map { step in
            let standing = Standing(step.fate, isDueNow: step.id == ahead.first?.id)
            return (step, standing ?? Standing(.unknown, "looking", "not looked yet"))
        }
    }

    /// Never folded: how many there are of each kind.
    var summary: [Phrase] {
        let gates = blocking.map(\.standing)
        let looks = steps.map(\.standing)
        return [Phrase("gates ", .dim)] + counts(gates, fail: "fail", ok: "pass") + [Phrase("   steps ", .dim)]
            + (looks.isEmpty ? [Phrase("none", .dim)] : counts(looks, fail: "fail", ok: "ready"))
    }

    /// The worst first: what does not fit is left out from the end.
    private func counts(_ standings: [Standing], fail: String, ok: String) -> [Phrase] {
        let red = standings.count { $0.level == .red }
        let notYet = standings.count { $0.level == .warning }
        let good = standings.count { $0.level == .ok }
        let unknown = standings.count - red - notYet - good
        return [Phrase("\(glyphs.critical) \(red) \(fail)", red > 0 ? .critical : .dim)]
            + (notYet > 0 ? [Phrase(" \(glyphs.warning) \(notYet) not yet", .warning)] : [])
            + [
                Phrase(" "), Phrase("\(glyphs.unknown) \(unknown) unknown", unknown > 0 ? .unknown : .dim), Phrase(" "),
                Phrase("\(glyphs.ok) \(good) \(ok)", good > 0 ? .ok : .dim),
            ]
    }

    /// As full as `rows` allow.
    func lines(rows: Int) -> [[Phrase]] {
        let all = gateLines(folded: false) + stepLines(folded: false)
        if all.count <= rows { return all }
        let fewer = gateLines(folded: true) + stepLines(folded: false)
        return fewer.count <= rows ? fewer : gateLines(folded: true) + stepLines(folded: true)
    }

    // MARK: Gates

    /// A pass from before the arming is no pass yet; a failure from before is still one.
    private func standing(of gate: Snapshot.Gate) -> Standing {
        if case .ask = gate.plan.evidence { return Standing(gate.verdict) }
        guard gate.verdict == .pass, gate.takenAt.map({ $0 < armedAt }) ?? true else { return Standing(gate.verdict) }
        return Standing(.unknown, "again", "measuring again")
    }

    private func gateLines(folded: Bool) -> [[Phrase]] {
        let order: [Standing.Level] = [.red, .unknown, .stale, .warning, .ok]
        let sorted = order.flatMap { level in blocking.filter { $0.standing.level == level } }
        let shown = folded ? sorted.filter { $0.standing.level != .ok } : sorted
        let passing = sorted.count - shown.count
        let fold = passing > 0 ? [[Phrase("\(glyphs.ok) \(passing.counted("gate")) pass", .ok)]] : []
        return shown.map { line(of: $0.gate, $0.standing) } + fold
    }

    private func line(of gate: Snapshot.Gate, _ standing: Standing) -> [Phrase] {
        let age = gate.takenAt.map { Spelling.span(max(.zero, snapshot.at.moment - $0)).full + " ago" } ?? "never"
        let why = standing.level == .ok ? "" : standing.detail ?? ""
        let says = [why, gate.evidence].filter { !$0.isEmpty }.joined(separator: "; ")
        let filling = gate.filled > 0 && gate.filled < 1 && gate.plan.hold != nil
        let held =
            filling ? " \(Spelling.share(gate.filled).full) of \(Spelling.span(gate.plan.hold ?? .zero).full)" : ""
        return [
            Phrase(padded("\(standing.glyph(glyphs)) \(standing.word)", 10), standing.role),
            Phrase(padded(gate.plan.name, 17), standing.level == .ok ? .text : .title),
            Phrase(padded(age, 10), .dim), Phrase(says + held, standing.level == .red ? .title : .text),
        ]
    }

    // MARK: Steps

    private func stepLines(folded: Bool) -> [[Phrase]] {
        steps.flatMap { step, standing -> [[Phrase]] in
            let head = [
                Phrase(step.id.phase == to ? "\(step.id.number) " : "\(step.id.words) ", .dim),
                Phrase(padded("\(standing.glyph(glyphs)) \(standing.word)", 13), standing.role),
            ]
            let says = standing.detail ?? ""
            if folded, standing.level == .ok { return [head + [Phrase(says.isEmpty ? step.plan.act.words : says)]] }
            let would = standing.level == .ok ? Phrase("would \(says)", .dim) : Phrase(says, .title)
            return [head + [Phrase(step.plan.act.words, standing.level == .ok ? .text : .title)]]
                + (says.isEmpty ? [] : [[Phrase("               "), would]])
        }
    }

    private func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.cellWidth))
    }
}
