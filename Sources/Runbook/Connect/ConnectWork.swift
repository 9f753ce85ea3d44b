import Connect
import Night

/// Drives one connector, and believes what Connect then says of it and of its tasks, not that it was accepted. The way
/// back leads to the state it was found in.
struct ConnectWork: StepWork {
    let order: ErrandOrder
    let act: StepPlan.ConnectorAct
    let connector: String
    let side: StepPlan.Side
    /// It comes to its own end before it is ended.
    private let patience: Duration

    /// `patience`: nil for what the machine allows the errand.
    init(
        _ order: ErrandOrder, _ act: StepPlan.ConnectorAct, _ connector: String, at side: StepPlan.Side,
        patience: Duration? = nil
    ) {
        self.order = order
        self.act = act
        self.connector = connector
        self.side = side
        self.patience = patience ?? order.plan.patience(for: order.kind) * 0.9
    }

    func look() -> StepLook {
        guard let desk = ConnectorDesk(connector, at: side, of: order) else { return .refused(nowhere) }
        do {
            guard let reading = try desk.read() else {
                return .refused("\(desk.address) has no connector \(connector)")
            }
            if let obstacle = act.obstacle(on: reading) { return .refused(obstacle) }
            let found = ConnectorFound(state: reading.state, tasks: reading.tasks.count)
            guard act.isRestart || ConnectorGoal(restoring: found) != nil else {
                return .unknown("it is \(reading.words) for the moment, which is no state to come back to")
            }
            let worker = try desk.worker()
            guard worker.has(act) else { return .refused("Connect \(worker.version) knows no \(act.rawValue)") }
            switch act.startsTasks ? otherSide : .quiet {
            case .quiet: return .ready(found: try StepFound(found), would: [would(reading, desk)])
            case .mayRun(let words): return .refused(words)
            case .unknown(let words): return .unknown(words)
            }
        } catch {
            return .unknown("\(error)")
        }
    }

    func act(_ say: (String) -> Void) -> StepEnd {
        do {
            let found = try order.found.decoded(as: ConnectorFound.self)
            switch act.startsTasks ? otherSide : .quiet {
            case .quiet: return reach(ConnectorGoal(of: act, from: found), by: act, say)
            case .mayRun(let words), .unknown(let words): return .failed("\(words); nothing was done")
            }
        } catch {
            return .failed("\(error)")
        }
    }

    func observe() -> StepSight {
        do {
            return sight(of: ConnectorGoal(of: act, from: try order.found.decoded(as: ConnectorFound.self)))
        } catch {
            return .unknown("\(error)")
        }
    }

    func undo(_ say: (String) -> Void) -> StepEnd {
        if act.isRestart { return .done(Self.noWayBack) }
        do {
            let found = try order.found.decoded(as: ConnectorFound.self)
            guard let goal = ConnectorGoal(restoring: found) else { return .failed(Self.unrestorable) }
            switch goal.act.startsTasks ? otherSide : .quiet {
            case .quiet: break
            case .mayRun(let words): return .failed("\(words); nothing was done")
            // The way back does not wait for a side that may be what it leads away from.
            case .unknown(let words): say(words)
            }
            return reach(goal, by: goal.act, say)
        } catch {
            return .failed("\(error)")
        }
    }

    func observeUndo() -> StepSight {
        if act.isRestart { return .seen(Self.noWayBack) }
        do {
            let found = try order.found.decoded(as: ConnectorFound.self)
            return ConnectorGoal(restoring: found).map(sight) ?? .unknown(Self.unrestorable)
        } catch {
            return .unknown("\(error)")
        }
    }

    private static let noWayBack = "a restart leaves nothing to take back"
    private static let unrestorable = "the state it was found in cannot be restored"

    private var nowhere: String { "the plan names no Connect for \(connector) at the \(side.rawValue)" }

    private func would(_ reading: ConnectorReading, _ desk: ConnectorDesk) -> String {
        let found = ConnectorFound(state: reading.state, tasks: reading.tasks.count)
        let isThere = !act.isRestart && ConnectorGoal(of: act, from: found).isMet(by: reading)
        return "\(act.rawValue) \(connector) on \(desk.address); it is \(reading.words)\(isThere ? " already" : "")"
    }
}

extension ConnectWork {
    private enum OtherSide {
        case quiet
        case mayRun(String)
        case unknown(String)
    }

    /// The same connector on both sides would carry everything twice.
    private var otherSide: OtherSide {
        guard order.connects[side.other]?.url != order.connects[side]?.url,
            let desk = ConnectorDesk(connector, at: side.other, of: order)
        else { return .quiet }
        do {
            guard let reading = try desk.read(), reading.mayRun else { return .quiet }
            return .mayRun("it is \(reading.words) at the \(side.other.rawValue); stop it there first")
        } catch {
            return .unknown("whether it runs at the \(side.other.rawValue) cannot be told: \(error)")
        }
    }

    /// Tells it, and asks until it is there.
    private func reach(_ goal: ConnectorGoal, by act: StepPlan.ConnectorAct, _ say: (String) -> Void) -> StepEnd {
        guard let desk = ConnectorDesk(connector, at: side, of: order) else { return .failed(nowhere) }
        let clock = ContinuousClock()
        let began = clock.now
        var doubt: String?
        do throws(ConnectError) {
            // Some of the time is kept for looking, whatever the answer.
            try desk.tell(act, patience: patience * 0.8)
            say("\(act.rawValue) accepted")
        } catch {
            guard error.leavesUnknown else { return .failed("\(error)") }
            // That its tasks run is no sign of a restart.
            if act.isRestart { return .outOfTime("\(error); \(Self.nobodyCanTell)") }
            doubt = "\(error); \(Self.nobodyCanTell)"
            say("\(error); looking whether it was")
        }
        switch desk.watch(for: goal, until: began + patience, say) {
        case .reached(let words): return .done("\(words), seen \(clock.now - began) after it was told")
        case .failed(let words): return .failed(words)
        case .notReached(let words): return .outOfTime("\(doubt ?? "accepted, and not seen in time"); it is \(words)")
        case .unread(let error):
            return .outOfTime("\(doubt ?? "accepted, and nobody can tell what came of it"); \(error)")
        }
    }

    private func sight(of goal: ConnectorGoal) -> StepSight {
        guard let desk = ConnectorDesk(connector, at: side, of: order) else { return .unknown(nowhere) }
        switch desk.watch(for: goal, until: .now + min(patience, Self.longestSight), { _ in }) {
        case .reached(let words): return .seen(words)
        case .failed(let words), .notReached(let words): return .notSeen(words)
        case .unread(let error): return .unknown("\(error)")
        }
    }

    private static let nobodyCanTell = "nobody can tell whether it was carried out"
    /// It was there when the act ended.
    private static let longestSight = Duration.seconds(15)
}
