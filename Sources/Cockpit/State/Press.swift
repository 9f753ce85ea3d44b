public import Night

/// What each key does. Arrows and the letters beside them only move the eye. Few keys act, and in a cockpit that only
/// watches they say why they do nothing; `X` is looked at before anything else.
extension CockpitView {
    /// How far ctrl-d and page-down go.
    private static let halfPage = 10
    private static let page = 20

    /// `columns`, `rows`: the size of the screen, which decides what columns there are to sort by, and whether a dialog
    /// can be read.
    public mutating func press(
        _ key: Key, snapshot: Snapshot, columns: Int = Size.largest, rows: Int = Size.largest
    ) -> [CockpitAction] {
        let live = isReplay ? shown(snapshot) : snapshot
        flash = nil
        dropOutlivedDialog(live)
        switch key {
        case .control("c"): return [.quit]
        case .control("z"): return [.suspend]
        case .control("l"): return [.repaint]
        case .character("X"):
            if let actions = pressWayBack(live) { return actions }
        default: break
        }
        if dialog != nil {
            return pressInDialog(key, live, in: Size(columns: columns, rows: rows))
        }
        if quiet?.swallows(at: live.at.moment) == true { return [] }
        if let text = editedFilter {
            edit(text, with: key)
            return []
        }
        if let text = past?.typedTime { return type(key, intoTime: text) }
        return pressInPast(key) ?? pressOnScreen(key, live, columns: columns)
    }

    private mutating func pressOnScreen(_ key: Key, _ live: Snapshot, columns: Int) -> [CockpitAction] {
        switch key {
        case .character("q"): return [.quit]
        case .character(" "): return freezeOrReturn(live)
        case .character("a"), .character("r"), .character("u"), .character("c"), .character("y"):
            if case .character(let scalar) = key { return pressActing(scalar, live) }
        case .enter where screen == .gates && openComparison(live): break
        case .enter where screen == .gates: return pressStanding(live)
        case .character("s"): turnOrder(tableWidth: columns - 2)
        case .character(let scalar): press(scalar, live)
        case .up: move(by: -1, live)
        case .down: move(by: 1, live)
        case .pageUp, .control("b"): move(by: -Self.page, live)
        case .pageDown, .control("f"): move(by: Self.page, live)
        case .control("u"): move(by: -Self.halfPage, live)
        case .control("d"): move(by: Self.halfPage, live)
        case .home: move(by: -.max, live)
        case .end: move(by: .max, live)
        case .left: turnWave(by: -1, live)
        case .right: turnWave(by: 1, live)
        case .tab: turnScreen(by: 1)
        case .backTab: turnScreen(by: -1)
        case .enter: open(live)
        case .escape, .backspace: back()
        case .pasted: flash = "pasted text is ignored outside the filter"
        case .control, .other: break
        }
        return []
    }

    private mutating func press(_ scalar: Unicode.Scalar, _ live: Snapshot) {
        switch scalar {
        case "j": move(by: 1, live)
        case "k": move(by: -1, live)
        case "g": move(by: -.max, live)
        case "G": move(by: .max, live)
        case "h": turnWave(by: -1, live)
        case "l": turnWave(by: 1, live)
        case "1"..."7": screen = Screen(rawValue: Int(scalar.value - 0x30)) ?? .night
        case "?": toggleHelp()
        case "/": startFilter()
        case "S": reverseOrder()
        default: break
        }
    }

    // MARK: Screens

    private mutating func turnScreen(by step: Int) {
        let ring: [Screen] = [.night, .lag, .groups, .bridge, .gates, .runbook, .log]
        let place = ring.firstIndex(of: screen) ?? 0
        screen = ring[(place + step + ring.count) % ring.count]
    }

    private mutating func toggleHelp() {
        if screen == .help {
            screen = screenBeforeHelp
        } else {
            screenBeforeHelp = screen
            screen = .help
        }
    }

    private mutating func turnWave(by step: Int, _ live: Snapshot) {
        let count = shown(live).waves.count
        wave = min(max(wave + step, 0), max(0, count - 1))
    }

    private mutating func open(_ live: Snapshot) {
        guard screen == .lag, openTopic == nil else { return }
        let rows = topicRows(of: shown(live))
        openTopic = (rows.first { $0.name == lag.selected } ?? rows.first)?.name
        partitions.selected = nil
    }

    /// False: the row is no gate with differences, and enter means something else.
    private mutating func openComparison(_ live: Snapshot) -> Bool {
        if isComparing(shown(live)) { return true }
        openGate = nil
        guard case .gate(let name)? = standingRow(in: shown(live)),
            let gate = gate(name, in: shown(live)), !gate.differences.isEmpty
        else { return false }
        (openGate, difference) = (name, 0)
        return true
    }

    /// The gate that was opened still has differences to show.
    private func isComparing(_ snapshot: Snapshot) -> Bool {
        openGate.flatMap { gate($0, in: snapshot) }?.differences.isEmpty == false
    }

    private mutating func moveDifference(by step: Int, _ snapshot: Snapshot) {
        guard let openGate, let last = gate(openGate, in: snapshot)?.differences.indices.last else { return }
        difference = stepped(min(difference, last), by: step, last: last)
    }

