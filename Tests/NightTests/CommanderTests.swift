import Testing

@testable import Night

/// A night of two waves, "rates" and "ledger" after it, in conversations: what the commander's side is told, and what
/// it answers, line by line.
@Suite("A commander")
struct CommanderTests {
    @Test("takes a wave forward: key, looks, name, intent on record, act, sight")
    func forward() {
        var talk = Talk()
        talk.says(
            .act(.arm(wave: 0)),
            [
                .record(.key("arm rates"), receipt: nil),
                .record(.wave("rates", .armed(to: .proven)), receipt: nil),
                .measureAgain(wave: 0),
                .run(wave: 0, talk.errand(2, .look)),
            ])
        talk.says(.looked(errand: 2, .ready(found: .none, would: ["scale to 0"])), [])
        talk.judge()
        talk.says(
            .act(.confirm(wave: 0, typed: "rates ")),
            [
                .record(.prompt("advance rates: something else typed"), receipt: nil),
                .record(
                    .refused(
                        key: "advance rates: something else typed", why: "that differs in its spaces: the name is rates"
                    ),
                    receipt: nil),
                .refuse("that differs in its spaces: the name is rates"),
            ])
        talk.says(
            .act(.confirm(wave: 0, typed: "rates")),
            [
                .record(.prompt("advance rates: its name typed"), receipt: nil),
                .record(.gate(wave: "rates", gate: "replication", .pass), receipt: nil),
                .record(.wave("rates", .confirmed(to: .proven)), receipt: nil),
                .run(wave: 0, talk.errand(4, .look)),
            ])
        talk.says(
            .looked(errand: 4, .ready(found: talk.found, would: [])),
            [
                .record(.wave("rates", .stepIntended(talk.step, talk.planned, found: talk.found)), receipt: 6)
            ])
        talk.says(.recorded(receipt: 6), [.run(wave: 0, talk.errand(8, .act, talk.found))])
        talk.says(
            .said(errand: 8, "scaling\u{7}"),
            [
                .record(.said(step: talk.step, wave: "rates", "scaling\u{7}".madeVisible), receipt: nil)
            ])
        talk.says(
            .ended(errand: 8, .done("exit 0")),
            [
                .record(.wave("rates", .stepEnded(talk.step, .done("exit 0"))), receipt: nil),
                .run(wave: 0, talk.errand(10, .observe, talk.found)),
            ])
        talk.says(.ended(errand: 8, .failed("too late")), [])
        talk.says(
            .seen(errand: 10, .seen("0 pods")),
            [
                .record(.wave("rates", .stepSeen(talk.step, .seen("0 pods"))), receipt: nil),
                .record(.wave("rates", .settled(.proven)), receipt: nil),
            ])
    }

    @Test("goes back on a red with one key, and without a red only for the word")
    func back() {
        var talk = Talk.stepping()
        talk.says(
            .act(.turnBack(wave: 0, typed: nil)),
            [
                .record(.key("go back rates"), receipt: nil),
                .record(.refused(key: "go back rates", why: "type abort to go back: no trigger is red"), receipt: nil),
                .refuse("type abort to go back: no trigger is red"),
            ])
        talk.judge { $0[0].triggers = [.test("refused", .red)] }
        talk.says(
            .act(.turnBack(wave: 0, typed: nil)),
            [
                .record(.key("go back rates"), receipt: nil),
                .record(.wave("rates", .turnedBack(why: .key(trigger: "refused"))), receipt: nil),
                .stop(errand: 8),
            ])
        talk.says(
            .ended(errand: 8, .stopped("TERM")),
            [
                .record(.wave("rates", .stepEnded(talk.step, .stopped("TERM"))), receipt: nil),
                .record(.wave("rates", .undoIntended(talk.step)), receipt: 10),
            ])
        talk.says(
            .notRecorded(receipt: 10, why: "disk full"),
            [
                .run(wave: 0, talk.errand(12, .undo, talk.found))
            ])
        talk.says(
            .ended(errand: 12, .done("exit 0")),
            [
                .record(.wave("rates", .undoEnded(talk.step, .done("exit 0"))), receipt: nil),
                .run(wave: 0, talk.errand(14, .observeUndo, talk.found)),
            ])
        talk.says(
            .seen(errand: 14, .seen("6 pods")),
            [
                .record(.wave("rates", .undoSeen(talk.step, .seen("6 pods"))), receipt: nil),
                .record(.wave("rates", .rolledBack), receipt: nil),
            ])
        #expect(talk.commander.contexts[0].rehearsal?.by == "mara@bastion")
    }

