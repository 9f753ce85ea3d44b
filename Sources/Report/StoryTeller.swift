import Cockpit
public import Night

/// Makes the story of a night out of what is in its file: pictures and events, given in the order of time.
public struct StoryTeller {
    private var story: NightStory
    private var signs = FirstSigns()
    private var shown: Snapshot?
    private var curves: [String: Curve] = [:]
    private var dimensions: [String: Dimension] = [:]
    private var marks: [Chart.Mark] = []
    private var gaps: [ClosedRange<Moment>] = []
    private var blind: [String: NightStory.Blindness] = [:]
    private var verdicts: [GateName: (verdict: Verdict, at: Moment)] = [:]
    private let span: ClosedRange<Moment>

    private struct GateName: Hashable {
        var wave: String
        var gate: String
    }

    static let mostInTimeline = 4_000
    private static let mostGroups = 8
    /// Two pictures further apart than this: nobody recorded in between.
    private static let patience = Duration.seconds(30)

    public init(night: String, first: Stamp, last: Stamp) {
        story = NightStory(night: night, first: first, last: last)
        span = first.moment...max(first.moment, last.moment)
    }

    // MARK: What comes in

    public mutating func take(_ snapshot: Snapshot) {
        let since = shown.map { min(snapshot.at.moment - $0.at.moment, Self.patience) } ?? .zero
        signs.take(snapshot)
        measure(snapshot, since: max(since, .zero))
        shown = snapshot
    }

    public mutating func take(_ event: NightEvent, at stamp: Stamp, missingBefore: Int) {
        let (missing, overflow) = story.missingEvents.addingReportingOverflow(missingBefore)
        story.missingEvents = overflow ? .max : missing
        if let entry = StoryWords.entry(for: event, at: stamp) { story.timeline.append(entry) }
        switch event {
        case .opened(let who, _, let executes):
            endHolding(at: stamp, why: nil)
            story.holdings.append(NightStory.Holding(who: who, from: stamp, until: nil, executes: executes))
        case .left(let why): endHolding(at: stamp, why: why)
        case .trigger(let wave, let name, .red, _):
            signs.turnedRed(Snapshot.Finding(.red, "wave \(wave)", "trigger \(name) turned red", since: stamp))
            story.reds.append(NightStory.Red(trigger: name, wave: wave, at: stamp))
            mark(.red, "\(wave): \(name)", at: stamp)
        case .gate(let wave, let gate, let verdict):
            verdicts[GateName(wave: wave, gate: gate)] = (verdict, stamp.moment)
        case .wave(let name, let happened): take(happened, of: name, at: stamp)
        default: break
        }
    }

    /// From when to when nobody recorded, or not all, and why.
    public mutating func take(gapFrom from: Stamp, to: Stamp, why: String) {
        let lasted = Spelling.span(to.moment - from.moment).full
        let entry = NightStory.Entry(
            at: from, kind: .gap, about: "record", text: "\(why), for \(lasted)", severity: .warning)
        story.gaps.append(entry)
        story.timeline.append(entry)
        gaps.append(from.moment...max(from.moment, to.moment))
    }

    /// What the file itself is worth.
    public mutating func take(record words: String) { story.record.append(words) }

    // MARK: Events

    private mutating func endHolding(at stamp: Stamp, why: String?) {
        guard let last = story.holdings.indices.last, story.holdings[last].until == nil else { return }
        story.holdings[last].until = stamp
        story.holdings[last].why = why
    }

    private mutating func mark(_ kind: Chart.Mark.Kind, _ words: String, at stamp: Stamp) {
        marks.append(Chart.Mark(kind: kind, at: stamp.moment, words: words))
    }

