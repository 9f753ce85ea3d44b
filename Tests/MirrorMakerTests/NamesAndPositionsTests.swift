import Night
import Testing

@testable import MirrorMaker

@Suite("the internal topics' names") struct InternalTopicsTests {
    @Test("have the separator in them, or a dot where that is switched off")
    func separators() {
        let dotted = InternalTopics(sourceAlias: "A", targetAlias: "B")
        #expect(dotted.carriedHeartbeats == "A.heartbeats" && dotted.checkpoints == "A.checkpoints.internal")
        #expect(dotted.offsetSyncs == "mm2-offset-syncs.B.internal" && dotted.offsetSyncsOn == .source)
        let dashed = InternalTopics(sourceAlias: "A", targetAlias: "B", separator: "-")
        #expect(dashed.carriedHeartbeats == "A-heartbeats" && dashed.checkpoints == "A-checkpoints-internal")
        #expect(dashed.offsetSyncs == "mm2-offset-syncs-B-internal")
        let outside = InternalTopics(sourceAlias: "A", targetAlias: "B", separator: "-", separatorInside: false)
        #expect(outside.carriedHeartbeats == "A-heartbeats" && outside.checkpoints == "A.checkpoints.internal")
        #expect(outside.offsetSyncs == "mm2-offset-syncs.B.internal")
    }

    @Test("name offset syncs after the cluster at the other end")
    func location() {
        let onTarget = InternalTopics(sourceAlias: "A", targetAlias: "B", offsetSyncsOn: .target)
        #expect(onTarget.offsetSyncs == "mm2-offset-syncs.A.internal" && onTarget.offsetSyncsOn == .target)
    }

    @Test("of dedicated mode are Connect's, after the source")
    func dedicated() {
        #expect(InternalTopics.dedicatedOffsets(from: "A") == "mm2-offsets.A.internal")
        #expect(InternalTopics.dedicatedStatus(from: "A") == "mm2-status.A.internal")
    }
}

@Suite("a position on the target, on the source") struct PositionsBackTests {
    private let orders = MirroredPartition("orders", 0)

    private func source(of position: Int64, after syncs: (Int64, Int64)...) -> Int64? {
        var back = PositionsBack([orders: [position]])
        for (upstream, downstream) in syncs {
            back.take(OffsetSync(upstream: upstream, downstream: downstream), of: orders)
            back.take(OffsetSync(upstream: 0, downstream: 0), of: MirroredPartition("orders", 1))
        }
        return back.source(of: position, in: orders)
    }

    @Test("is the sync's own, or one past it and no further")
    func conservative() {
        #expect(source(of: 900, after: (1_000, 900)) == 1_000)
        #expect(source(of: 901, after: (1_000, 900)) == 1_001)
        #expect(source(of: 990, after: (1_000, 900)) == 1_001)
        #expect(source(of: 990, after: (1_000, 900), (1_100, 980), (1_200, 991)) == 1_101)
    }

    @Test("is unknown before the first sync, and where there is none")
    func unknown() {
        #expect(source(of: 899, after: (1_000, 900)) == nil)
        #expect(source(of: 899) == nil)
        #expect(PositionsBack([:]).source(of: 1, in: orders) == nil)
    }

    @Test("owes nothing to syncs from before either topic was made anew")
    func recreated() {
        #expect(source(of: 950, after: (5_000, 900), (0, 960)) == nil)
        #expect(source(of: 960, after: (5_000, 900), (0, 960)) == 0)
        #expect(source(of: 20, after: (5_000, 10), (5_001, 0)) == 5_002)
        #expect(source(of: 950, after: (5_000, 900), (6_000, 0), (6_500, 960)) == 6_001)
    }

    /// A consumer never stands, on the source, past a record that it had not read on the target.
    @Test("never skips a record, however the bridge carried them", arguments: 0..<40)
    func neverAhead(seed: UInt64) {
        var random = SeededOffsets(state: seed + 1)
        var upstream: Int64 = 0
        var downstream: Int64 = 0
        var carried: [(upstream: Int64, downstream: Int64)] = []
        for _ in 0..<200 {
            // Holes on the source, markers on the target.
            upstream += random.next(5) == 0 ? 1 + random.next(9) : 1
            downstream += random.next(7) == 0 ? 2 : 1
            carried.append((upstream, downstream))
        }
        let position = random.next(downstream + 2)
        var back = PositionsBack([orders: [position]])
        for record in carried where random.next(6) == 0 {
            back.take(OffsetSync(upstream: record.upstream, downstream: record.downstream), of: orders)
        }
        let unread = carried.first { $0.downstream >= position }?.upstream ?? .max
        if let source = back.source(of: position, in: orders) { #expect(source <= unread) }
    }
}

private struct SeededOffsets {
    var state: UInt64
    mutating func next(_ bound: Int64) -> Int64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int64(state >> 33) % bound
    }
}
