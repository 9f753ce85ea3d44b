import Night

/// A `wait` on its way: no process, only a moment.
final class WaitTimer: RunningErrand {
    let order: ErrandOrder
    private(set) var isOver = false
    private let duration: Duration
    private let began: Moment
    private var isStopped = false

    init(_ order: ErrandOrder, for duration: Duration, at now: Moment) {
        self.order = order
        self.duration = duration
        began = now
    }

    var descriptors: [Int32] { [] }

    func nextTick(after now: Moment) -> Moment? { isStopped ? now : now + (duration - (now - began)) }

    func turn(at now: Moment) -> [ErrandReport] {
        guard isStopped || now - began >= duration else { return [] }
        isOver = true
        guard isStopped else { return [.ended(order.number, .done("waited \(duration)"))] }
        return [.stopped(order, "stopped while it waited")]
    }

    func stop(at now: Moment) { isStopped = true }
    func kill() {}
    func reap() {}
}