    private mutating func take(_ event: WaveEvent, of name: String, at stamp: Stamp) {
        let place = wave(named: name)
        switch event {
        case .confirmed(let to): story.firings.append(firing(of: name, to: to, at: stamp))
        case .settled(let phase):
            story.waves[place].phases.append(NightStory.PhaseReached(phase: phase, at: stamp))
            mark(.transition, "\(name) \(phase.rawValue)", at: stamp)
        case .turnedBack(let why):
            signs.turnedRed()
            let price = shown?.waves.first { $0.plan.name == name }.map { $0.price.inWords }
            story.waves[place].wayBack = NightStory.WayBack(began: stamp, why: why.words, price: price)
            mark(.goingBack, "\(name) goes back", at: stamp)
        case .rolledBack: story.waves[place].wayBack?.ended = stamp
        default: break
        }
    }

    private mutating func wave(named name: String) -> Int {
        if let place = story.waves.firstIndex(where: { $0.name == name }) { return place }
        story.waves.append(NightStory.WaveTold(name: name, owner: "", standing: "not on any picture"))
        return story.waves.count - 1
    }

    private func firing(of wave: String, to phase: Phase, at stamp: Stamp) -> NightStory.Firing {
        let all = shown?.waves.first { $0.plan.name == wave }?.gates ?? []
        let gates = all.filter(\.blocks) + all.filter { !$0.blocks }
        return NightStory.Firing(
            wave: wave, to: phase, at: stamp,
            gates: gates.map { gate in
                var told = NightStory.Firing.Gate(
                    name: gate.plan.name, owner: gate.plan.owner, verdict: gate.verdict, evidence: gate.evidence,
                    blocks: gate.blocks, age: gate.takenAt.map { max(.zero, stamp.moment - $0) })
                if let latest = latest(of: gate, in: wave) {
                    told.verdict = latest
                    told.evidence = latest.why ?? "it passed between the last picture and the advance"
                    told.age = nil
                }
                return told
            })
    }

    /// A picture is up to a second old, or ten; whatever a gate changed to since is an event, and so is what a wave was
    /// let go forward on. Nil: the picture says the same, or is newer.
    private func latest(of gate: Snapshot.Gate, in wave: String) -> Verdict? {
        guard let known = verdicts[GateName(wave: wave, gate: gate.plan.name)], let shown,
            known.at >= shown.at.moment, known.verdict != gate.verdict
        else { return nil }
        return known.verdict
    }

    // MARK: Pictures

    private mutating func measure(_ snapshot: Snapshot, since: Duration) {
        for line in snapshot.budget { measure(line, since: since, at: snapshot.at) }
        for wave in snapshot.waves {
            let place = self.wave(named: wave.plan.name)
            story.waves[place].owner = wave.plan.owner
            story.waves[place].standing = wave.standingWords
            add(wave.price.records, to: "price \(wave.plan.name)", .count, at: snapshot.at)
        }
        add(snapshot.bridge.lag.records.value.map(Double.init), to: "bridge lag", .count, at: snapshot.at)
        add(snapshot.bridge.lag.time.value, to: "bridge time", .time, at: snapshot.at)
        add(snapshot.source.recordsIn.value, to: "rate into the source", .perSecond, at: snapshot.at)
        add(snapshot.bridge.records.value, to: "rate over the bridge", .perSecond, at: snapshot.at)
        add(snapshot.target.recordsIn.value, to: "rate into the target", .perSecond, at: snapshot.at)
        for group in snapshot.groups {
            let sides = [group.source, group.target].compactMap { $0.lag.time.value }
            add(sides.max(), to: "group \(group.name)", .time, at: snapshot.at)
        }
        var told: Set<String> = []
        for finding in snapshot.findings where finding.severity == .unknown && told.insert(finding.about).inserted {
            blind[
                finding.about,
                default: NightStory.Blindness(
                    about: finding.about, text: finding.text, lasted: .zero, first: finding.since ?? snapshot.at
                )
            ].lasted += since
        }
    }

