import Testing

@testable import RealKafka

@Suite("The answer about living brokers")
struct LivingBrokersTests {
    /// Brokers 1, with a rack, and 3, without; then a controller and no topics.
    private static let body: [UInt8] =
        [0, 0, 0, 1] + [0, 0, 0, 2]
        + ([0, 0, 0, 1] + [0, 1, 0x61] + [0, 0, 0x23, 0x84] + [0, 2, 0x72, 0x31])
        + ([0, 0, 0, 3] + [0, 2, 0x62, 0x63] + [0, 0, 0x23, 0x85] + [0xff, 0xff])
        + [0, 0, 0, 1] + [0, 0, 0, 0]
    private static let answer = [0, 0, 0, UInt8(body.count)] + body

    @Test("names each broker by its node")
    func whole() {
        #expect(LivingBrokers.brokers(in: Self.answer) == [1, 3])
    }

    @Test("is no answer until it is whole")
    func cutShort() {
        for length in 0..<Self.answer.count {
            #expect(LivingBrokers.brokers(in: Array(Self.answer.prefix(length))) == nil)
        }
    }

    @Test("is no answer when its counts and lengths promise more than it holds")
    func liesAboutItsLength() {
        for place in 8..<Self.answer.count - 8 {
            var answer = Self.answer
            answer[place] = 0x7f
            _ = LivingBrokers.brokers(in: answer)
        }
        var manyBrokers = Self.answer
        manyBrokers[8] = 0x7f
        #expect(LivingBrokers.brokers(in: manyBrokers) == nil)
    }
}
