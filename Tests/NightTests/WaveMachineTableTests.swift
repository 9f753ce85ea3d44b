import Testing

@testable import Night

/// Every input in every state. Columns are states, rows are inputs, a cell is the state that follows:
///
///     P settled   M settled in a phase with steps   O observing   A armed
///     L looking   I intending   X acting   E ending what is late   B being observed   T stopped
///     w going back once the act has ended   i intending an undo   u undoing   e ending what is late
///     o being observed   K stuck   N interrupted   n interrupted on its way back   R rolled back   C closed
///     . no change   ! refused, with words, and no change
@Suite("In every state, every input")
struct WaveMachineTableTests {
    private static let table = """
                                 P M O A L I X E B T w i u e o K N n R C
        arm                      A A ! ! ! ! ! ! ! ! ! ! ! ! ! ! ! ! A !
        disarm                   ! ! ! P ! ! ! ! ! ! ! ! ! ! ! ! ! ! ! !
        confirm, its name        ! ! ! L ! ! ! ! ! ! ! ! ! ! ! ! ! ! ! !
        confirm, another name    ! ! ! ! ! ! ! ! ! ! ! ! ! ! ! ! ! ! ! !
        turn back                R i i R R i w w i R ! ! ! ! ! ! i i ! !
        retry                    ! ! ! ! ! ! ! ! ! L ! ! ! ! ! i L i ! !
        skip, with a reason      ! ! ! ! ! ! ! ! ! ! ! ! ! ! ! R ! ! ! !
        skip, without            ! ! ! ! ! ! ! ! ! ! ! ! ! ! ! ! ! ! ! !
        close, its name          ! ! C ! ! ! ! ! ! ! ! ! ! ! ! ! ! ! ! !
        close, another name      ! ! ! ! ! ! ! ! ! ! ! ! ! ! ! ! ! ! ! !
        looked: ready            . . . . I . . . . . . . . . . . . . . .
        looked: refused          . . . . T . . . . . . . . . . . . . . .
        looked: unknown          . . . . T . . . . . . . . . . . . . . .
        recorded                 . . . . . X . . . . . u . . . . . . . .
        not recorded             . . . . . T . . . . . u . . . . . . . .
        ended: done              . . . . . . B T . . i . o K . . . . . .
        ended: failed            . . . . . . T T . . i . K K . . . . . .
        ended: out of time       . . . . . . T T . . i . K K . . . . . .
        ended: stopped           . . . . . . T T . . i . K K . . . . . .
        ended: lost              . . . . . . T T . . i . K K . . . . . .
        seen: seen               . . . . . . . . L . . . . . R . . . . .
        seen: not seen           . . . . . . . . T . . . . . K . . . . .
        seen: unknown            . . . . . . . . T . . . . . K . . . . .
        said                     . . . . . . . . . . . . . . . . . . . .
        judged: all well         . . . . . . . . . . . . . . . . . . . .
        judged: a red            . . . P . . . . . . . . . . . . . . . .
        judged: red, time out    . i i P R i w w i R . . . . . . i i . .
        judged: a hold           . . . P . . . . . . . . . . . . . . . .
        judged: gate fails       . . . P . . . . . . . . . . . . . . . .
        judged: another wave     . . . P . . . . . . . . . . . . . . . .
        judged: no recording     . . . P . . . . . . . . . . . . . . . .
        tick                     . . . . . . . . . . . . . . . . . . . .
        tick, an hour later      . . . P T T E T T . i u e K K . . . . .
        stop at step end         . . . P . . . . . . . . . . . . . . . .
        a late answer            . . . . . . . . . . . . . . . . . . . .
        """

    @Test("leads where the table says, in every pattern", arguments: MovePattern.allCases)
    func table(pattern: MovePattern) throws {
        let lines = Self.table.split(separator: "\n")
        let states = try #require(lines.first).filter { $0 != " " }
        try #require(lines.dropFirst().map(Self.name(of:)) == Self.inputs.map(\.name))
        for (line, (name, input)) in zip(lines.dropFirst(), Self.inputs) {
            let cells = line.dropFirst(Self.nameWidth).filter { $0 != " " }
            try #require(cells.count == states.count, "\(name)")
            for (state, expected) in zip(states, cells) {
                var rig = Self.rig(in: state, pattern)
                try #require(Self.letter(of: rig) == state)
                input(&rig, rig.waitsFor)
                #expect(Self.cell(rig, from: state) == expected, "\(name) in \(state)")
                #expect(rig.refusal != "", "\(name) in \(state) is refused without words")
            }
        }
    }

    private static func cell(_ rig: WaveRig, from state: Character) -> Character {
        let after = letter(of: rig)
        if rig.refusal != nil { return after == state ? "!" : "?" }
        return after == state ? "." : after
    }

    private static let nameWidth = 24

    private static func name(of line: Substring) -> String {
        String(line.prefix(nameWidth).reversed().drop { $0 == " " }.reversed())
    }

