import Night

/// The question that stands before an act: what it would do, where it is answered, and what it asks to be typed.
extension Painter {
    /// The dialog, unless what happened has made it pointless.
    var openDialog: Dialog? { view.dialog.flatMap { $0.isOpen(in: live) ? $0 : nil } }

    mutating func paintDialog(_ dialog: Dialog, in area: Area) {
        let wave = live.waves[dialog.wave]
        let width = min(area.width, Self.widestDialog)
        let left = area.columns.lowerBound + (area.width - width) / 2
        let head = head(of: dialog, wave)
        let foot = foot(of: dialog)
        let most = area.height - head.count - foot.count - 2
        let body = body(of: dialog, wave, rows: most, width: width - 4)
        let rows = min(body.count, max(0, most))
        let top = min(dialog.top, max(0, body.count - rows))
        let hidden = body.count - rows
        let height = rows + head.count + foot.count + 2
        let box = Area(
            rows: area.rows.lowerBound..<min(area.rows.lowerBound + height, area.rows.upperBound),
            columns: left..<left + width)
        paintBox(box, title: title(of: dialog, wave), note: hidden > 0 ? "\(hidden) lines more, up down" : "")
        let lines = head + body.dropFirst(top).prefix(rows) + foot
        for (row, line) in zip(box.rows.dropFirst().dropLast(), lines) {
            write(line, row: row, in: box.inset(by: 2).columns)
        }
    }

    private static let widestDialog = 120

    /// The last first line that still fills the dialog.
    func lastDialogTop(of dialog: Dialog) -> Int {
        let wave = live.waves[dialog.wave]
        let rows = body(in: size, banners: banners.count).height - head(of: dialog, wave).count - foot(of: dialog).count
        let width = min(size.columns, Self.widestDialog) - 4
        return max(0, body(of: dialog, wave, rows: rows - 2, width: width).count - max(0, rows - 2))
    }

    private mutating func paintBox(_ box: Area, title: String, note: String) {
        let (first, last) = (box.columns.lowerBound, box.columns.upperBound - 1)
        for row in box.rows {
            // The whole row: half a wide glyph must not stay beside the box.
            frame.fill(" ", row: row, columns: 0..<size.columns, role: .text)
            frame.put(glyphs.vertical, row: row, column: first, role: .border)
            frame.put(glyphs.vertical, row: row, column: last, role: .border)
        }
        let (top, bottom) = (box.rows.lowerBound, box.rows.upperBound - 1)
        for row in [top, bottom] { frame.fill(glyphs.horizontal, row: row, columns: box.columns, role: .border) }
        paintTitle(title, note: note, row: top, in: first + 1..<last)
        frame.put(glyphs.topLeft, row: top, column: first, role: .border)
        frame.put(glyphs.topRight, row: top, column: last, role: .border)
        frame.put(glyphs.bottomLeft, row: bottom, column: first, role: .border)
        frame.put(glyphs.bottomRight, row: bottom, column: last, role: .border)
    }

    // MARK: Words

    private func title(of dialog: Dialog, _ wave: Snapshot.Wave) -> String {
        let name = wave.plan.name
        return switch dialog.subject {
        case .advance: "ADVANCE \(name)"
        case .abort: "TAKE BACK \(name)"
        case .close: "CLOSE \(name)"
        case .retry: "TRY AGAIN \(name)"
        case .skip: "SKIP AN UNDO OF \(name)"
        case .attest(let gate): "ATTEST \(gate) of \(name)"
        case .answer: "\(name) ASKS"
        }
    }

    private func head(of dialog: Dialog, _ wave: Snapshot.Wave) -> [[Phrase]] {
        var first = dialog.subject == .advance ? arming(of: dialog, wave) : []
        if live.command?.executes == false {
            first += [
                Phrase(first.isEmpty ? "" : "   "), Phrase(" DRY RUN ", .frozen), Phrase(" changes nothing", .notice),
            ]
        }
        var lines = first.isEmpty ? [] : [first]
        if let advance = advanceLines(of: dialog, wave) { lines.append(advance.summary) }
        return lines
    }

    private func arming(of dialog: Dialog, _ wave: Snapshot.Wave) -> [Phrase] {
        if case .armed(let from, let to, let until) = wave.state {
            let left = Spelling.span(max(.zero, until - live.at.moment)).full
            return [
                Phrase("\(from.rawValue) \(glyphs.forward) "), Phrase(to.rawValue.uppercased(), .focus),
                Phrase("   armed, lapses in \(left)", .notice),
            ]
        }
        if dialog.refusal == nil, dialog.deadTime.lasts(at: live.at.moment) {
            return [Phrase("\(glyphs.notice) arming: gates are measured again, steps look", .notice)]
        }
        return [Phrase("\(glyphs.warning) NOT ARMED", .warning), Phrase(" esc leaves, then a arms it again")]
    }

    private func advanceLines(of dialog: Dialog, _ wave: Snapshot.Wave) -> AdvanceLines? {
        guard dialog.subject == .advance, case .armed(_, let to, let until) = wave.state else { return nil }
        // As the machine has it, which is a moment after the key.
        let armedAt = until - WaveMachine.armedFor
        return AdvanceLines(wave: wave, snapshot: live, to: to, armedAt: armedAt, glyphs: glyphs)
    }

    private func body(of dialog: Dialog, _ wave: Snapshot.Wave, rows: Int, width: Int) -> [[Phrase]] {
        if let advance = advanceLines(of: dialog, wave) { return advance.lines(rows: rows) }
        return sentences(of: dialog, wave).flatMap { phrase in
            phrase.text.wrapped(at: width).map { [Phrase($0, phrase.role)] }
        }
    }

