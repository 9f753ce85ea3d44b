import Synchronization
import Testing

/// No more than a few terminals, each with clusters and probes behind it, at once.
struct SeatLimit: SuiteTrait, TestTrait, TestScoping {
    private static let seats = Seats(3)

    var isRecursive: Bool { true }

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        // Only what runs takes a seat; a suite is not seated.
        guard testCase != nil else { return try await function() }
        await Self.seats.take()
        do { try await function() } catch {
            await Self.seats.leave()
            throw error
        }
        await Self.seats.leave()
    }
}

extension Trait where Self == SeatLimit {
    /// Waits for a seat in front of a terminal.
    static var seated: SeatLimit { SeatLimit() }
}

private actor Seats {
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(_ count: Int) {
        free = count
    }

    func take() async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    func leave() {
        if waiting.isEmpty {
            free += 1
        } else {
            waiting.removeFirst().resume()
        }
    }
}