    private static let inputs: [(name: String, answer: @Sendable (inout WaveRig, Int) -> Void)] = [
        ("arm", { rig, _ in rig.take(.arm) }),
        ("disarm", { rig, _ in rig.take(.disarm) }),
        ("confirm, its name", { rig, _ in rig.take(.confirm(typed: "ledger")) }),
        ("confirm, another name", { rig, _ in rig.take(.confirm(typed: "Ledger")) }),
        ("turn back", { rig, _ in rig.take(.turnBack(.word)) }),
        ("retry", { rig, _ in rig.take(.retry) }),
        ("skip, with a reason", { rig, _ in rig.take(.skip(reason: "done by hand")) }),
        ("skip, without", { rig, _ in rig.take(.skip(reason: " ")) }),
        ("close, its name", { rig, _ in rig.take(.close(typed: "ledger")) }),
        ("close, another name", { rig, _ in rig.take(.close(typed: "")) }),
        ("looked: ready", { rig, number in rig.take(.looked(number, .ready(found: .none, would: []))) }),
        ("looked: refused", { rig, number in rig.take(.looked(number, .refused("has members"))) }),
        ("looked: unknown", { rig, number in rig.take(.looked(number, .unknown("no answer"))) }),
        ("recorded", { rig, number in rig.take(.recorded(receipt: number)) }),
        ("not recorded", { rig, number in rig.take(.notRecorded(receipt: number, why: "disk full")) }),
        ("ended: done", { rig, number in rig.take(.ended(number, .done("exit 0"))) }),
        ("ended: failed", { rig, number in rig.take(.ended(number, .failed("exit 1"))) }),
        ("ended: out of time", { rig, number in rig.take(.ended(number, .outOfTime("2 m"))) }),
        ("ended: stopped", { rig, number in rig.take(.ended(number, .stopped("TERM"))) }),
        ("ended: lost", { rig, number in rig.take(.ended(number, .lost("gone"))) }),
        ("seen: seen", { rig, number in rig.take(.seen(number, .seen("there"))) }),
        ("seen: not seen", { rig, number in rig.take(.seen(number, .notSeen("not there"))) }),
        ("seen: unknown", { rig, number in rig.take(.seen(number, .unknown("no answer"))) }),
        ("said", { rig, number in rig.take(.said(number, "a line")) }),
        ("judged: all well", { rig, _ in rig.judge() }),
        ("judged: a red", { rig, _ in rig.judge { $0.triggers = [.test("refused", .red)] } }),
        (
            "judged: red, time out",
            { rig, _ in rig.judge { $0.triggers = [.test("refused", .red, abortsAt: 0)] } }
        ),
        ("judged: a hold", { rig, _ in rig.judge { $0.hold = "held by ops: lunch" } }),
        ("judged: gate fails", { rig, _ in rig.judge { $0.gates[0].verdict = .fail("9 s") } }),
        ("judged: another wave", { rig, _ in rig.judge { $0.blockedBy = "wave rates is armed" } }),
        ("judged: no recording", { rig, _ in rig.judge { $0.recordingFails = "disk full" } }),
        ("tick", { rig, _ in rig.tick(after: 0.01) }),
        ("tick, an hour later", { rig, _ in rig.tick(after: 3_600) }),
        ("stop at step end", { rig, _ in rig.take(.stopAtStepEnd) }),
        (
            "a late answer",
            { rig, _ in
                for input: WaveInput in [
                    .looked(-7, .refused("late")), .recorded(receipt: -7), .notRecorded(receipt: -7, why: "late"),
                    .ended(-7, .done("late")), .seen(-7, .seen("late")), .said(-7, "late"),
                ] { rig.take(input) }
            }
        ),
    ]

    /// A machine in a state, with everything judged to pass. What moves is at the first step of the first phase that
    /// has any; what goes back has that one step to undo.
    private static func rig(in state: Character, _ pattern: MovePattern) -> WaveRig {
        var rig = WaveRig(.test(pattern))
        switch state {
        case "O", "C": rig.advance(to: .observing)
        default: rig.advance(to: .proven)
        }
        if state == "M" {
            rig.advance()
            rig.finish()
        }
        if state == "A" {
            rig.take(.arm)
            rig.judge()
        }
        if "LIXEBTwiueoKNn".contains(state) { rig.advance() }
        let part: StepProgress.Part? =
            switch state {
            case "I": .intending
            case "X", "E", "w", "N": .acting
            case "B", "i", "u", "e", "o", "K", "n": .observing
            default: nil
            }
        if let part { rig.answer(until: part, of: rig.machine.wait?.step ?? 0) }
        switch state {
        case "E": rig.tick(after: 600)
        case "T": rig.take(.looked(rig.waitsFor, .refused("has members")))
        case "w", "i", "u", "e", "o", "K", "n", "R": rig.take(.turnBack(.word))
        case "C": rig.take(.close(typed: "ledger"))
        default: break
        }
        switch state {
        case "u", "e", "K", "n": rig.answer(until: .acting, of: rig.machine.wait?.step ?? 0)
        case "o": rig.answer(until: .observing, of: rig.machine.wait?.step ?? 0)
        default: break
        }
        switch state {
        case "e": rig.tick(after: 600)
        case "K": rig.take(.ended(rig.waitsFor, .failed("exit 1")))
        case "N", "n":
            rig = WaveRig(.test(pattern), history: rig.history, at: rig.seconds)
            rig.tick(after: 0)
        default: break
        }
        if state != "A" { rig.judge() }
        return rig
    }

    private static func letter(of rig: WaveRig) -> Character {
        switch rig.state {
        case .settled(.observing): "O"
        case .settled(.proven): "P"
        case .settled: "M"
        case .armed: "A"
        case .advancing(_, _, let progress): letter(of: progress, "LIXEB")
        case .stopped: "T"
        case .rollingBack(let progress):
            progress.part == .stopping && rig.machine.wait?.errand == .act ? "w" : letter(of: progress, " iueo")
        case .stuck: "K"
        case .interrupted(_, let goingBack, _): goingBack ? "n" : "N"
        case .rolledBack: "R"
        case .closed: "C"
        }
    }

    private static func letter(of progress: StepProgress, _ letters: String) -> Character {
        let place =
            switch progress.part {
            case .looking: 0
            case .intending: 1
            case .acting: 2
            case .stopping: 3
            case .observing: 4
            }
        return Array(letters)[place]
    }
}
