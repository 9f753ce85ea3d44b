import Night

extension Snapshot.Wave {
    /// On the way back, or where only that is left, everything that may have to be undone, newest first.
    var goesBack: Bool {
        switch state {
        case .rollingBack, .stuck, .interrupted(_, true, _), .rolledBack: true
        default: false
        }
    }

    /// The steps of the next transition; on the way back those that were touched, newest first.
    var runbook: [StepStanding] {
        if goesBack { return steps.reversed().filter { $0.fate.isTouched } }
        if case .interrupted(let step?, false, _) = state { return steps.filter { $0.id.phase == step.phase } }
        return steps.filter { $0.id.phase == next }
    }
}

extension StepStanding.Fate {
    fileprivate var isTouched: Bool {
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
        let selected = steps.firstIndex { $0.id == view.runbook } ?? 0
        paintTitle("RUNBOOK", note: runbookNote(steps.count), row: area.rows.lowerBound, in: area.columns)
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

    private func runbookNote(_ count: Int) -> String {
        guard let wave else { return "no wave in the plan" }
        if wave.goesBack { return "\(wave.plan.name), the way back: \(count.counted("step")), newest first" }
        guard let next = wave.next else { return wave.plan.name }
        let from = wave.phase.map { "\($0.rawValue) \(glyphs.forward) " } ?? ""
        let dry = live.command?.executes == true ? "" : ", dry"
        return "\(wave.plan.name), \(from)\(next.rawValue): \(count.counted("step"))\(dry)"
    }

    private var noStepWords: String {
        guard let wave else { return "" }
        if wave.steps.isEmpty { return "the plan has no step for this wave, or none is read yet" }
        if wave.goesBack { return "nothing was done, so nothing is undone" }
        guard let next = wave.next else { return "there is nothing further to run" }
        return "nothing runs on the way to \(next.rawValue): its gates are all it needs"
    }

    private func lines(of step: StepStanding, isSelected: Bool, _ width: Int) -> [[Phrase]] {
        let standing = Standing(step.fate)
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
