/// A night's command as those see it who only watch: what its night file says, as it is written there.
public struct CommandFollower: Sendable {
    private let names: [String]
    private var waves: [WaveFollower]
    private var command: Snapshot.Command?

    public init(plan: Plan, at: Stamp) {
        names = plan.waves.map(\.name)
        waves = plan.waves.map { WaveFollower(plan: $0, at: at) }
    }

    public mutating func take(_ event: NightEvent, at: Stamp) {
        switch event {
        case .opened(let holder, _, let executes):
            command = Snapshot.Command(holder: holder, since: at, isHere: false, executes: executes)
            // Where nothing more is on record, nothing has moved.
            for wave in waves.indices { waves[wave].isHeardOf = true }
        case .left: command = nil
        case .wave(let name, let event):
            guard let wave = names.firstIndex(of: name) else { return }
            waves[wave].take(event, at: at)
        case .said(let step, let name, let line):
            guard let wave = names.firstIndex(of: name) else { return }
            waves[wave].take(line: line, of: step)
        case .held(let by, let why): command?.hold = Snapshot.Command.Veto(by: by, why: why, since: at)
        case .panicked(let by, let why): command?.panic = Snapshot.Command.Veto(by: by, why: why, since: at)
        case .released:
            command?.hold = nil
            command?.panic = nil
        case .planChanged(let how): command?.planChanged = how
        case .thinned(let detail, let why): command?.recording = .thin(to: detail, why: why, since: at)
        case .gap: command?.recording = .recording
        case .key, .prompt, .refused, .gate, .trigger, .acknowledged, .attested, .gateRan, .probe, .shown, .clockSet,
            .kept:
            return
        }
    }

    /// `isHeld`: a living process holds the night. What a dead one last said of a moving wave is no longer so.
    public func fill(_ snapshot: inout Snapshot, isHeld: Bool) {
        for (place, wave) in zip(snapshot.waves.indices, waves) where wave.isHeardOf {
            snapshot.waves[place].state = wave.state(isHeld: isHeld)
            snapshot.waves[place].steps = wave.steps
        }
        snapshot.command = isHeld ? command : nil
        snapshot.findStandstills(since: waves.map(\.since))
    }

    public var contexts: [WaveContext] { waves.map(\.context) }
}

private struct WaveFollower: Sendable {
    /// The step on its way, as the last event left it.
    private struct Motion: Sendable {
        let step: StepID
        let part: StepProgress.Part
        let since: Moment
    }

    private var record: WaveRecord
    private var motion: Motion?
    var isHeardOf = false

    init(plan: WavePlan, at: Stamp) {
        record = WaveRecord(plan: plan, at: at)
    }

    var steps: [StepStanding] { record.steps }
    var since: Stamp { record.since }

    var context: WaveContext {
        WaveContext(
            phase: isHeardOf ? state(isHeld: true).phase : nil, heading: record.heading, goesBack: record.goesBack,
            fencedSince: record.fence?.intendedAt.moment)
    }

    mutating func take(_ event: WaveEvent, at: Stamp) {
        isHeardOf = true
        record.take(event, at: at)
        switch event {
        case .stepIntended(let step, _, _), .undoIntended(let step):
            motion = Motion(step: step, part: .acting, since: at.moment)
        case .stepEnded(let step, .done), .undoEnded(let step, .done):
            motion = Motion(step: step, part: .observing, since: at.moment)
        default: motion = nil
        }
    }

    mutating func take(line: String, of step: StepID) {
        guard let index = record.steps.firstIndex(where: { $0.id == step }) else { return }
        record.take(line: line, of: index)
    }

    func state(isHeld: Bool) -> WaveState {
        switch record.standing {
        case .closed: return .closed
        case .stuck(let step, let why): return .stuck(at: step, why: why)
        case .resting:
            if case .settled(let phase) = record.rest { return .settled(phase) }
            return .rolledBack
        case .stopped(let to, let step, let why): return .stopped(from: record.phase, to: to, at: step, why: why)
        case .armed(let to):
            guard isHeld else { return .settled(record.phase) }
            return .armed(from: record.phase, to: to, until: record.since.moment + WaveMachine.armedFor)
        case .advancing(let to):
            guard isHeld else { return interrupted }
            return .advancing(from: record.phase, to: to, progress)
        case .goingBack: return isHeld ? .rollingBack(progress) : interrupted
        case .interrupted: return interrupted
        }
    }

    private var interrupted: WaveState {
        .interrupted(at: record.inFlight.map { record.steps[$0.step].id }, goingBack: record.goesBack, sight: nil)
    }

    private var progress: StepProgress {
        let step = motion?.step ?? nextStep
        let count = record.goesBack ? record.toUndo : record.steps(into: step.phase).count
        return StepProgress(
            step: step, part: motion?.part ?? .looking,
            nth: record.goesBack ? record.toUndo - record.deeds.count + 1 : step.number, count: count,
            since: motion?.since ?? record.since.moment)
    }

    /// Between two steps: the one that comes.
    private var nextStep: StepID {
        if record.goesBack, let deed = record.deeds.last { return record.steps[deed.step].id }
        let phase = record.heading ?? record.phase
        return record.nextStep(into: phase).map { record.steps[$0].id } ?? StepID(phase, 1)
    }
}