    @Test("moves one wave forward at a time, and none before those it comes after")
    func oneAtATime() {
        var talk = Talk()
        talk.refuses(.arm(wave: 1), "cannot arm: it comes after wave rates, which must be observing")
        _ = talk.take(.act(.arm(wave: 0)))
        talk.refuses(.arm(wave: 1), "cannot arm: wave rates: it is armed for proven")
        talk = Talk.stepping()
        _ = talk.take(.ended(errand: 8, .failed("exit 1")))
        talk.refuses(.arm(wave: 1), "cannot arm: wave rates: it stands still at proven step 1: try again, or go back")
    }

    @Test("a wave may start once those it comes after are observing")
    func dependency() {
        let none = Talk()
        let past: [WaveEvent] = [
            .stepIntended(none.step, none.planned, found: .none), .stepSeen(none.step, .seen("0 pods")),
            .settled(.observing),
        ]
        var talk = Talk(history: past.map { .wave("rates", $0) })
        #expect(talk.take(.act(.arm(wave: 1))).contains(.record(.wave("ledger", .armed(to: .proven)), receipt: nil)))
    }

    @Test("a hold stops what moves forward at the end of its step, whatever is pressed, and is on record with its end")
    func hold() {
        var talk = Talk.stepping()
        let veto = Snapshot.Command.Veto(by: "ops", why: "lunch", since: Rig.stamp(0))
        talk.says(.held(veto), [.record(.held(by: "ops", why: "lunch"), receipt: nil)])
        talk.says(.held(veto), [])
        _ = talk.take(.ended(errand: 8, .failed("exit 1")))
        talk.refuses(.retry(wave: 0), "cannot try again: held by ops: lunch")
        talk.says(.held(nil), [.record(.released(by: "ops"), receipt: nil)])
        #expect(talk.take(.act(.retry(wave: 0))).contains(.run(wave: 0, talk.errand(10, .look))))
    }

    @Test("a panic turns back every wave that has moved, and no other")
    func panic() {
        var talk = Talk.stepping()
        let veto = Snapshot.Command.Veto(by: "ops", why: "smoke", since: Rig.stamp(0))
        talk.says(
            .panicked(veto),
            [
                .record(.panicked(by: "ops", why: "smoke"), receipt: nil),
                .record(.wave("rates", .turnedBack(why: .panicFile(by: "ops"))), receipt: nil),
                .stop(errand: 8),
            ])
        talk.refuses(.arm(wave: 1), "cannot arm: panic by ops: smoke")
    }

    @Test("a night file that cannot be written stops the advance and is on screen, until what it missed is made good")
    func recordingFails() {
        var talk = Talk()
        _ = talk.take(.cannotWrite("disk full"))
        #expect(talk.snapshot.command?.recording == .failing(why: "disk full", since: Rig.stamp(0)))
        talk.refuses(.arm(wave: 0), "cannot arm: the night file cannot be written: disk full")
        let told = talk.take(.tick).compactMap { action in
            if case .record(.wave(_, .stands), let receipt) = action { receipt } else { nil }
        }
        #expect(told.count == 2)
        for receipt in told {
            #expect(talk.snapshot.command?.recording != .recording)
            _ = talk.take(.recorded(receipt: receipt))
        }
        #expect(talk.snapshot.command?.recording == .recording)
        #expect(talk.take(.act(.arm(wave: 0))).contains(.measureAgain(wave: 0)))
    }

    @Test("acknowledges what is red and nothing else")
    func acknowledging() {
        var talk = Talk()
        talk.refuses(.acknowledge(wave: 0, trigger: "refused"), "trigger refused is not red")
        talk.judge { $0[0].triggers = [.test("refused", .red)] }
        talk.says(
            .act(.acknowledge(wave: 0, trigger: "refused")),
            [
                .record(.key("acknowledge rates: refused"), receipt: nil),
                .record(.acknowledged(wave: "rates", trigger: "refused"), receipt: nil),
                .acknowledge(wave: 0, trigger: "refused"),
            ])
    }

    @Test("attests in its holder's name, with a note, and only what a person attests")
    func attesting() {
        var talk = Talk()
        let drill = Act.attest(wave: 0, gate: "drill", note: "all three ran", artifact: "wiki/7")
        talk.says(
            .act(drill),
            [
                .record(.prompt("attest rates drill: all three ran"), receipt: nil),
                .record(
                    .attested(
                        wave: "rates", gate: "drill", by: "mara@bastion", note: "all three ran", artifact: "wiki/7"),
                    receipt: nil),
                .attest(wave: 0, gate: "drill", by: "mara@bastion", note: "all three ran", artifact: "wiki/7"),
            ])
        talk.refuses(
            .attest(wave: 0, gate: "drill", note: " ", artifact: ""), "an attestation needs a note: what was seen")
        talk.refuses(
            .attest(wave: 0, gate: "replication", note: "fine", artifact: ""),
            "gate replication is not one that a person attests")
    }

