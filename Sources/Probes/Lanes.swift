import Dispatch
import Night
import Synchronization

/// What one call cost. Its answer has been reported by then.
struct CallCost: Sendable {
    let what: String
    let took: Duration
    let failed: Int
}

extension CallCost {
    /// A call that reports its own answer; its error is reported here.
    init<Failure: Error>(
        timing what: String, _ report: (Observation) -> Void, trouble: (Failure) -> Trouble,
        _ call: () throws(Failure) -> Void
    ) {
        let began = SystemClock.moment()
        var failed = 0
        do { try call() } catch {
            failed = 1
            report(.trouble(trouble(error)))
        }
        self.init(what: what, took: SystemClock.moment() - began, failed: failed)
    }
}

/// Calls that run side by side, each in a lane of its own and one at a time in it: a broker or an endpoint that answers
/// nothing delays only what it was asked.
final class Lanes: Sendable {
    enum Name: Hashable, Sendable {
        case metadata, groups, members, settings, rules
        case leader(Int32)
        case bridgeTopics(ClusterRole)
        case connectStates, connectOffsets
        /// By its place among a side's.
        case endpoint(Int)
    }

    private struct Lane {
        let queue: DispatchQueue
        var busySince: Moment?
        /// Asked less often the longer it takes: never busy more than half of the time.
        var restsUntil = Moment(nanoseconds: .min)
        /// Not waited for again until it has answered in time.
        var late = false
    }

    private struct State {
        var lanes: [Name: Lane] = [:]
        var ended: [CallCost] = []
    }

    private let state = Mutex(State())
    private let arrived = DispatchSemaphore(value: 0)
    private let patience: Duration

    /// How long an answer is waited for; it is reported whenever it comes.
    init(patience: Duration) {
        self.patience = patience
    }

    /// Nothing happens while the lane is still busy, or rests.
    func run(_ name: Name, _ calls: @escaping @Sendable () -> [CallCost]) {
        let now = SystemClock.moment()
        let free = state.withLock { state -> DispatchQueue? in
            var lane = state.lanes[name] ?? Lane(queue: DispatchQueue(label: "\(name)"))
            guard lane.busySince == nil, now >= lane.restsUntil else { return nil }
            lane.busySince = now
            state.lanes[name] = lane
            return lane.queue
        }
        free?.async { [self] in end(name, calls()) }
    }

    private func end(_ name: Name, _ costs: [CallCost]) {
        let now = SystemClock.moment()
        state.withLock { state in
            state.ended += costs
            guard let began = state.lanes[name]?.busySince else { return }
            state.lanes[name]?.busySince = nil
            state.lanes[name]?.restsUntil = now + (now - began)
            state.lanes[name]?.late = now - began > patience
        }
        arrived.signal()
    }

    /// Until these have ended, but no longer than the patience, and not for one that was late before.
    func wait(for names: [Name]) {
        let deadline = DispatchTime.now() + .nanoseconds(Int(patience.inNanoseconds))
        while isAwaiting(names) {
            guard arrived.wait(timeout: deadline) == .timedOut else { continue }
            return state.withLock { state in
                for name in names where state.lanes[name]?.busySince != nil { state.lanes[name]?.late = true }
            }
        }
    }

    private func isAwaiting(_ names: [Name]) -> Bool {
        state.withLock { state in
            names.contains { name in state.lanes[name].map { $0.busySince != nil && !$0.late } ?? false }
        }
    }

    /// Leaders that lead nothing any more are forgotten once they are idle.
    func forgetLeaders(except kept: [Int32]) {
        state.withLock { state in
            state.lanes = state.lanes.filter { name, lane in
                guard case .leader(let leader) = name else { return true }
                return lane.busySince != nil || kept.contains(leader)
            }
        }
    }

    /// What has ended since the last call.
    func takeEnded() -> [CallCost] {
        state.withLock { state in
            defer { state.ended = [] }
            return state.ended
        }
    }

    /// A lane whose call should have ended long ago.
    func overdue(after limit: Duration) -> Name? {
        let now = SystemClock.moment()
        return state.withLock { state in
            state.lanes.first { _, lane in lane.busySince.map { now - $0 > limit } ?? false }?.key
        }
    }
}
