import Night

/// One kind of step at work, in a child that lives for one errand. Nothing in it outlives its call: what the way back
/// needs is in the order's `found`.
protocol StepWork {
    /// Changes nothing.
    func look() -> StepLook
    func act(_ say: (String) -> Void) -> StepEnd
    func observe() -> StepSight
    func undo(_ say: (String) -> Void) -> StepEnd
    func observeUndo() -> StepSight
}