    private mutating func measure(_ line: Snapshot.Line, since: Duration, at stamp: Stamp) {
        let name = line.plan.name
        let place = story.lines.firstIndex { $0.name == name } ?? story.lines.endIndex
        if place == story.lines.endIndex {
            story.lines.append(NightStory.LineTold(name: name, limit: line.plan.limit))
        }
        add(line.used.value, to: "line \(name)", .share, at: stamp)
        guard let used = line.used.value, used.isFinite else {
            story.lines[place].unknownFor += since
            return
        }
        if used > 1 { story.lines[place].overFor += since }
        if used > story.lines[place].worst?.used ?? -1 {
            story.lines[place].worst = NightStory.LineTold.Worst(used: used, at: stamp)
        }
    }

    private mutating func add(_ value: Double?, to key: String, _ dimension: Dimension, at stamp: Stamp) {
        curves[key, default: Curve(over: span)].add(value, at: stamp.moment)
        dimensions[key] = dimension
    }

    // MARK: What comes out

    public func finished() -> NightStory {
        var told = story
        told.charts = charts()
        told.firstSigns = signs.found
        told.blindness = blind.values.filter { $0.lasted > .zero }
            .sorted { ($1.lasted, $0.about) < ($0.lasted, $1.about) }
        told.redAtEnd = shown?.findings.filter { $0.severity == .red } ?? []
        told.timeline.sort { $0.at.moment < $1.at.moment }
        told.shortenTimeline(to: Self.mostInTimeline)
        return told
    }

    private func charts() -> [Chart] {
        let lines = story.lines.map { ("line \($0.name)", $0.name) }
        let groups = curves.filter { $0.key.hasPrefix("group ") }.sorted {
            ($1.value.most, $0.key) < ($0.value.most, $1.key)
        }
        .prefix(Self.mostGroups).map { ($0.key, String($0.key.dropFirst(6))) }
        let prices = story.waves.map { ("price \($0.name)", $0.name) }
        return [
            chart("Budget: share of each line's limit", .share, lines, limit: 1),
            chart("Price of going back, in records read again or left behind", .count, prices),
            chart("Bridge lag, in time", .time, [("bridge time", "bridge")]),
            chart("Bridge lag, in records", .count, [("bridge lag", "bridge")]),
            chart("Consumer lag, in time: the groups furthest behind", .time, groups),
            chart(
                "Records a second", .perSecond,
                ["into the source", "over the bridge", "into the target"].map { ("rate \($0)", $0) }),
        ].compactMap { $0 }
    }

    private func chart(
        _ title: String, _ dimension: Dimension, _ series: [(key: String, name: String)], limit: Double? = nil
    ) -> Chart? {
        let drawn = series.compactMap { key, name -> Chart.Series? in
            guard var curve = curves[key], curve.isDrawn else { return nil }
            curve.bridgeHoles(Self.patience)
            return Chart.Series(name: name, curve: curve)
        }
        guard !drawn.isEmpty else { return nil }
        return Chart(
            title: title, dimension: dimension, series: drawn, limit: limit, marks: marks, gaps: gaps, span: span,
            wallAtStart: story.first.wall)
    }
}

extension NightStory {
    /// What was known goes, the oldest first: a gate that flaps all night must not hide how the night ended. What
    /// somebody did and what came of it stays, however much that is.
    fileprivate mutating func shortenTimeline(to most: Int) {
        var excess = timeline.count - most
        guard excess > 0 else { return }
        let before = timeline.count
        timeline.removeAll { entry in
            guard excess > 0, entry.kind == .known else { return false }
            excess -= 1
            return true
        }
        untold = before - timeline.count
    }
}

extension Snapshot.Price {
    /// Nil: unknown.
    var records: Double? {
        switch kind {
        case .free: 0
        case .reread(let records, _), .onlyOnTarget(let records): Double(records)
        case .unknown: nil
        }
    }

    var inWords: String {
        let what =
            switch kind {
            case .free: "free"
            case .reread(let records, let groups):
                "re-read \(Spelling.count(records).full) in \(groups.counted("group"))"
            case .onlyOnTarget(let records): "\(Spelling.count(records).full) records only on the target"
            case .unknown(let why): "unknown: \(why)"
            }
        return what + (besides.map { ", and \($0)" } ?? "")
    }
}
