import Synchronization

/// How many Java processes run at once, so that tests side by side do not start ten clusters on two cores: four, of
/// which brokers, and the workers between them, hold three at most, and tools what is left. A consumer in a group is its
/// test's own affair. Who holds brokers and asks for more may wait for ever: an estate takes all its seats at once.
final class JavaSeats: Sendable {
    static let ofThisProcess = JavaSeats(brokers: 3, all: 4)

    private struct State {
        var brokers = 0
        var tools = 0
        var queue: [Int] = []
        var nextTicket = 0
    }

    private let mostBrokers: Int
    private let most: Int
    private let state = Mutex(State())

    init(brokers: Int, all: Int) {
        precondition(brokers < all, "a cluster nobody can ask anything is of no use")
        mostBrokers = brokers
        most = all
    }

    /// Given back when it goes.
    final class Taken: Sendable {
        private let giveBack: @Sendable () -> Void

        fileprivate init(_ giveBack: @escaping @Sendable () -> Void) {
            self.giveBack = giveBack
        }

        deinit {
            giveBack()
        }
    }

    /// How many wait for brokers.
    var waiting: Int {
        state.withLock { $0.queue.count }
    }

    /// First come, first served, or three would be passed over for ever by those who ask for one. All of them
    /// together, or two who hold some and want more would wait for each other. Who wants more than there are gets
    /// them when nobody else has any.
    func takeForBrokers(_ wanted: Int) async throws(RealKafkaError) -> Taken {
        let ticket = state.withLock { state in
            state.nextTicket += 1
            state.queue.append(state.nextTicket)
            return state.nextTicket
        }
        defer { state.withLock { $0.queue.removeAll { $0 == ticket } } }
        let needed = min(wanted, mostBrokers)
        while true {
            let taken = state.withLock { state in
                guard state.queue.first == ticket, state.brokers + needed <= mostBrokers else { return false }
                state.brokers += needed
                return true
            }
            if taken { return Taken { self.state.withLock { $0.brokers -= needed } } }
            try await Deadline.pause()
        }
    }

    /// Never behind those who wait for brokers: they may be waiting for a cluster whose test needs this tool to end.
    func takeForTool() async throws(RealKafkaError) -> Taken {
        while true {
            let taken = state.withLock { state in
                guard state.tools + state.brokers < most else { return false }
                state.tools += 1
                return true
            }
            if taken { return Taken { self.state.withLock { $0.tools -= 1 } } }
            try await Deadline.pause()
        }
    }
}
