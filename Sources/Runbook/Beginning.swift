import Night
import Processes

/// What an errand comes to when it begins.
enum Beginning {
    case underWay(any RunningErrand)
    /// Nothing had to run for it.
    case answered(ErrandReport)

    static func of(
        _ order: ErrandOrder, program: String, directory: String?, warden: () -> Warden?, at now: Moment
    ) throws -> Beginning {
        if let obstacle = order.obstacleOnTheWayBack(from: directory) {
            return .answered(.notBegun(order, "its undo could not run: \(obstacle)".madeVisible))
        }
        guard let task = order.task else { return .answered(order.nothingToUndo) }
        switch task.plan.act {
        case .run(let arguments):
            return try hook(order, task, HookCommand(arguments: arguments, directory: directory), warden)
        case .wait(let duration):
            guard task.kind == .act else { return .answered(waiting(order, duration)) }
            return .underWay(WaitTimer(order, for: duration, at: now))
        case .ask(let question): return .answered(asking(order, question))
        case .http, .offsets, .fence, .unfence, .drain, .connect, .link:
            return .underWay(try StepChild(order, task: task, program: program))
        }
    }

    private static func hook(
        _ order: ErrandOrder, _ task: ErrandOrder, _ command: HookCommand, _ warden: () -> Warden?
    ) throws -> Beginning {
        switch task.kind {
        case .look:
            if let obstacle = command.obstacle { return .answered(.notBegun(order, obstacle.madeVisible)) }
            return .answered(.looked(order.number, .ready(found: .none, would: ["run \(command.words)".madeVisible])))
        case .act, .undo: return .underWay(try Hook(order, command, warden: warden()))
        case .observe, .observeUndo:
            return .answered(.seen(order.number, .seen("its exit code says so; nothing else observes it")))
        }
    }

    private static func waiting(_ order: ErrandOrder, _ duration: Duration) -> ErrandReport {
        switch order.kind {
        case .look: .looked(order.number, .ready(found: .none, would: ["wait \(duration)"]))
        default: .seen(order.number, .seen("the time has passed"))
        }
    }

    /// Only a person can answer; looking is all that is left to do here.
    private static func asking(_ order: ErrandOrder, _ question: String) -> ErrandReport {
        switch order.kind {
        case .look: .looked(order.number, .ready(found: .none, would: ["ask: \(question)".madeVisible]))
        default: .notBegun(order, "a person answers this")
        }
    }
}

extension ErrandOrder {
    /// What is to be done, in forward words: an undo that the plan spells out is an act of its own. Nil: there is
    /// nothing to undo.
    fileprivate var task: ErrandOrder? {
        guard kind.isGoingBack else { return self }
        if let undo = plan.undo {
            var task = self
            task.plan = StepPlan(undo, deadline: plan.deadline)
            task.kind = kind == .undo ? .act : .observe
            return task
        }
        return switch plan.act {
        case .run, .http, .wait, .ask: nil
        case .offsets, .fence, .unfence, .drain, .connect, .link: self
        }
    }

    fileprivate var nothingToUndo: ErrandReport {
        kind == .undo
            ? .ended(number, .done("the plan gives it no undo; what it did stays"))
            : .seen(number, .seen("the plan gives it no undo; what it did stays"))
    }

    /// Before anything is done whose undo could not even be started.
    fileprivate func obstacleOnTheWayBack(from directory: String?) -> String? {
        guard kind == .look else { return nil }
        switch plan.undo {
        case .run(let arguments): return HookCommand(arguments: arguments, directory: directory).obstacle
        case .http(let call): return HTTPWork(call, deadline: nil).obstacle
        default: return nil
        }
    }
}
