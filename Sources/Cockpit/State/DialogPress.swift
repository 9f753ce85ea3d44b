import Night

/// Keys while a dialog is open. All but escape and `X` are ignored while its dead time lasts.
extension CockpitView {
    /// What the owner of the machine was told when it passed an act on.
    public mutating func refused(_ why: String) {
        flash = why
        dialog?.refusal = why
        dialog?.isSent = false
    }

    mutating func open(_ subject: Dialog.Subject, of place: Int, _ live: Snapshot) {
        editedFilter = nil
        past = nil
        let wave = live.waves[place]
        dialog = Dialog(subject, wave: place, named: wave.plan.name, next: wave.next, at: live.at.moment)
    }

    /// Cancel. An arming nobody looks at is taken back.
    mutating func leaveDialog(_ live: Snapshot, butFor turnedBack: Int? = nil) -> [CockpitAction] {
        guard let left = dialog else { return [] }
        dialog = nil
        guard left.subject == .advance, left.wave != turnedBack else { return [] }
        let mayBecomeArmed = left.refusal == nil && left.deadTime.lasts(at: live.at.moment)
        return live.waves[left.wave].isArmed || mayBecomeArmed ? [.act(.disarm(wave: left.wave))] : []
    }

    /// A dialog that what happened has made pointless goes, and what was being typed into it does not fall through.
    mutating func dropOutlivedDialog(_ live: Snapshot) {
        guard let dialog, !dialog.isOpen(in: live) else { return }
        self.dialog = nil
        if live.at.moment - dialog.heard < Dialog.typingPause { quiet = DeadTime(from: live.at.moment) }
    }

    mutating func pressInDialog(_ key: Key, _ live: Snapshot, in size: Size) -> [CockpitAction] {
        if key == .escape { return leaveDialog(live) }
        guard var open = dialog else { return [] }
        defer { if dialog != nil { dialog = open } }
        open.heard = live.at.moment
        if open.deadTime.swallows(at: live.at.moment) { return [] }
        open.says = nil
        open.refusal = nil
        // The way back is short enough for any screen.
        let isReadable = size.columns >= NightLayout.smallest.columns && size.rows >= NightLayout.smallest.rows
        guard isReadable || open.subject == .abort else {
            open.says = "too small a terminal to see what it would do"
            return []
        }
        switch key {
        case .character(let scalar): open.type(scalar, at: live.at.moment)
        case .pasted: open.says = "paste is ignored: type it"
        case .backspace: if let place = open.place { open.fields[place].removeLast() }
        case .control("u"): if let place = open.place { open.fields[place].clear() }
        case .tab: open.turnPlace(by: 1)
        case .backTab: open.turnPlace(by: -1)
        case .down: scroll(&open, by: 1, live, in: size)
        case .up: scroll(&open, by: -1, live, in: size)
        case .pageDown: scroll(&open, by: Dialog.page, live, in: size)
        case .pageUp: scroll(&open, by: -Dialog.page, live, in: size)
        case .enter: return enter(&open, live)
        case .control, .left, .right, .home, .end, .escape, .other: break
        }
        return []
    }

    private func scroll(_ open: inout Dialog, by step: Int, _ live: Snapshot, in size: Size) {
        let last = Painter(live: live, view: self, size: size, glyphs: .unicode).lastDialogTop(of: open)
        open.top = min(max(open.top + step, 0), last)
    }

    private mutating func enter(_ open: inout Dialog, _ live: Snapshot) -> [CockpitAction] {
        guard let place = open.place else { return leaveByEnter(live) }
        if let complaint = open.fields[place].complaint {
            open.says = complaint
            return []
        }
        if place + 1 < open.fields.count {
            open.place = place + 1
            return []
        }
        if let missing = open.fields.firstIndex(where: { $0.complaint != nil }) {
            open.place = missing
            open.says = open.fields[missing].complaint
            return []
        }
        if open.subject == .advance, !live.waves[open.wave].isArmed {
            open.says = "it is no longer armed: esc, then a arms it again"
            return []
        }
        guard live.at.moment >= open.entersFrom else {
            open.says = "enter came with the last letter, as in a paste: press it again"
            return []
        }
        guard open.subject == .advance else {
            dialog = nil
            quiet = DeadTime(from: live.at.moment)
            return [.act(open.act)]
        }
        // It stays until the machine has begun or refused.
        open.isSent = true
        return [.act(open.act)]
    }

    private mutating func leaveByEnter(_ live: Snapshot) -> [CockpitAction] {
        quiet = DeadTime(from: live.at.moment)
        return leaveDialog(live)
    }
}

extension Dialog {
    static let page = 8
    /// Who has pressed nothing for so long is no longer typing.
    static let typingPause = Duration.seconds(1)

    /// Whether its question still stands.
    func isOpen(in snapshot: Snapshot) -> Bool {
        guard snapshot.waves.indices.contains(wave) else { return false }
        let asked = snapshot.waves[wave]
        switch (subject, asked.state) {
        case (.advance, .armed): return asked.next == next
        case (.advance, .settled), (.advance, .rolledBack): return asked.next == next && !isSent
        case (.abort, _): return asked.whyNotBack == nil
        case (.close, .settled(.observing)): return true
        case (.retry(let step), .stopped(_, _, let at, _)): return step == at
        case (.retry(let step), .interrupted(let at, false, _)): return step == at
        case (.skip(let step), .stuck(let at, _)): return step == at
        case (.attest, _): return true
        case (.answer(let step, _), _): return asked.asked?.step == step
        case (.advance, _), (.close, _), (.retry, _), (.skip, _): return false
        }
    }

    /// What was typed makes it.
    var act: Act {
        let typed = fields.map(\.text)
        return switch subject {
        case .advance: .confirm(wave: wave, typed: typed[0])
        case .abort: .turnBack(wave: wave, typed: typed[0])
        case .close: .close(wave: wave, typed: typed[0])
        case .retry: .retry(wave: wave)
        case .skip: .skip(wave: wave, reason: typed[0])
        case .attest(let gate): .attest(wave: wave, gate: gate, note: typed[0], artifact: typed[1])
        case .answer: .answer(wave: wave, yes: typed[0] == "yes", note: typed[1])
        }
    }
}
