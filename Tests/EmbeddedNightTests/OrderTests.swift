import Night
import Testing

@testable import EmbeddedNight

@Suite("An order")
struct OrderTests {
    private func order(_ line: String) throws -> Order {
        try Order(words: line.split(separator: " ", omittingEmptySubsequences: false).map(String.init), of: .shop)
    }

    @Test("is read as it is written in a plan")
    func reads() throws {
        #expect(try order("stop-group reports,sessionizer") == .stopGroups(["reports", "sessionizer"]))
        #expect(try order("start-group pricing target") == .startGroups(["pricing"], on: .target))
        #expect(try order("fence orders source") == .fence(.source, wave: "orders"))
        #expect(try order("unfence orders source") == .unfence(.source, wave: "orders"))
        #expect(try order("move-producers ledger target") == .moveProducers(wave: "ledger", to: .target))
        #expect(try order("status") == .status)
    }

    @Test(
        "that makes no sense is refused, and what would have made sense is named",
        arguments: [
            ("", "no order ''"), ("stop reports", "no order 'stop'"), ("stop-group", "no group ''"),
            ("stop-group report", "no group 'report'; the groups are reports,"), ("stop-group reports,", "no group ''"),
            ("start-group reports", "'' is no side"), ("start-group reports both", "say source or target"),
            ("fence order source", "the waves are analytics, orders, ledger"),
            ("move-producers orders target now", "'now' is one word too many"),
        ])
    func refuses(line: String, why: String) {
        #expect {
            try order(line)
        } throws: { error in
            (error as? Refusal)?.why.contains(why) ?? false
        }
    }
}
