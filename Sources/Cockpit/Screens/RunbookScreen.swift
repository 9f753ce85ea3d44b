import Night

extension Snapshot.Wave {
    /// On the way back, or where only that is left, everything that may have to be undone, newest first.
    var goesBack: Bool {
        switch state {
        case .rollingBack, .stuck, .interrupted(_, true, _), .rolledBack: true
        default: false
        }
    }

    /// All steps, in order; on the way back those that were touched, newest first.
    var runbook: [StepStanding] {
        goesBack ? steps.reversed().filter { $0.fate.mayHaveActed } : steps
    }

    /// The step it stands at, or the first of those that come.
    var stepAtHand: StepID? {
        switch state {
        case .advancing(_, _, let progress), .rollingBack(let progress): progress.step
        case .stopped(_, _, let step, _), .stuck(let step, _), .interrupted(let step?, _, _): step
        case .settled, .armed, .interrupted, .rolledBack, .closed, nil: stepsAhead.first
        }
    }

    /// Where the cursor stands: where it was put, or else where something is to happen.
    func runbookRow(_ chosen: StepID?) -> Int {
        let rows = runbook.map(\.id)
        return chosen.flatMap(rows.firstIndex) ?? stepAtHand.flatMap(rows.firstIndex) ?? 0
    }

    /// Those of the phases that have not come, in order.
    private var stepsAhead: [StepID] {
        let coming = plan.pattern.phases.drop { $0 != next }
        return steps.map(\.id).filter { coming.contains($0.phase) }
    }
}

extension StepStanding.Fate {
    var mayHaveActed: Bool {
        switch self {
        case .planned, .looked: false
        default: true
        }
    }
}

/// The next transition and its undo, step by step: what would be done, how it is taken back, what became of it.
extension Painter {
    mutating func paintRunbook(in area: Area) {
        let steps = wave?.runbook ?? []
        let selected = wave?.runbookRow(view.runbook) ?? 0
        paintTitle("RUNBOOK", note: runbookNote(steps), row: area.rows.lowerBound, in: area.columns)
        var rest = area.dropping(1)
        guard !steps.isEmpty else {
            write([Phrase(noStepWords, .dim)], row: rest.rows.lowerBound, in: area.inset(by: 2).columns)
            return
        }
        let blocks = steps.enumerated().map { lines(of: $0.element, isSelected: $0.offset == selected, area.width - 6) }
        var first = 0
        // The selected step is seen whole, if a screen can hold it.
        while first < selected, blocks[first...selected].reduce(0, { $0 + $1.count }) > rest.height { first += 1 }
        for (offset, block) in blocks.enumerated().dropFirst(first) {
            for (line, row) in zip(block, rest.rows) {
                write(line, row: row, in: area.inset(by: 1).columns)
            }
            if offset == selected, !rest.rows.isEmpty {
                frame.write(
                    glyphs.pointer, row: rest.rows.lowerBound, column: area.columns.lowerBound, end: size.columns,
                    role: .selected)
            }
            rest = rest.dropping(block.count)
        }
    }

    private func runbookNote(_ steps: [StepStanding]) -> String {
        guard let wave else { return "no wave in the plan" }
        if wave.goesBack { return "\(wave.plan.name), the way back: \(steps.count.counted("step")), newest first" }
        guard let next = wave.next else { return wave.plan.name }
        let from = wave.phase.map { "\($0.rawValue) \(glyphs.forward) " } ?? ""
        let dry = snapshot.command?.executes == true ? "" : ", dry"
        let count = steps.count { $0.id.phase == next }
        return "\(wave.plan.name), \(from)\(next.rawValue): \(count.counted("step")) of \(steps.count)\(dry)"
    }

    private var noStepWords: String {
        guard let wave else { return "" }
        if wave.steps.isEmpty { return "the plan has no step for this wave, or none is read yet" }
        return "nothing was done, so nothing is undone"
    }

    private func lines(of step: StepStanding, isSelected: Bool, _ width: Int) -> [[Phrase]] {
        let standing = Standing(step.fate, isDueNow: step.id == wave?.stepAtHand)
        let since = step.at.map { "  \(Spelling.clock($0.wall))Z" } ?? ""
        var lines = [
            [
                Phrase(" \(step.id.words)  ", isSelected ? .focus : .dim), Phrase(step.plan.act.words, .title),
            ]
        ]
        let fate = standing.map { Phrase("\($0.glyph(glyphs)) \($0.word)", $0.role) } ?? Phrase("planned", .dim)
        let deadline = step.plan.deadline.map { "  deadline \(Spelling.span($0).full)" } ?? ""
        lines.append([Phrase("   "), fate, Phrase(since + deadline, .dim)])
        for text in standing?.detail?.wrapped(at: width).prefix(4) ?? [] { lines.append([Phrase("     " + text)]) }
        lines.append([Phrase("   undo ", .dim), Phrase(step.plan.undoWords)])
        for said in step.output.suffix(isSelected ? 6 : 2) {
            lines.append([Phrase("   said ", .dim), Phrase(said)])
        }
        return lines
    }
}