    private func gate(_ name: String, in snapshot: Snapshot) -> Snapshot.Gate? {
        let focused = snapshot.waves.indices.contains(wave) ? snapshot.waves[wave] : snapshot.waves.last
        return focused?.gates.first { $0.plan.name == name }
    }

    /// Out of the innermost thing that is open.
    private mutating func back() {
        if screen == .help {
            toggleHelp()
        } else if screen == .lag, openTopic != nil {
            openTopic = nil
        } else if screen == .gates, openGate != nil {
            openGate = nil
        } else if screen == .log, logPlace != nil {
            logPlace = nil
        } else if !filter.isEmpty {
            filter = ""
        } else {
            screen = .night
        }
    }

    // MARK: The cursor

    private mutating func move(by step: Int, _ live: Snapshot) {
        let snapshot = shown(live)
        switch screen {
        case .lag:
            if let openTopic {
                guard let topic = snapshot.topics.first(where: { $0.name == openTopic }) else { return }
                let names = partitionRows(of: topic).map { "\($0.number)" }
                partitions.selected = moved(partitions.selected, by: step, among: names)
            } else {
                lag.selected = moved(lag.selected, by: step, among: topicRows(of: snapshot).map(\.name))
            }
        case .groups:
            groups.selected = moved(groups.selected, by: step, among: groupRows(of: snapshot).map(\.name))
        case .log: moveLog(by: step, in: logRows(of: snapshot))
        case .gates where isComparing(snapshot): moveDifference(by: step, snapshot)
        case .gates: moveStanding(by: step, in: standingRows(of: snapshot))
        case .runbook: moveRunbook(by: step, snapshot)
        case .night, .bridge, .help: break
        }
    }

    private mutating func moveStanding(by step: Int, in rows: [StandingRow]) {
        guard let last = rows.indices.last else { return }
        let place = standing.flatMap { rows.firstIndex(of: $0) } ?? 0
        standing = rows[stepped(place, by: step, last: last)]
    }

    private mutating func moveRunbook(by step: Int, _ snapshot: Snapshot) {
        let focused = snapshot.waves.indices.contains(wave) ? snapshot.waves[wave] : snapshot.waves.last
        guard let focused, let last = focused.runbook.indices.last else { return }
        runbook = focused.runbook[stepped(focused.runbookRow(runbook), by: step, last: last)].id
    }

    private func moved(_ selected: String?, by step: Int, among names: [String]) -> String? {
        guard let last = names.indices.last else { return nil }
        let place = selected.flatMap { names.firstIndex(of: $0) } ?? 0
        return names[stepped(place, by: step, last: last)]
    }

    private func stepped(_ place: Int, by step: Int, last: Int) -> Int {
        let (sum, overflow) = place.addingReportingOverflow(step)
        return overflow ? last : min(max(sum, 0), last)
    }

    private mutating func moveLog(by step: Int, in rows: [Snapshot.LogEntry]) {
        guard let place = logIndex(in: rows), let last = rows.indices.last else { return }
        let wanted = stepped(place, by: step, last: last)
        guard wanted < last else {
            logPlace = nil
            return
        }
        let moment = rows[wanted].at.moment
        let first = rows.firstIndex { $0.at.moment >= moment } ?? wanted
        logPlace = LogPlace(moment: moment, nth: wanted - first)
    }

    // MARK: Order and filter

    private mutating func turnOrder(tableWidth: Int) {
        switch screen {
        case .lag where openTopic != nil: partitions.turn(in: tableWidth)
        case .lag: lag.turn(in: tableWidth)
        case .groups: groups.turn(in: tableWidth)
        case .night, .bridge, .gates, .runbook, .log, .help: flash = "nothing to sort on this screen"
        }
    }

    private mutating func reverseOrder() {
        switch screen {
        case .lag where openTopic != nil: partitions.descending.toggle()
        case .lag: lag.descending.toggle()
        case .groups: groups.descending.toggle()
        case .night, .bridge, .gates, .runbook, .log, .help: flash = "nothing to sort on this screen"
        }
    }

    private mutating func startFilter() {
        switch screen {
        case .lag where openTopic == nil, .groups, .log: editedFilter = filter
        default: flash = "nothing to filter on this screen: lag, groups and log have filters"
        }
    }

    private mutating func edit(_ text: String, with key: Key) {
        switch key {
        case .enter:
            filter = text
            editedFilter = nil
        case .escape: editedFilter = nil
        case .backspace: editedFilter = String(text.unicodeScalars.dropLast())
        case .control("u"): editedFilter = ""
        case .character(let scalar): editedFilter = bounded(text + String(Character(scalar)))
        case .pasted(let pasted): editedFilter = bounded(text + withoutControls(pasted))
        default: break
        }
    }

    /// A name copied with its line end is still the name.
    func withoutControls(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.filter { $0.properties.generalCategory != .control }))
    }

    private func bounded(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.prefix(Self.longestFilter)))
    }
}

extension TableState where Column: SortColumn {
    /// To the next column that a table so wide shows.
    fileprivate mutating func turn(in width: Int) {
        let shown = Column.allCases.filter { $0.from <= width || $0 == order }
        let place = shown.firstIndex(of: order) ?? 0
        order = shown[(place + 1) % shown.count]
        descending = !order.isName
    }
}
