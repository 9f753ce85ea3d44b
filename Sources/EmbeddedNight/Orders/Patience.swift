import Glibc

/// How an order waits: no longer than it is told, and only as long as whoever gave it is still there. A commander who
/// turns back must not wait for what he no longer wants.
struct Patience {
    let isWanted: () -> Bool

    /// False: it did not become so.
    func wait(atMost limit: Duration, until condition: () -> Bool) -> Bool {
        let clock = ContinuousClock()
        let deadline = clock.now + limit
        while !condition() {
            guard clock.now < deadline, isWanted() else { return false }
            usleep(20_000)
        }
        return true
    }
}
