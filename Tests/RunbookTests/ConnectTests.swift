import Night
import TestSupport
import Testing

@testable import Runbook

@Suite("A connect step")
struct ConnectTests {
    /// An errand's order about the connector on its source side, and what was found there.
    private func work(
        _ act: StepPlan.ConnectorAct, as kind: StepErrand = .look, _ connect: FakeConnect?,
        other: EndpointPlan? = nil, found: StepFound = .none, patience: Duration = .seconds(30)
    ) -> ConnectWork {
        let plan = StepPlan(.connect(act, connector: "sink", at: .sourceSide))
        let errand = Errand(number: 1, kind: kind, step: StepID(.consumersMoved, 1), plan: plan, found: found)
        let cluster = ErrandOrder.Cluster(bootstrap: "127.0.0.1:1")
        let connects: [StepPlan.Side: EndpointPlan?] = [.sourceSide: connect?.endpoint, .targetSide: other]
        let order = ErrandOrder(
            errand, night: "night", wave: "wave", source: cluster, target: cluster,
            connects: connects.compactMapValues { $0 })
        return ConnectWork(order, act, "sink", at: .sourceSide, patience: patience)
    }

    private func found(_ look: StepLook) -> StepFound {
        if case .ready(let found, _) = look { return found }
        Issue.record("not ready: \(look)")
        return .none
    }

    static let running = [ConnectorState](repeating: .running, count: 2)

    @Test(
        "says what stands and what it would do, and does nothing; then does it, sees it task by task, and goes back",
        arguments: [
            (StepPlan.ConnectorAct.pause, "PUT /connectors/sink/pause", "PAUSED with 2 tasks"),
            (.stop, "PUT /connectors/sink/stop", "STOPPED with 0 tasks"),
        ])
    func thereAndBack(act: StepPlan.ConnectorAct, order: String, stands: String) throws {
        let connect = try FakeConnect(.running, tasks: Self.running)
        let look = work(act, connect).look()
        let found = found(look)
        let would = "\(act.rawValue) sink on \(connect.endpoint.url)/; it is RUNNING with 2 tasks"
        #expect(look == .ready(found: found, would: [would]))
        #expect(connect.told == [])

        var said: [String] = []
        let end = work(act, as: .act, connect, found: found).act { said.append($0) }
        guard case .done(let words) = end, words.hasPrefix("\(stands), seen ") else {
            Issue.record("\(end)")
            return
        }
        #expect(connect.told == [order])
        #expect(said.count == 2 && said[1].contains("2 RUNNING") || said[1].contains("with 2 tasks"), "\(said)")
        #expect(work(act, as: .observe, connect, found: found).observe() == .seen(stands))

        guard case .done = work(act, as: .undo, connect, found: found).undo({ _ in }) else {
            Issue.record("not undone")
            return
        }
        #expect(connect.told == [order, "PUT /connectors/sink/resume"])
        #expect(work(act, as: .observeUndo, connect, found: found).observeUndo() == .seen("RUNNING with 2 tasks"))
    }

    @Test("goes back to what it found, which is not always the other way round")
    func restored() throws {
        let connect = try FakeConnect(.paused, tasks: [.paused])
        for (act, there, back) in [
            (StepPlan.ConnectorAct.pause, "pause", "pause"), (.stop, "stop", "pause"), (.start, "resume", "pause"),
        ] {
            connect.change {
                ($0.connector, $0.tasks, $0.next, $0.told) = (.paused, [.paused], [], [])
            }
            let found = found(work(act, connect).look())
            guard case .done = work(act, as: .act, connect, found: found).act({ _ in }),
                case .done = work(act, as: .undo, connect, found: found).undo({ _ in })
            else {
                Issue.record("\(act) was not done and undone")
                continue
            }
            #expect(connect.told == [there, back].map { "PUT /connectors/sink/\($0)" })
        }
    }

