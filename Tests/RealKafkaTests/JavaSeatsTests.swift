import Synchronization
import Testing

@testable import RealKafka

@Suite("Seats for Java processes")
struct JavaSeatsTests {
    @Test("who asked first for three is served before who asked later for one, though one is free")
    func firstComeFirstServed() async throws {
        let seats = JavaSeats(brokers: 3, all: 4)
        let served = Served()
        var held: JavaSeats.Taken? = try await seats.takeForBrokers(2)
        let three = Task { try await served.add(3, from: seats) }
        _ = try await Deadline.waiting(atMost: .seconds(120)) { seats.waiting == 1 }
        let one = Task { try await served.add(1, from: seats) }
        _ = try await Deadline.waiting(atMost: .seconds(120)) { seats.waiting == 2 }
        #expect(seats.waiting == 2 && held != nil)
        held = nil
        try await three.value
        try await one.value
        #expect(served.order == [3, 1])
    }

    private final class Served: Sendable {
        private let wanted = Mutex<[Int]>([])

        var order: [Int] { wanted.withLock { $0 } }

        func add(_ count: Int, from seats: JavaSeats) async throws {
            let taken = try await seats.takeForBrokers(count)
            wanted.withLock { $0.append(count) }
            withExtendedLifetime(taken) {}
        }
    }

    @Test("a tool finds a seat beside the largest cluster, whoever waits for brokers")
    func toolsAreServed() async throws {
        let seats = JavaSeats(brokers: 3, all: 4)
        var cluster: JavaSeats.Taken? = try await seats.takeForBrokers(5)
        async let next = seats.takeForBrokers(1)
        _ = try await Deadline.waiting(atMost: .seconds(120)) { seats.waiting == 1 }
        _ = try await seats.takeForTool()
        #expect(cluster != nil)
        cluster = nil
        _ = try await next
    }

    @Test("who gives up waiting does not block those behind")
    func givingUp() async throws {
        let seats = JavaSeats(brokers: 3, all: 4)
        let held = try await seats.takeForBrokers(1)
        let impatient = Task { try await seats.takeForBrokers(3) }
        _ = try await Deadline.waiting(atMost: .seconds(120)) { seats.waiting == 1 }
        impatient.cancel()
        await #expect(throws: RealKafkaError.self) { try await impatient.value }
        _ = try await seats.takeForBrokers(2)
        withExtendedLifetime(held) {}
    }
}
