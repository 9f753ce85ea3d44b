import Archive
import BlackBox
import Night
import Probes
import Runbook

/// A night with its keys. What the commander's machine asks for is done here and nowhere else: recorded, run, stopped.
final class CommandedNight: NightSource {
    private let base: any NightSource
    let live: LiveNight
    private let file: NightFile
    private let runner: Runner
    private var commander: Commander
    private let hooks: GateHooks
    private let files: WatchedFiles
    private var nextCheck: Moment
    private var lastTurn: Stamp
    private var clock: WallClockWatch
    /// By wave and gate: what its executable said last, and is not said again.
    private var gateOutputs: [[String]: NightEvent] = [:]
    private var refusals: [String] = []

    /// A turn comes every so often; after so long without one nobody was shown anything.
    private static let standstill = Duration.seconds(5)

    /// Takes the night's keys, or throws who has them. `base` is this night's from here on, to its end.
    init(_ base: any NightSource, at place: NightPlace, planText: [UInt8], executes: Bool) throws {
        let now = SystemClock.now()
        let holder = NightPlace.holder()
        let plan = base.plan
        let digest: String
        do {
            digest = try PlanDigest.of(planText)
            files = try WatchedFiles(plan, at: place, planText: planText)
        } catch {
            base.end()
            throw error
        }
        do {
            file = try NightFile.open(
                path: place.nightFile, night: plan.night, planDigest: digest, planText: planText, holder: holder,
                at: now)
        } catch {
            files.end()
            base.end()
            throw error
        }
        let past = file.history.map { (at: $0.at, event: $0.event) }
        do throws(PlanMismatch) {
            commander = try Commander(plan: plan, holder: holder, executes: executes, history: past, at: now)
        } catch {
            files.end()
            base.end()
            throw NightFileError.otherPlan(path: place.nightFile, why: "\(error)", taken: file.previousPlan)
        }
        self.base = base
        live = base.live
        runner = Runner(program: runningProgram(), directory: place.folder)
        hooks = GateHooks(plan, directory: place.folder, at: now.moment)
        nextCheck = now.moment
        lastTurn = now
        clock = WallClockWatch(now)
        live.night.take(contexts: commander.contexts)
        live.night.take(past: past, at: now)
        if let since = file.unrecordedSince {
            let why = "nobody held the night's keys"
            perform(.record(.gap(kept: .nothing, from: since, to: now, why: why), receipt: nil), at: now)
        }
        if let taken = file.previousPlan, taken.digest != digest {
            let how = "another plan than this night was held with until now, \(taken)"
            perform(.record(.planChanged(how), receipt: nil), at: now)
        }
    }

    var holdsKeys: Bool { true }
    var mayNotLeave: String? { commander.mayNotLeave }

    var descriptors: [Int32] {
        base.descriptors + runner.descriptors + hooks.descriptors + [file.descriptor, files.descriptor]
    }

    func nextTick(after now: Moment) -> Moment {
        let ticks = [base.nextTick(after: now), runner.nextTick(after: now), hooks.nextTick(after: now), nextCheck]
        return (ticks + [commander.nextDeadline].compactMap { $0 }).min() ?? now
    }

    func snapshot(at now: Stamp) -> Snapshot {
        var snapshot = base.snapshot(at: now)
        commander.fill(&snapshot)
        if snapshot.command?.recording == .recording { snapshot.command?.recording = file.recorder.standing }
        return snapshot.asRecorded()
    }

    func shown(_ snapshot: Snapshot) { file.recorder.take(shown: snapshot) }

    func record(_ event: NightEvent, at now: Stamp) { perform(.record(event, receipt: nil), at: now) }

    func act(_ act: Act, at now: Stamp) -> [String] {
        take(.act(act), at: now)
        defer { refusals = [] }
        return refusals
    }

    func commanderIsLost(at now: Stamp) { take(.lost, at: now) }

    func turn(at now: Stamp) throws -> [ProbeProcess.Report] {
        if now.moment - lastTurn.moment > Self.standstill {
            let why = "this process stood still"
            record(.gap(kept: .nothing, from: lastTurn, to: now, why: why), at: now)
        }
        lastTurn = now
        // Answers first: a judgement may rest on them.
        for receipt in file.receipts() { input(receipt).map { take($0, at: now) } }
        for report in runner.turn(at: now.moment) { take(input(report), at: now) }
        for result in hooks.turn(at: now.moment) {
            live.night.take(
                gate: result.gate, ofWave: result.wave, result.verdict, evidence: result.evidence, at: now)
            record(result, at: now)
        }
        let reports = try base.turn(at: now)
        record(reports, at: now)
        if reports.contains(where: \.endsSweep) { judge(at: now) }
        for change in files.changes(at: now) { take(change, at: now) }
        if now.moment >= nextCheck {
            nextCheck = now.moment + Night.checkEvery
            // Where no sweep ends any more, only time can tell.
            if live.night.take(tick: now) { judge(at: now) }
            take(.tick, at: now)
        } else if let deadline = commander.nextDeadline, now.moment >= deadline {
            take(.tick, at: now)
        }
        return reports
    }