    @Test("restarts what failed and sees it gone; there is nothing in that to take back")
    func restarted() throws {
        let connect = try FakeConnect(.running, tasks: [.running, .failed])
        let look = work(.restartFailed, connect).look()
        let found = found(look)
        guard case .done = work(.restartFailed, as: .act, connect, found: found).act({ _ in }) else {
            Issue.record("not restarted")
            return
        }
        let order = "POST /connectors/sink/restart?includeTasks=true&onlyFailed=true"
        #expect(connect.told == [order])
        let undo = work(.restartFailed, as: .undo, connect, found: found)
        #expect(undo.undo { _ in } == .done("a restart leaves nothing to take back"))
        #expect(undo.observeUndo() == .seen("a restart leaves nothing to take back"))
        #expect(connect.told == [order])
    }

    @Test(
        "is refused where it could not do what it says",
        arguments: [
            (StepPlan.ConnectorAct.pause, ConnectorState.failed, [ConnectorState]()),
            (.stop, .running, [.running, .failed]), (.restart, .paused, [.paused]), (.restartFailed, .stopped, []),
        ])
    func refused(act: StepPlan.ConnectorAct, state: ConnectorState, tasks: [ConnectorState]) throws {
        let connect = try FakeConnect(state, tasks: tasks)
        let look = work(act, connect).look()
        if case .refused = look {} else { Issue.record("\(look)") }
        #expect(connect.told == [])
    }

    @Test("is refused where there is no such connector, no such Connect, or a Connect too old to know the word")
    func nowhere() throws {
        let connect = try FakeConnect(.running, tasks: Self.running)
        let missing = ConnectWork(work(.pause, connect).order, .pause, "snik", at: .sourceSide).look()
        #expect(missing == .refused("\(connect.endpoint.url)/ has no connector snik"))
        #expect(work(.pause, nil).look() == .refused("the plan names no Connect for sink at the source-side"))
        connect.change { $0.version = "3.4.1" }
        #expect(work(.stop, connect).look() == .refused("Connect 3.4.1 knows no stop"))
        connect.change { $0.version = "of our own" }
        _ = found(work(.stop, connect).look())
    }

    @Test("cannot be told where Connect is away, or the connector in a state nobody could go back to")
    func untellable() throws {
        let connect = try FakeConnect(.unassigned, tasks: Self.running)
        let states: [ConnectorState] = [.unassigned, .restarting, .other("HIBERNATING")]
        for state in states {
            connect.change { $0.connector = state }
            guard case .unknown = work(.pause, connect).look() else {
                Issue.record("\(state)")
                continue
            }
        }
        let away = ErrandOrder(
            Errand(number: 1, kind: .look, step: StepID(.switched, 1), plan: StepPlan(.wait(.zero))), night: "",
            wave: "", source: ErrandOrder.Cluster(bootstrap: ""), target: ErrandOrder.Cluster(bootstrap: ""),
            connects: [.sourceSide: EndpointPlan("http://127.0.0.1:1")])
        let look = ConnectWork(away, .pause, "sink", at: .sourceSide).look()
        guard case .unknown(let why) = look, why.contains("Connection refused") else {
            Issue.record("\(look)")
            return
        }
    }
}

@Suite("A connect step, one connector and two sides")
struct SingleSidedTests {
    private func order(
        _ here: FakeConnect, _ there: EndpointPlan, found: ConnectorFound = ConnectorFound(state: .stopped, tasks: 0)
    ) throws -> ErrandOrder {
        let errand = Errand(
            number: 1, kind: .act, step: StepID(.consumersMoved, 1), plan: StepPlan(.wait(.zero)),
            found: try StepFound(found))
        let cluster = ErrandOrder.Cluster(bootstrap: "")
        return ErrandOrder(
            errand, night: "night", wave: "wave", source: cluster, target: cluster,
            connects: [.targetSide: here.endpoint, .sourceSide: there])
    }