    @Test("puts a question to a person: it runs nowhere, and is taken back at once when the wave turns back")
    func question() {
        var talk = Talk(act: .ask("Is the batch paused?"))
        talk.refuses(.answer(wave: 0, yes: true, note: "yes"), "nothing is asked: it stands at planned")
        talk.step(to: .intending)
        talk.says(.recorded(receipt: 6), [])
        var back = talk
        talk.says(
            .act(.answer(wave: 0, yes: true, note: "paused 02:10")),
            [
                .record(.prompt("answer rates: yes, paused 02:10"), receipt: nil),
                .record(.wave("rates", .stepEnded(talk.step, .done("mara@bastion: paused 02:10"))), receipt: nil),
                .record(.wave("rates", .stepSeen(talk.step, .seen("mara@bastion: paused 02:10"))), receipt: nil),
                .record(.wave("rates", .settled(.proven)), receipt: nil),
            ])
        back.says(
            .act(.turnBack(wave: 0, typed: "abort")),
            [
                .record(.prompt("go back rates: abort typed"), receipt: nil),
                .record(.wave("rates", .turnedBack(why: .word)), receipt: nil),
                .record(.wave("rates", .stepEnded(talk.step, .stopped("nobody answered"))), receipt: nil),
                .record(.wave("rates", .undoSeen(talk.step, .seen("nothing to undo"))), receipt: nil),
                .record(.wave("rates", .rolledBack), receipt: nil),
            ])
    }

    @Test("puts on record which gate and which trigger turned, not every number they show")
    func verdicts() {
        var talk = Talk()
        talk.judge { $0[0].gates[0].verdict = .fail("9 s") }
        #expect(talk.lastSaid == [.record(.gate(wave: "rates", gate: "replication", .fail("9 s")), receipt: nil)])
        talk.judge { $0[0].gates[0].verdict = .fail("10 s") }
        #expect(talk.lastSaid == [])
    }

