import Night
import Testing

@testable import Probes

@Suite("a record's way over the bridge") struct RoundTripWatchTests {
    private var watch = RoundTripWatch(name: 7)

    private func at(_ seconds: Double) -> Moment { Moment(nanoseconds: Int64(seconds * 1_000_000_000)) }

    private mutating func sent(at seconds: Double) -> [UInt8]? {
        if case .send(let value)? = watch.turn(at: at(seconds)) { value } else { nil }
    }

    @Test("is timed from the producer to whoever reads the far end, one record a second at most")
    mutating func timed() throws {
        watch.isListening = true
        let first = try #require(sent(at: 0))
        #expect(watch.turn(at: at(0.2)) == nil)
        #expect(watch.arrived(Array("switchback".utf8), at: at(0.3)) == nil, "somebody else's")
        #expect(watch.arrived(first, at: at(0.4)) == .milliseconds(400))
        #expect(watch.arrived(first, at: at(0.5)) == nil, "a second copy of it")
        #expect(watch.turn(at: at(0.9)) == nil)
        let second = try #require(sent(at: 1))
        #expect(first != second)
    }

    @Test("is not begun before anybody listens at its end")
    mutating func notListening() {
        #expect(watch.turn(at: at(0)) == nil)
        watch.isListening = true
        #expect(sent(at: 1) != nil)
    }

    @Test("that comes to no end is said again and again, and a late arrival still counts")
    mutating func late() throws {
        watch.isListening = true
        let first = try #require(sent(at: 0))
        #expect(watch.turn(at: at(9)) == nil)
        #expect(watch.turn(at: at(10)) == .report(.seconds(10)))
        #expect(watch.turn(at: at(11)) == nil)
        #expect(watch.turn(at: at(20)) == .report(.seconds(20)))
        #expect(watch.arrived(first, at: at(25)) == .seconds(25))
        _ = try #require(sent(at: 26))
        #expect(watch.turn(at: at(146)) == .report(.seconds(120)))
        #expect(sent(at: 147) != nil, "given up")
    }

    @Test("that the source did not take is not one the bridge lost")
    mutating func unsent() throws {
        watch.isListening = true
        let first = try #require(sent(at: 0))
        watch.notSent()
        #expect(watch.turn(at: at(30)) != .report(.seconds(30)))
        #expect(watch.arrived(first, at: at(31)) == nil)
    }
}
