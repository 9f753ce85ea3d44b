/// What happened to a wave, in order. Enough to say where it stands: a machine given the same events stands in the same
/// state. What is here is in the night file; what is not here did not happen.
public enum WaveEvent: Sendable, Equatable, Codable {
    case armed(to: Phase)
    case disarmed(why: String)
    /// The wave's name was typed: the advance begins.
    case confirmed(to: Phase)
    /// Durable before the act, with the step as the plan has it then.
    case stepIntended(StepID, StepPlan, found: StepFound)
    case stepEnded(StepID, StepEnd)
    case stepSeen(StepID, StepSight)
    /// The advance stands still at a step: try again, or go back.
    case stopped(at: StepID, why: String)
    case settled(Phase)
    /// The way back begins.
    case turnedBack(why: TurnBack)
    /// Recorded before the undo, if the night file can be written at all.
    case undoIntended(StepID)
    case undoEnded(StepID, StepEnd)
    case undoSeen(StepID, StepSight)
    case undoSkipped(StepID, reason: String)
    /// An undo failed: retry it, or skip it with a reason.
    case stuck(at: StepID, why: String)
    case rolledBack
    /// A commander's process ended while the wave was moving; written by the next one.
    case interrupted(at: StepID?)
    case closed
    /// Not what happened, but what it led to: events before it were lost, and this stands for them. `at`: when that was,
    /// on the clock of the moments in it.
    case stands(WaveSum, steps: [StepFate], at: Stamp)
}

/// What became of a step, as it goes on record.
public struct StepFate: Sendable, Equatable, Codable {
    let step: StepID
    let fate: StepStanding.Fate
}

/// Why a wave goes back.
public enum TurnBack: Sendable, Equatable, Codable {
    /// `X` on a red trigger.
    case key(trigger: String)
    /// The word `abort`, typed.
    case word
    /// A trigger whose plan says `then: abort`.
    case trigger(String)
    /// A fence outlived the wave's max-freeze.
    case maxFreeze
    /// The panic file, and who touched it.
    case panicFile(by: String)
}

/// Something that happened in a night, to a wave or to the night itself.
public enum NightEvent: Sendable, Equatable, Codable {
    /// A commander took the night. `executes`: not a dry run.
    case opened(by: Holder, plan: String, executes: Bool)
    case left(why: String)
    case key(String)
    case prompt(String)
    case refused(key: String, why: String)
    case wave(String, WaveEvent)
    case gate(wave: String, gate: String, Verdict)
    case trigger(wave: String, trigger: String, TriggerState.Kind, why: String)
    case acknowledged(wave: String, trigger: String)
    case attested(wave: String, gate: String, by: String, note: String, artifact: String)
    case held(by: String, why: String)
    case released(by: String)
    case panicked(by: String, why: String)
    case planChanged(String)
    case said(step: StepID, wave: String, String)
    /// The executable of a gate ended: what it said last, and what that makes of the gate.
    case gateRan(wave: String, gate: String, Verdict, output: String)
    case probe(ProbeName, ProbeEvent)
    /// What a commander had before their eyes from here on.
    case shown(screen: String, columns: Int, rows: Int)
    /// The wall clock was set; negative: back.
    case clockSet(milliseconds: Int64)
    /// From here on only this much is recorded.
    case thinned(to: RecordedDetail, why: String)
    /// Between these two only this much was recorded.
    case gap(kept: RecordedDetail, from: Stamp, to: Stamp, why: String)
    /// A block of the night file is complete: which, and the hash of its row.
    case kept(table: String, block: Int, hash: String)
}

/// How much of a night is recorded, from all of it down to nothing. Events are never shed.
public enum RecordedDetail: String, Sendable, Codable, CaseIterable {
    case everything
    /// What was shown, and no readings.
    case pictures
    case fewPictures = "few-pictures"
    case events
    /// Nobody recorded.
    case nothing
}

/// Who holds the night's keys.
public struct Holder: Sendable, Equatable, Codable {
    public var user: String
    public var host: String
    public var process: Int32

    public init(user: String, host: String, process: Int32) {
        self.user = user
        self.host = host
        self.process = process
    }
}
