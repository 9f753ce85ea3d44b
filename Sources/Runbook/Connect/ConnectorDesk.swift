import Connect
import Night

/// One connector, at the Connect of one side.
struct ConnectorDesk {
    enum Outcome {
        case reached(String)
        case failed(String)
        /// It was still this when the time was up.
        case notReached(String)
        /// Nobody could tell what it was.
        case unread(ConnectError)
    }

    private let connect: ConnectClient
    private let connector: String

    /// Nil: the plan has no Connect there.
    init?(_ connector: String, at side: StepPlan.Side, of order: ErrandOrder) {
        guard let endpoint = order.connects[side] else { return nil }
        connect = ConnectClient(endpoint)
        self.connector = connector
    }

    /// Three of them fit in a look.
    private static let callPatience = Duration.seconds(8)
    private static let interval = Duration.milliseconds(250)

    var address: String { connect.address }

    func worker() throws(ConnectError) -> ConnectWorker { try connect.worker(patience: Self.callPatience) }

    /// Nil: Connect does not have it.
    func read(within patience: Duration = callPatience) throws(ConnectError) -> ConnectorReading? {
        try connect.connectors([connector], patience: min(patience, Self.callPatience)).connectors.first
    }

    func tell(_ act: StepPlan.ConnectorAct, patience: Duration) throws(ConnectError) {
        try connect.tell(connector, to: act, patience: patience)
    }

    /// Asks until it is where it was sent.
    func watch(
        for goal: ConnectorGoal, until deadline: ContinuousClock.Instant, _ say: (String) -> Void
    ) -> Outcome {
        let clock = ContinuousClock()
        let began = clock.now
        var watch = ConnectorWatch(goal)
        var last: Outcome
        repeat {
            do throws(ConnectError) {
                // Once, however late it is.
                let reading = try read(within: max(.seconds(1), deadline - clock.now))
                switch watch.take(reading, at: clock.now - began) {
                case .reached(let words): return .reached(words)
                case .failed(let words): return .failed(words)
                case .waiting(let words):
                    words.map(say)
                    last = .notReached(watch.lastWords ?? "")
                }
            } catch {
                watch.startAgain()
                last = .unread(error)
            }
            Pause.take(Self.interval)
        } while clock.now < deadline
        return last
    }
}
