import Synchronization

/// How many Java processes run at once, so that tests side by side do not start ten clusters on two cores.
/// First come, first served: three seats asked for are not passed over for ever by those who ask for one.
final class JavaSeats: Sendable {
    /// Brokers of every cluster together: one of three, or one on each side.
    static let forBrokers = JavaSeats(3)
    static let forTools = JavaSeats(1)

    private struct State {
        var free: Int
        var queue: [Int] = []
        var nextTicket = 0
    }

    private let count: Int
    private let state: Mutex<State>

    init(_ count: Int) {
        self.count = count
        state = Mutex(State(free: count))
    }

    /// Given back when it goes.
    final class Taken: Sendable {
        private let seats: JavaSeats
        private let count: Int

        fileprivate init(_ count: Int, of seats: JavaSeats) {
            self.seats = seats
            self.count = count
        }

        deinit {
            seats.state.withLock { $0.free += count }
        }
    }

    var waiting: Int {
        state.withLock { $0.queue.count }
    }

    /// All of them together, or those who hold some and wait for more would wait for each other. Who asks for more
    /// than there are gets them when nobody else has any.
    func take(_ wanted: Int) async throws(RealKafkaError) -> Taken {
        let needed = min(wanted, count)
        let ticket = state.withLock { state in
            state.nextTicket += 1
            state.queue.append(state.nextTicket)
            return state.nextTicket
        }
        defer { state.withLock { $0.queue.removeAll { $0 == ticket } } }
        while true {
            let taken = state.withLock { state in
                guard state.queue.first == ticket, state.free >= needed else { return false }
                state.free -= needed
                return true
            }
            if taken { return Taken(needed, of: self) }
            try await Deadline.pause()
        }
    }
}
