import Processes
import TestSupport
import Testing

@Suite("check, of a plan that promotes", .seated) struct NoWayBackTests {
    private static let plan = """
        night: rehearsal
        clusters:
          source: { bootstrap: "127.0.0.1:1" }
          target: { bootstrap: "127.0.0.1:2" }
        bridge:
          - cluster-linking: { at: "http://127.0.0.1:3", cluster: lkc-1, link: old-to-new }
        waves:
          - wave: first
            pattern: consumer-first
            owner: payments
            topics: [orders]
            groups: [settlement]
            producers: [User:web]
            steps:
              producers-moved:
                - link: promote
                - link: pause
        """

    @Test("says where going back would stop, and what is left to do by hand; a pause is taken back")
    func promotes() async throws {
        let scratch = try Scratch()
        let warned = try await Program.run("check", try scratch.write(Self.plan, to: "plan.yaml"))
        #expect(warned.exit == .code(1))
        let lines = warned.output.split(separator: "\n")
        let promotion = try #require(lines.first { $0.contains(":16:") })
        #expect(promotion.contains("stops here") && promotion.contains("truncate-and-restore"))
        #expect(!lines.contains { $0.contains(":17:") })
    }
}
