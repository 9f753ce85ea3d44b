/// How long a condition is waited for.
struct Deadline: Sendable {
    private let end: ContinuousClock.Instant

    init(after limit: Duration) {
        end = ContinuousClock().now + limit
    }

    var passed: Bool { ContinuousClock().now >= end }

    /// Between two looks at the condition.
    static func pause() async throws(RealKafkaError) {
        do {
            try await Task.sleep(for: .milliseconds(20))
        } catch {
            throw .cancelled
        }
    }

    /// False when the condition did not come true in time.
    static func waiting(
        atMost limit: Duration, until condition: @Sendable () async throws(RealKafkaError) -> Bool
    ) async throws(RealKafkaError) -> Bool {
        let deadline = Deadline(after: limit)
        while true {
            if try await condition() { return true }
            if deadline.passed { return false }
            try await pause()
        }
    }
}