    private func work(_ act: StepPlan.ConnectorAct, _ order: ErrandOrder) -> ConnectWork {
        ConnectWork(order, act, "sink", at: .targetSide, patience: .seconds(20))
    }

    @Test("is not started while it runs on the other, neither by a look nor by an act")
    func runsThere() throws {
        let here = try FakeConnect(.stopped)
        let there = try FakeConnect(.running, tasks: [.failed])
        let order = try order(here, there.endpoint)
        for act in [StepPlan.ConnectorAct.start, .resume] {
            let why = "it is RUNNING, tasks: 1 FAILED at the source-side; stop it there first"
            #expect(work(act, order).look() == .refused(why))
            #expect(work(act, order).act { _ in } == .failed("\(why); nothing was done"))
        }
        #expect(here.told == [] && there.told == [])
        there.change { ($0.connector, $0.tasks) = (.stopped, []) }
        guard case .done = work(.start, order).act({ _ in }) else {
            Issue.record("nothing was in its way")
            return
        }
    }

    @Test("is not started while nobody can tell; the way back does not wait for that")
    func untold() throws {
        let here = try FakeConnect(.stopped)
        let away = EndpointPlan("http://127.0.0.1:1")
        let forward = try order(here, away)
        guard case .unknown = work(.start, forward).look(), case .failed = work(.start, forward).act({ _ in }) else {
            Issue.record("it was started")
            return
        }
        #expect(here.told == [])
        let back = try order(here, away, found: ConnectorFound(state: .running, tasks: 2))
        guard case .done = work(.stop, back).undo({ _ in }) else {
            Issue.record("it stays stopped")
            return
        }
        #expect(here.told == ["PUT /connectors/sink/resume"])
    }

    @Test("is not started again on the way back while it still runs where it was moved to")
    func backWhileItRuns() throws {
        let here = try FakeConnect(.stopped)
        let there = try FakeConnect(.running, tasks: [.running])
        let back = try order(here, there.endpoint, found: ConnectorFound(state: .running, tasks: 2))
        guard case .failed = work(.stop, back).undo({ _ in }) else {
            Issue.record("it runs twice")
            return
        }
        #expect(here.told == [])
    }

    @Test("may be paused and stopped whatever it is on the other")
    func stopped() throws {
        let here = try FakeConnect(.running, tasks: [.running])
        let there = try FakeConnect(.running, tasks: [.running])
        let order = try order(here, there.endpoint, found: ConnectorFound(state: .stopped, tasks: 0))
        guard case .done = work(.stop, order).act({ _ in }) else {
            Issue.record("not stopped")
            return
        }
    }
}

@Suite("A connect step that Connect does not carry out")
struct DisobeyedTests {
    private func act(
        _ act: StepPlan.ConnectorAct, on connect: FakeConnect, patience: Duration = .seconds(2)
    ) throws -> StepEnd {
        let errand = Errand(
            number: 1, kind: .act, step: StepID(.consumersMoved, 1), plan: StepPlan(.wait(.zero)),
            found: try StepFound(ConnectorFound(state: .running, tasks: 2)))
        let cluster = ErrandOrder.Cluster(bootstrap: "")
        let order = ErrandOrder(
            errand, night: "night", wave: "wave", source: cluster, target: cluster,
            connects: [.sourceSide: connect.endpoint])
        return ConnectWork(order, act, "sink", at: .sourceSide, patience: patience).act { _ in }
    }

