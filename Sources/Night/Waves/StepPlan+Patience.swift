extension StepPlan {
    /// How long an errand about it may take.
    public func patience(for errand: StepErrand) -> Duration {
        switch errand {
        case .look, .observe, .observeUndo: .seconds(30)
        case .act: deadline ?? act.patience
        case .undo: deadline ?? (undo ?? act).patience
        }
    }

    /// False: nothing of it stays that could be taken back.
    var hasUndo: Bool {
        if undo != nil { return true }
        switch act {
        case .offsets, .fence, .unfence, .link: return true
        case .connect(let change, _, _): return change != .restart && change != .restartFailed
        case .run, .http, .wait, .ask, .drain: return false
        }
    }
}

extension StepPlan.Act {
    /// Somebody else than who acted can see its effect. What a site's own executable or call does is known by its end.
    var leavesATrace: Bool {
        switch self {
        case .offsets, .fence, .unfence, .drain, .connect, .link: true
        case .run, .http, .wait, .ask: false
        }
    }

    fileprivate var patience: Duration {
        switch self {
        // Connect may take 90 seconds to answer.
        case .run, .link, .connect: .seconds(120)
        case .http, .offsets, .fence, .unfence: .seconds(60)
        case .wait(let duration): duration + .seconds(10)
        case .ask: .seconds(1_800)
        case .drain(_, let stillFor): stillFor + .seconds(120)
        }
    }
}
