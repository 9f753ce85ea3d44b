/// Something shared by all who can do with the same and name their topics and groups after themselves. It starts for
/// the first and ends with the last that uses it at the same time.
public actor Shared<Estate: Shareable> {
    private let start: @Sendable () async throws -> Estate
    private var users = 0
    private var started: Task<Estate, any Error>?

    public init(_ start: @escaping @Sendable () async throws -> Estate) {
        self.start = start
    }

    public func use<Answer: Sendable>(_ body: @Sendable (Estate) async throws -> Answer) async throws -> Answer {
        users += 1
        let starting = started ?? Task { try await start() }
        started = starting
        do {
            let answer = try await body(starting.value)
            await leave()
            return answer
        } catch {
            await leave()
            throw error
        }
    }

    private func leave() async {
        users -= 1
        guard users == 0, let last = started else { return }
        started = nil
        try? await last.value.end()
    }
}
