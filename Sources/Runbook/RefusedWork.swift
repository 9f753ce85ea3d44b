import Night

/// A step that this program cannot do: its look says so, and nothing else happens.
struct RefusedWork: StepWork {
    let why: String

    func look() -> StepLook { .refused(why) }
    func act(_ say: (String) -> Void) -> StepEnd { .failed(why) }
    func observe() -> StepSight { .unknown(why) }
    func undo(_ say: (String) -> Void) -> StepEnd { .failed(why) }
    func observeUndo() -> StepSight { .unknown(why) }
}
