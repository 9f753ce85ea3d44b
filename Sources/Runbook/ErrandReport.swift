public import Night

/// What became of an errand, by its number.
public enum ErrandReport: Sendable, Equatable {
    /// A line of what it prints, made safe to show.
    case said(Int, String)
    case looked(Int, StepLook)
    case ended(Int, StepEnd)
    case seen(Int, StepSight)
}

extension ErrandReport {
    /// The answer to an errand that was ended on purpose.
    static func stopped(_ order: ErrandOrder, _ how: String) -> ErrandReport {
        switch order.kind {
        case .look: .looked(order.number, .unknown(how))
        case .act, .undo: .ended(order.number, .stopped(how))
        case .observe, .observeUndo: .seen(order.number, .unknown(how))
        }
    }

    /// The answer to an errand that never came to an answer of its own.
    static func lost(_ order: ErrandOrder, _ why: String) -> ErrandReport {
        switch order.kind {
        case .look: .looked(order.number, .unknown(why))
        case .act, .undo: .ended(order.number, .lost(why))
        case .observe, .observeUndo: .seen(order.number, .unknown(why))
        }
    }

    /// The answer to an errand that could not even begin: nothing has happened.
    static func notBegun(_ order: ErrandOrder, _ why: String) -> ErrandReport {
        switch order.kind {
        case .look: .looked(order.number, .refused(why))
        case .act, .undo: .ended(order.number, .failed(why))
        case .observe, .observeUndo: .seen(order.number, .unknown(why))
        }
    }
}