    func end() {
        runner.end()
        hooks.end()
        base.end()
        files.end()
        if let why = file.close(sealingAt: commander.isOver ? SystemClock.now().wall : nil) {
            Output.error("the night's record is not sealed: \(why.madeVisible)")
        }
    }

    private func record(_ reports: [ProbeProcess.Report], at now: Stamp) {
        if let step = clock.step(at: now) { record(.clockSet(milliseconds: step), at: now) }
        for report in reports {
            switch report {
            case .observed(let observed): file.recorder.take(observed)
            case .probe(let event, let probe, let stamp): record(.probe(probe, event), at: stamp)
            }
        }
        // On record already, by whoever noticed.
        for news in file.recorder.takeNews() { live.night.take(news.event, at: news.at) }
    }

    private func record(_ result: GateHooks.Result, at now: Stamp) {
        let wave = plan.waves[result.wave].name
        let event = NightEvent.gateRan(
            wave: wave, gate: result.gate, result.verdict, output: result.output)
        if gateOutputs.updateValue(event, forKey: [wave, result.gate]) != event { record(event, at: now) }
    }

    private func judge(at now: Stamp) {
        // What nobody has judged goes nowhere: it may be held.
        guard files.isKnown(at: now) else { return }
        take(.judged(live.night.snapshot(at: now).waves), at: now)
    }

    private func take(_ input: CommanderInput, at now: Stamp) {
        for action in commander.take(input, at: now) { perform(action, at: now) }
        live.night.take(contexts: commander.contexts)
    }

    private func perform(_ action: CommanderAction, at now: Stamp) {
        switch action {
        case .record(let event, let receipt):
            file.append(event, at: now, receipt: receipt)
            live.night.take(event, at: now)
        case .run(let wave, let errand): runner.start(order(for: errand, of: wave, at: now), at: now.moment)
        case .stop(let errand): runner.stop(errand, at: now.moment)
        case .measureAgain(let wave): hooks.runNow(wave, at: now.moment)
        case .acknowledge(let wave, let trigger): live.night.acknowledge(trigger: trigger, ofWave: wave, at: now)
        case .attest(let wave, let gate, let by, let note, let artifact):
            live.night.attest(gate: gate, ofWave: wave, by: by, note: note, artifact: artifact, at: now)
        case .refuse(let why): refusals.append(why)
        }
    }
}

// What passes between the machine and those who do the work.
extension CommandedNight {
    private func order(for errand: Errand, of wave: Int, at now: Stamp) -> ErrandOrder {
        let planned = plan.waves[wave]
        let snapshot = live.night.snapshot(at: now)
        return ErrandOrder(
            errand, night: plan.night, wave: planned.name,
            topics: snapshot.topics.filter { $0.wave == planned.name && $0.onSource.value != nil }.map(\.name),
            groups: snapshot.groups.filter { $0.wave == planned.name }.map { group in
                let own = planned.groups.first { $0.group.matches(group.name) }
                return ErrandOrder.Group(name: group.name, offsets: own?.offsets ?? .translate)
            },
            producers: planned.producers, source: ErrandOrder.Cluster(plan.source),
            target: ErrandOrder.Cluster(plan.target), bridge: plan.bridges.first,
            connects: connects(of: errand.plan.act, in: planned))
    }

    /// The bridge's own connectors run on the target's side of it, where its Connect is.
    private func connects(of act: StepPlan.Act, in wave: WavePlan) -> [StepPlan.Side: EndpointPlan] {
        guard case .connect(_, let name, let side) = act else { return [:] }
        if let connector = wave.connectors.first(where: { $0.name == name }) {
            let sides = [(StepPlan.Side.sourceSide, connector.sourceSide), (.targetSide, connector.targetSide)]
            return sides.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        guard case .mirrorMaker2(let bridge)? = plan.bridges.first, let connect = bridge.connect else { return [:] }
        return [side: connect]
    }

    private func input(_ receipt: Receipt) -> CommanderInput? {
        switch (receipt.number, receipt.failure) {
        case (let number?, let why?): .notRecorded(receipt: number, why: why)
        case (let number?, nil): .recorded(receipt: number)
        case (nil, let why?): .cannotWrite(why)
        case (nil, nil): nil
        }
    }

    private func input(_ report: ErrandReport) -> CommanderInput {
        switch report {
        case .said(let errand, let line): .said(errand: errand, line)
        case .looked(let errand, let look): .looked(errand: errand, look)
        case .ended(let errand, let end): .ended(errand: errand, end)
        case .seen(let errand, let sight): .seen(errand: errand, sight)
        }
    }
}

extension ErrandOrder.Cluster {
    fileprivate init(_ plan: ClusterPlan) {
        self.init(
            bootstrap: plan.bootstrap,
            properties: Dictionary(plan.properties.map { ($0.name, $0.value.revealed) }) { _, last in last },
            isOpenByDefault: plan.openByDefault)
    }
}

extension ProbeProcess.Report {
    fileprivate var endsSweep: Bool {
        if case .observed(let observed) = self, case .sweepEnded = observed.what { true } else { false }
    }
}