    private func sentences(of dialog: Dialog, _ wave: Snapshot.Wave) -> [Phrase] {
        switch dialog.subject {
        case .advance: []
        case .abort:
            [Phrase("No trigger is red. What was done is undone, newest first."), price(wave)] + undos(of: wave)
        case .close:
            [Phrase("\(glyphs.warning) It cannot be undone: a closed wave has no way back.", .warning), price(wave)]
        case .retry(let step): standsAt(step, wave) + [Phrase("The step runs again, and the advance goes on after it.")]
        case .skip(let step):
            standsAt(step, wave) + [
                Phrase("\(glyphs.warning) What the step did stays done. The way back goes on with the next.", .warning)
            ]
        case .attest(let gate): asking(wave.gates.first { $0.plan.name == gate }?.plan)
        case .answer(_, let question): [Phrase(question, .title)]
        }
    }

    private func price(_ wave: Snapshot.Wave) -> Phrase {
        Phrase("Going back now: \(wave.price.words(glyphs).map(\.text).joined()).")
    }

    private func undos(of wave: Snapshot.Wave) -> [Phrase] {
        let undone = wave.steps.reversed().filter { $0.fate.mayHaveActed }
        guard !undone.isEmpty else { return [Phrase("No step of it is known to have acted.", .dim)] }
        return undone.map { Phrase("\($0.id.words): \($0.plan.undoWords)", .dim) }
    }

    private func standsAt(_ step: StepID?, _ wave: Snapshot.Wave) -> [Phrase] {
        guard let step, let standing = wave.steps.first(where: { $0.id == step }) else { return [] }
        let why: String =
            switch wave.state {
            case .stopped(_, _, _, let why), .stuck(_, let why): why
            case .interrupted(_, _, let sight): sight?.words ?? "what became of it is not seen yet"
            default: ""
            }
        return [Phrase("\(step.words): \(standing.plan.act.words)", .title), Phrase(why)]
    }

    private func asking(_ gate: GatePlan?) -> [Phrase] {
        guard let gate, case .ask(let question) = gate.evidence else { return [] }
        let expires = gate.expires.map { " It expires after \(Spelling.span($0).full)." } ?? ""
        return [
            Phrase(question, .title), Phrase("It is recorded with your name and the time.\(expires)"),
        ]
    }

    // MARK: The answer

    private func foot(of dialog: Dialog) -> [[Phrase]] {
        var lines: [[Phrase]] = []
        let wave = live.waves[dialog.wave]
        if let to = wave.heading, dialog.subject == .advance {
            lines.append([Phrase("price once there  ", .dim), Phrase(live.priceOnce(wave, isIn: to))])
        }
        lines.append([pointer(at: dialog.place == nil), Phrase("Cancel", dialog.place == nil ? .focus : .text)])
        for (index, field) in dialog.fields.enumerated() {
            lines.append(line(of: field, in: dialog, here: dialog.place == index))
        }
        if let refusal = dialog.refusal {
            let width = min(size.columns, Self.widestDialog) - 4
            let words = "\(glyphs.critical) refused: \(refusal)".wrapped(at: width).prefix(2)
            return lines + words.map { [Phrase($0, .title)] }
        }
        return lines + [answer(to: dialog)]
    }

    private func pointer(at here: Bool) -> Phrase {
        Phrase(here ? glyphs.pointer + " " : "  ", .focus)
    }

    private func line(of field: DialogField, in dialog: Dialog, here: Bool) -> [Phrase] {
        let label: String =
            switch field.wants {
            case .exactly(let name): "type \(field.label), \(name): "
            case .oneOf: "type \(field.label): "
            case .words(let optional): "\(field.label)\(optional ? ", if anywhere" : ""): "
            }
        // The end of a long text is where it is being typed.
        let room = min(size.columns, Self.widestDialog) - 8 - label.cellWidth - 22
        let shown = field.text.cellWidth <= room ? field.text : glyphs.tooWide + field.text.suffix(max(0, room - 2))
        let line = [
            pointer(at: here), Phrase(label, here ? .title : .dim), Phrase(shown + (here ? "_" : ""), .input),
            Phrase("  "),
        ]
        guard case .exactly = field.wants, !field.text.isEmpty else { return line }
        if let place = field.differsAt { return line + [Phrase("\(glyphs.warning) differs at \(place)", .warning)] }
        guard field.complaint == nil else { return line + [Phrase("so far it matches", .dim)] }
        let isHeard = live.at.moment >= dialog.entersFrom
        return line + [Phrase("\(glyphs.ok) matches\(isHeard ? ", enter" : "")", .notice)]
    }

    /// What the last key came to, or what the next may do.
    private func answer(to dialog: Dialog) -> [Phrase] {
        if dialog.deadTime.lasts(at: live.at.moment) {
            return [Phrase("\(glyphs.notice) nothing acts yet: keys are ignored for a moment", .notice)]
        }
        if let says = dialog.says { return [Phrase("\(glyphs.warning) \(says)", .warning)] }
        let wave = live.waves[dialog.wave]
        if let blocks = advanceLines(of: dialog, wave)?.notPassing, blocks > 0 {
            let gates = blocks == 1 ? "1 gate does" : "\(blocks) gates do"
            return [Phrase("\(glyphs.warning) \(gates) not pass: it would be refused now", .warning)]
        }
        let letter = dialog.wantsX ? ". X is a letter here unless a trigger is red" : ""
        return [Phrase("esc or enter on Cancel leaves\(letter)", .dim)]
    }
}