    @Test("a new process says who holds the night, picks up its waves, and numbers errands that no other had")
    func restart() {
        let killed = Talk.stepping()
        var talk = Talk(history: killed.history, user: "noor")
        talk.says(
            .tick,
            [
                .record(
                    .opened(by: Holder(user: "noor", host: "bastion", process: 7), plan: "test", executes: true),
                    receipt: nil),
                .record(.wave("rates", .interrupted(at: talk.step)), receipt: nil),
            ])
        // It was the site's own executable: nobody else can see what it did.
        #expect(
            talk.snapshot.waves[0].state
                == .interrupted(
                    at: talk.step, goingBack: false, sight: .unknown("nothing but its own end would tell")))
        talk.judge()
        #expect(
            talk.take(.act(.turnBack(wave: 0, typed: "abort"))).contains(
                .record(.wave("rates", .undoIntended(talk.step)), receipt: 1_000_002)))
    }

    @Test(
        "finds what stands still red until somebody takes it on, and an undo that was skipped for as long as it is so")
    func standstills() throws {
        var talk = Talk.stepping()
        _ = talk.take(.ended(errand: 8, .failed("exit 1")))
        #expect(talk.findings == [.init(.red, "wave rates", "stopped at proven step 1: failed: exit 1")])
        _ = talk.take(.act(.turnBack(wave: 0, typed: "abort")))
        #expect(talk.findings == [])
        _ = talk.take(.recorded(receipt: try #require(talk.receipt)))
        _ = talk.take(.ended(errand: try #require(talk.begun), .failed("exit 2")))
        #expect(talk.findings == [.init(.red, "wave rates", "stuck at the undo of proven step 1: failed: exit 2")])
        _ = talk.take(.act(.skip(wave: 0, reason: "scaled by hand")))
        #expect(
            talk.findings == [.init(.warning, "wave rates", "undo of proven step 1 was skipped: scaled by hand")])
        talk.judge()
        _ = talk.take(.act(.arm(wave: 0)))
        #expect(talk.findings == [])
    }

    @Test("answers to nobody's errand, and acts on no wave, are of no consequence")
    func nobodys() {
        var talk = Talk()
        for number in [-1, 0, 1, 9_999, .max, .min] {
            talk.says(.ended(errand: number, .done("")), [])
            talk.says(.said(errand: number, "?"), [])
            talk.says(.recorded(receipt: number), [])
        }
        talk.refuses(.arm(wave: 9), "there is no such wave")
        talk.refuses(.arm(wave: -1), "there is no such wave")
    }
}

/// A commander and what was said so far.
private struct Talk {
    var commander: Commander
    private(set) var history: [(at: Stamp, event: NightEvent)]
    private(set) var lastSaid: [CommanderAction] = []
    private var waves: [Snapshot.Wave]
    private let plan: Plan
    private let seconds = 0.0

    let step = StepID(.proven, 1)
    let found = StepFound(text: "6 pods")

    /// The first wave's one step leads into its second phase.
    init(
        history: [NightEvent] = [], user: String = "mara", act: StepPlan.Act = .run(["./scale.sh", "0"])
    ) {
        self.init(history: history.map { (Rig.stamp(0), $0) }, user: user, act: act)
    }

    init(
        history: [(at: Stamp, event: NightEvent)], user: String, act: StepPlan.Act = .run(["./scale.sh", "0"])
    ) {
        var undo: StepPlan.Act?
        if case .run = act { undo = .run(["./scale.sh", "6"]) }
        var rates = WavePlan(name: "rates", pattern: .dualWrite, owner: "rates")
        rates.steps = [PhaseSteps(phase: .proven, steps: [StepPlan(act, undo: undo)])]
        rates.gates = [GatePlan(name: "drill", evidence: .ask("Did the drills run?"))]
        let ledger = WavePlan(name: "ledger", pattern: .dualWrite, owner: "payments", after: ["rates"])
        plan = Plan(
            night: "test", poll: .seconds(1), source: ClusterPlan(bootstrap: "a:9092"),
            target: ClusterPlan(bootstrap: "b:9092"), waves: [rates, ledger])
        waves = plan.waves.map { Snapshot.Wave(plan: $0, gates: [.test("replication", at: 0)]) }
        commander = Commander.test(plan, user: user, history: history)
        self.history = history
        if history.allSatisfy({ if case .wave = $0.event { true } else { false } }) { judge() }
    }

    /// The first wave at its step: errand 8 acts.
    static func stepping() -> Talk {
        var talk = Talk()
        talk.step(to: .acting)
        return talk
    }

    mutating func step(to part: StepProgress.Part) {
        for input: CommanderInput in [
            .act(.arm(wave: 0)), .judged(waves), .act(.confirm(wave: 0, typed: "rates")),
            .looked(errand: 4, .ready(found: found, would: [])),
        ] { _ = take(input) }
        if part == .acting { _ = take(.recorded(receipt: 6)) }
    }

    mutating func take(_ input: CommanderInput) -> [CommanderAction] {
        lastSaid = commander.take(input, at: Rig.stamp(seconds))
        for case .record(let event, _) in lastSaid { history.append((Rig.stamp(seconds), event)) }
        return lastSaid
    }

    /// Of what was said last.
    var receipt: Int? {
        lastSaid.lazy.compactMap { if case .record(_, let receipt) = $0 { receipt } else { nil } }.last
    }

    var begun: Int? {
        lastSaid.lazy.compactMap { if case .run(_, let errand) = $0 { errand.number } else { nil } }.last
    }

    /// Of the waves, without when they began.
    var findings: [Snapshot.Finding] {
        snapshot.findings.filter { $0.about.hasPrefix("wave") }.map { .init($0.severity, $0.about, $0.text) }
    }

    mutating func says(
        _ input: CommanderInput, _ expected: [CommanderAction],
        _ location: SourceLocation = #_sourceLocation
    ) {
        #expect(take(input) == expected, sourceLocation: location)
    }

    mutating func refuses(_ act: Act, _ why: String, _ location: SourceLocation = #_sourceLocation) {
        let said = take(.act(act))
        #expect(said.last == .refuse(why), sourceLocation: location)
        #expect(said.count == 3, "the key, and why it was refused, are on record", sourceLocation: location)
    }

    mutating func judge(_ change: (inout [Snapshot.Wave]) -> Void = { _ in }) {
        var judged = waves
        change(&judged)
        _ = take(.judged(judged))
    }

    var snapshot: Snapshot {
        var snapshot = Night(plan: plan, at: Rig.stamp(0)).snapshot(at: Rig.stamp(0))
        commander.fill(&snapshot)
        return snapshot
    }

    func errand(_ number: Int, _ kind: StepErrand, _ found: StepFound = .none) -> Errand {
        Errand(number: number, kind: kind, step: step, plan: planned, found: found)
    }

    var planned: StepPlan { plan.waves[0].steps[0].steps[0] }
}