    @Test("fails in Connect's words where it refuses, and where it rebalances for ever")
    func refused() throws {
        let connect = try FakeConnect(.running, tasks: [.running])
        for status in ["403 Forbidden", "409 Conflict"] {
            connect.change { $0.refusal = StubServer.answer(status, body: #"{"message":"not now"}"#) }
            let end = try act(.pause, on: connect)
            guard case .failed(let why) = end, why.contains("not now") else {
                Issue.record("\(end)")
                continue
            }
        }
    }

    @Test("is out of time where it was accepted and is not seen: 202 is not paused")
    func acceptedOnly() throws {
        let connect = try FakeConnect(.running, tasks: [.running, .running])
        connect.change { $0.refusal = StubServer.answer("202 Accepted") }
        #expect(
            try act(.pause, on: connect)
                == .outOfTime("accepted, and not seen in time; it is RUNNING with 2 tasks"))
    }

    @Test("is out of time without an answer, and done where it is seen all the same; a restart never is")
    func unanswered() throws {
        let connect = try FakeConnect(.running, tasks: [.running, .running])
        connect.change { $0.swallowsAnswers = true }
        guard case .done = try act(.pause, on: connect, patience: .seconds(5)) else {
            Issue.record("it is PAUSED")
            return
        }
        let end = try act(.restart, on: connect)
        guard case .outOfTime(let why) = end, why.hasSuffix("nobody can tell whether it was carried out") else {
            Issue.record("\(end)")
            return
        }
    }
}

@Suite("Watching a connector")
struct ConnectorWatchTests {
    private func reading(_ state: ConnectorState, _ tasks: [ConnectorState] = []) -> ConnectorReading {
        ConnectorReading(
            name: "sink", state: state, worker: "w",
            tasks: tasks.enumerated().map { TaskReading(id: Int32($0), state: $1, worker: "w") })
    }

    @Test("believes what holds: a moment of RUNNING is what it was before, and tasks come later")
    func running() {
        var watch = ConnectorWatch(.running(withTasks: true))
        let running = reading(.running, [.running])
        #expect(watch.take(reading(.running), at: .seconds(0)) == .waiting("RUNNING with 0 tasks"))
        #expect(watch.take(reading(.running), at: .seconds(60)) == .waiting(nil), "it had tasks")
        #expect(watch.take(running, at: .seconds(61)) == .waiting("RUNNING with 1 task"))
        watch.startAgain()
        #expect(watch.take(running, at: .seconds(62)) == .waiting(nil), "what was between is not known")
        #expect(watch.take(running, at: .seconds(63)) == .reached("RUNNING with 1 task"))
        var taskless = ConnectorWatch(.running(withTasks: false))
        #expect(taskless.take(reading(.running), at: .seconds(0)) == .waiting("RUNNING with 0 tasks"))
        #expect(taskless.take(reading(.running), at: .seconds(2)) == .waiting(nil))
        #expect(taskless.take(reading(.running), at: .seconds(3)) == .reached("RUNNING with 0 tasks"))
    }

    @Test("sees PAUSED in every task, and STOPPED in there being none")
    func still() {
        var paused = ConnectorWatch(.paused)
        guard case .waiting = paused.take(reading(.paused, [.paused, .running]), at: .zero) else {
            Issue.record("a task still runs")
            return
        }
        #expect(paused.take(reading(.paused, [.paused, .paused]), at: .zero) == .reached("PAUSED with 2 tasks"))
        var stopped = ConnectorWatch(.stopped)
        guard case .waiting = stopped.take(reading(.stopped, [.running]), at: .zero) else {
            Issue.record("a task is still there")
            return
        }
        #expect(stopped.take(reading(.stopped), at: .zero) == .reached("STOPPED with 0 tasks"))
    }

    @Test("gives up on what stays failed, not on what is still said of before, and on what is gone")
    func failed() {
        var watch = ConnectorWatch(.running(withTasks: true))
        let failed = reading(.running, [.failed, .running])
        guard case .waiting = watch.take(failed, at: .zero),
            case .waiting = watch.take(reading(.running, [.restarting, .running]), at: .seconds(5)),
            case .waiting = watch.take(failed, at: .seconds(6)), case .waiting = watch.take(failed, at: .seconds(15)),
            case .failed = watch.take(failed, at: .seconds(16))
        else {
            Issue.record("ten seconds in a row")
            return
        }
        #expect(watch.take(nil, at: .seconds(17)) == .failed("the connector is gone"))
    }
}
