import Night
import TestSupport
import Testing

@testable import Probes

private let silence = Duration.seconds(7)
private let deadline = Duration.seconds(20)

private func at(_ time: Duration) -> Moment { Moment(nanoseconds: 0) + time }

@Suite("keeping a probe going") struct SupervisionTests {
    enum State: CaseIterable { case waiting, running, retiring, killed }

    /// A supervision in this state, as of 10 s.
    private func supervision(_ state: State) -> Supervision {
        var supervision = Supervision(longestSilence: silence, sweepDeadline: deadline, at: at(.seconds(10)))
        if state == .waiting { return supervision }
        _ = supervision.input(.launched(process: 7), at: at(.seconds(10)))
        if state == .retiring { _ = supervision.input(.retiring("poisoned"), at: at(.seconds(10))) }
        if state == .killed { _ = supervision.input(.garbled("noise"), at: at(.seconds(10))) }
        return supervision
    }

    private static let pause = Supervision.firstPause * 2

    private static let table: [(State, Supervision.Input, [Supervision.Action])] = [
        (.waiting, .tick, [.launch]),
        (.waiting, .launched(process: 7), [.report(.started(process: 7))]),
        (.waiting, .launchFailed("no"), [.report(.died(how: "no")), .report(.restartsIn(pause))]),
        (.waiting, .heard, []),
        (.waiting, .sweepEnded, []),
        (.waiting, .retiring("late"), []),
        (.waiting, .garbled("late"), []),
        (.waiting, .ended(how: "late"), []),
        (.running, .tick, []),
        (.running, .launched(process: 8), []),
        (.running, .launchFailed("no"), []),
        (.running, .heard, []),
        (.running, .sweepEnded, []),
        (.running, .retiring("poisoned"), []),
        (.running, .garbled("noise"), [.kill]),
        (.running, .ended(how: "exit 1"), [.report(.died(how: "exit 1")), .report(.restartsIn(pause))]),
        (.retiring, .tick, []),
        (.retiring, .heard, []),
        (.retiring, .sweepEnded, []),
        (.retiring, .garbled("noise"), [.kill]),
        (.retiring, .ended(how: "exit 0"), [.report(.retired(why: "poisoned")), .report(.restartsIn(pause))]),
        (.killed, .tick, []),
        (.killed, .launched(process: 8), []),
        (.killed, .launchFailed("no"), []),
        (.killed, .heard, []),
        (.killed, .sweepEnded, []),
        (.killed, .retiring("late"), []),
        (.killed, .garbled("more"), []),
        // It was killed for what it said, and that is what is told of it, not the signal.
        (.killed, .ended(how: "killed by SIGKILL"), [.report(.died(how: "noise")), .report(.restartsIn(pause))]),
    ]

    @Test("in every state, every input has its answer", arguments: table)
    func everyInput(state: State, input: Supervision.Input, expected: [Supervision.Action]) {
        var supervision = supervision(state)
        #expect(supervision.input(input, at: at(.seconds(10))) == expected)
    }

    @Test("a probe is not blamed for what its owner did not hear while it was away itself")
    func ownerAway() {
        var probe = supervision(.running)
        #expect(probe.input(.tick, at: at(.seconds(600))) == [])
        #expect(probe.input(.tick, at: at(.seconds(600) + silence)) == [.kill])
    }

