import Night

/// An errand on its way. Nothing in it waits, except `reap`.
protocol RunningErrand: AnyObject {
    var order: ErrandOrder { get }
    /// It has answered, and nothing is left of it.
    var isOver: Bool { get }
    /// What to poll for reading.
    var descriptors: [Int32] { get }
    func nextTick(after now: Moment) -> Moment?
    func turn(at now: Moment) -> [ErrandReport]
    func stop(at now: Moment)
    func kill()
    func reap()
}
