import Night
import TestSupport
import Testing
import Wire

@testable import Probes

@Suite("the framing between a probe and its owner") struct WireTests {
    private func stream(_ messages: [ProbeMessage]) -> [UInt8] {
        var writer = WireWriter()
        writer.open()
        for message in messages { message.write(to: &writer) }
        return writer.take()
    }

    /// In pieces of random sizes, down to single bytes.
    private func read(_ bytes: [UInt8], _ random: inout SeededGenerator) throws(WireError) -> [ProbeMessage] {
        var stream = MessageStream()
        var messages: [ProbeMessage] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = rest.prefix(1 + random.below(random.below(2) == 0 ? 3 : 500))
            rest = rest.dropFirst(piece.count)
            messages += try stream.take(Array(piece))
        }
        return messages
    }

    @Test("every kind of message comes out as it went in, in whatever pieces", arguments: 0..<40 as Range<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let messages = random.messages(40)
        let kinds = Set(messages.compactMap { if case .observed(_, let what) = $0 { what.kind } else { nil } })
        #expect(kinds == Set(Observation.kinds), "a kind was added that nothing here writes")
        #expect(try read(stream(messages), &random) == messages)
    }

    @Test("a stream that breaks off gives the messages that were whole", arguments: 0..<10 as Range<UInt64>)
    func brokenOff(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let messages = random.messages(20)
        let bytes = stream(messages)
        for _ in 0..<50 {
            let whole = try read(Array(bytes.prefix(random.below(bytes.count))), &random)
            #expect(messages.starts(with: whole) && whole.count < messages.count)
        }
    }

    @Test("damaged bytes give an error or messages, and nothing worse", arguments: 0..<20 as Range<UInt64>)
    func damage(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let bytes = stream(random.messages(20))
        var refused = 0
        for _ in 0..<200 {
            var damaged = bytes
            for _ in 0...random.below(4) {
                let at = random.below(damaged.count)
                switch random.below(4) {
                case 0: damaged[at] ^= 1 << UInt8(random.below(8))
                case 1: damaged[at] = 0xff
                case 2: damaged.removeSubrange(at..<min(damaged.count, at + 1 + random.below(9)))
                default: damaged.insert(contentsOf: random.list(upTo: 9) { UInt8($0.below(256)) }, at: at)
                }
            }
            do { _ = try read(damaged, &random) } catch { refused += 1 }
        }
        #expect(refused > 0)
    }

    @Test("what is no probe of this version is refused at once, and in words")
    func strangers() {
        func refusal(_ bytes: [UInt8]) -> WireError? {
            var stream = MessageStream()
            do throws(WireError) { _ = try stream.take(bytes) } catch { return error }
            return nil
        }
        #expect(refusal(Array("HTTP/1.1 400".utf8)) == .notAProbe)
        #expect(refusal(Array("S?".utf8)) == .notAProbe)
        #expect(refusal(Array("SBPW".utf8) + [9]) == .otherVersion(9))
        #expect(refusal(Wire.opening + [0xff, 0xff, 0xff, 0xff]) == .oversized("a frame", 0xffff_ffff))
        #expect(refusal(Wire.opening + [0, 0, 0, 0]) == .truncated)
        #expect(refusal(Wire.opening + [1, 0, 0, 0, 77]) == .truncated)
        #expect(refusal(Wire.opening + [3, 0, 0, 0, 77, 0, 0]) == .unknown("kind of frame", 77))
        #expect("\(WireError.otherVersion(9))" == "the probe speaks version 9 of the framing, this is 2")
    }

    @Test("a name is spelt out once in a stream")
    func namesAreNumbered() {
        let ends = Observation.ends([
            TopicOffsets(topic: String(repeating: "x", count: 200), offsets: [.init(partition: 0, offset: 1)])
        ])
        let stamp = Stamp(moment: Moment(nanoseconds: 1), wall: WallTime(milliseconds: 1))
        let once = stream([.observed(stamp, ends)]).count
        #expect(stream([.observed(stamp, ends), .observed(stamp, ends)]).count < once + 20)
    }
}

@Suite("what a probe is told") struct ProbeOrderTests {
    private let order: ClusterOrder

    init() throws {
        order = ClusterOrder(
            cluster: .target,
            properties: [
                Property(name: "bootstrap.servers", value: .plain("127.0.0.1:9092")),
                Property(name: "sasl.password", value: .secret("hunter2")),
            ],
            poll: .milliseconds(1_500),
            scopes: [
                .init(topics: [try NamePattern("orders-*")], groups: [try NamePattern("/^pay.*/")]),
                .init(topics: [try NamePattern("订单")], groups: []),
            ], twinPrefix: "source.", probeTopic: "switchback-probe", callTimeout: .seconds(7))
    }

    @Test("comes out as it went in, also without what is optional")
    func roundTrip() throws {
        #expect(try ProbeOrder(decoding: ProbeOrder.cluster(order).encoded()) == .cluster(order))
        var bare = order
        bare.probeTopic = nil
        bare.properties = []
        bare.scopes = []
        #expect(try ProbeOrder(decoding: ProbeOrder.cluster(bare).encoded()) == .cluster(bare))
    }

    @Test("ends with its only newline; cut short it is refused")
    func wholeness() throws {
        let bytes = try ProbeOrder.cluster(order).encoded()
        #expect(bytes.firstIndex(of: UInt8(ascii: "\n")) == bytes.count - 1)
        for count in 0..<bytes.count - 1 {
            #expect(throws: (any Error).self) { try ProbeOrder(decoding: Array(bytes.prefix(count))) }
        }
    }

    @Test("a secret shows in nothing that describes the order or what is made of it")
    func secrets() throws {
        guard case .cluster(let read) = try ProbeOrder(decoding: ProbeOrder.cluster(order).encoded()) else { return }
        var dumped = ""
        dump(read, to: &dumped)
        for text in ["\(read)", String(reflecting: read), dumped, "\(read.properties)"] {
            #expect(!text.contains("hunter2"))
        }
        #expect(read.properties[1].value.revealed == "hunter2")
    }
}