    @Test("a probe that says nothing is killed, and told of as hung once it is dead")
    func silent() {
        var probe = supervision(.running)
        _ = probe.input(.heard, at: at(.seconds(12)))
        #expect(probe.input(.tick, at: at(.milliseconds(18_999))) == [])
        #expect(probe.input(.tick, at: at(.seconds(19))) == [.kill])
        #expect(
            probe.input(.ended(how: "killed by SIGKILL"), at: at(.seconds(20)))
                == [.report(.hung(after: silence)), .report(.restartsIn(Self.pause))])
    }

    @Test("a probe that talks but never ends its sweep is killed too")
    func endlessSweep() {
        var probe = supervision(.running)
        for second in 11..<30 {
            _ = probe.input(.heard, at: at(.seconds(second)))
            #expect(probe.input(.tick, at: at(.seconds(second))) == [])
        }
        #expect(probe.input(.tick, at: at(.seconds(30))) == [.kill])
        #expect(probe.input(.ended(how: "x"), at: at(.seconds(30))).first == .report(.hung(after: deadline)))
    }

    @Test("a kill that did not take is repeated")
    func stubborn() {
        var probe = supervision(.killed)
        #expect(probe.input(.tick, at: at(.milliseconds(16_999))) == [])
        #expect(probe.input(.tick, at: at(.seconds(17))) == [.kill])
        #expect(probe.input(.tick, at: at(.seconds(18))) == [])
        #expect(probe.input(.tick, at: at(.seconds(24))) == [.kill])
    }

    @Test("pauses double up to ten seconds, and a healthy life starts them over")
    func backOff() {
        var probe = Supervision(longestSilence: silence, sweepDeadline: deadline, at: at(.zero))
        var now = at(.zero)
        var pauses: [Duration] = []
        func liveAndDie(for life: Duration) {
            _ = probe.input(.launched(process: 7), at: now)
            now = now + life
            for case .report(.restartsIn(let pause)) in probe.input(.ended(how: "exit 1"), at: now) {
                pauses.append(pause)
                #expect(probe.input(.tick, at: now + pause - .nanoseconds(1)) == [])
                #expect(probe.input(.tick, at: now + pause) == [.launch])
                now = now + pause
            }
        }
        for _ in 0..<20 { liveAndDie(for: .seconds(1)) }
        let expected = [200, 400, 800, 1_600, 3_200, 6_400].map { Duration.milliseconds($0) }
        #expect(pauses.prefix(6) == expected[...])
        #expect(pauses.dropFirst(6).allSatisfy { $0 == .seconds(10) })
        liveAndDie(for: Supervision.healthyLife)
        #expect(pauses.last == Supervision.firstPause)
        liveAndDie(for: .zero)
        #expect(pauses.last == Supervision.firstPause * 2)
    }

    /// The owner as it really is: it launches and kills as told, and things end, hang and babble by themselves.
    @Test("whatever happens, one process at a time, and nothing dies untold", arguments: 0..<50 as Range<UInt64>)
    func walk(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var now = at(.zero)
        var probe = Supervision(longestSilence: silence, sweepDeadline: deadline, at: now)
        var alive = false
        var launches = 0
        for _ in 0..<2_000 {
            let input: Supervision.Input =
                switch random.below(12) {
                case 0 where alive: .ended(how: "by itself")
                case 1 where alive: .garbled("noise")
                case 2 where alive: .retiring("poisoned")
                case 3 where alive: .sweepEnded
                case 4...7 where alive: .heard
                default: .tick
                }
            if input == .tick, random.below(2) == 0 {
                let due = probe.nextTick(after: now)
                now = max(now, due)
                let actions = probe.input(.tick, at: now)
                let wasAway = now - due >= Supervision.ownAbsence
                #expect(!actions.isEmpty || wasAway, "it asked to be ticked now and had nothing to do")
                carryOut(actions)
            } else {
                now = now + .milliseconds(random.below(4_000))
                let wasAlive = alive
                if case .ended = input { alive = false }
                let actions = probe.input(input, at: now)
                if case .ended = input {
                    #expect(wasAlive && actions.count == 2, "an end is reported, and the pause after it")
                }
                carryOut(actions)
            }
        }
        #expect(launches > 10)

        func carryOut(_ actions: [Supervision.Action]) {
            for action in actions {
                switch action {
                case .launch:
                    #expect(!alive, "a second probe beside the first")
                    if random.below(5) == 0 {
                        #expect(probe.input(.launchFailed("no"), at: now).count == 2)
                    } else {
                        alive = true
                        launches += 1
                        #expect(probe.input(.launched(process: 7), at: now) == [.report(.started(process: 7))])
                    }
                case .kill: #expect(alive, "a kill with nothing to kill")
                case .report(let event):
                    if case .hung = event { #expect(!alive, "told of before it was dead") }
                }
            }
        }
    }
}
