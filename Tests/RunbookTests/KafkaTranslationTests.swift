import MirrorMaker
import Night
import TestSupport
import Testing

@testable import Runbook

@Suite("where MirrorMaker's checkpoints let a group start") struct KafkaTranslationTests {
    private let twins = TwinNaming.prefixed("a.")
    private let orders = Place("orders", 0)
    private let twin = Place("a.orders", 0)

    private func log(_ start: Int64, _ end: Int64) -> LogRange { LogRange(start: start, end: end) }

    private func reckoning(
        checkpoint: (Int64, Int64)?, syncs: [(Int64, Int64)], group: String = "billing",
        source: LogRange = LogRange(start: 0, end: 1_000), target: LogRange? = LogRange(start: 0, end: 900)
    ) -> MoveReckoning {
        var back = PositionsBack([orders.mirrored: checkpoint.map { [$0.1] } ?? []])
        for (upstream, downstream) in syncs {
            back.take(OffsetSync(upstream: upstream, downstream: downstream), of: orders.mirrored)
        }
        let checkpoints = checkpoint.map {
            [
                Checkpoints.Key(group: group, twin: twin.mirrored): Checkpoints.Value(
                    upstream: $0.0, downstream: $0.1)
            ]
        }
        return MoveReckoning(
            plan: .translate, sourceLogs: [orders: source], targetLogs: target.map { [twin: $0] } ?? [:], twins: twins,
            translation: CheckpointTranslation(checkpoints: checkpoints ?? [:], back: back))
    }

    private func moves(
        _ reckoning: MoveReckoning, from position: Int64, before: Int64? = nil, group: String = "billing"
    ) throws -> [PositionMove] {
        try reckoning.moves(
            of: .init(group: group, source: [orders: position], target: before.map { [twin: $0] } ?? [:])
        ).moves
    }

    @Test("it starts at the checkpoint's place in the twin, and what it reads again is counted")
    func translated() throws {
        let reckoning = reckoning(checkpoint: (500, 401), syncs: [(450, 400), (700, 650)])
        let moves = try moves(reckoning, from: 500)
        #expect(moves == [PositionMove(twin, from: orders, source: 500, before: nil, wanted: 401)])
        #expect(moves.first?.origin == orders && moves.first?.place == twin)
        let translation = try #require(reckoning.translation)
        #expect(translation.readAgain(moves[0]) == 49)
        #expect(translation.words(for: moves[0], of: "billing") == ", translated from 500, at most 49 read again")
    }

    @Test("one that is older than the group's commit is good, and said to be older")
    func older() throws {
        let reckoning = reckoning(checkpoint: (500, 401), syncs: [(450, 400)])
        let moves = try moves(reckoning, from: 600)
        let words = reckoning.translation?.words(for: moves[0], of: "billing")
        #expect(words == ", translated from 500, older than its commit at 600, at most 149 read again")
    }

    @Test("how much is read again is not guessed where the sync it came from is gone")
    func syncGone() throws {
        let reckoning = reckoning(checkpoint: (500, 401), syncs: [(700, 650)])
        let moves = try moves(reckoning, from: 500)
        let translation = try #require(reckoning.translation)
        #expect(translation.readAgain(moves[0]) == nil)
        #expect(
            translation.summary(of: GroupMoves(group: "billing", moves: moves))
                == "billing: reads at most 0 records again; in 1 partition nobody can tell how many")
    }

    @Test(
        "none is made up: what has no checkpoint is refused, and why there is none is said",
        arguments: [
            ("billing", [], "nor an offset sync of the partition yet"),
            ("billing", [(700, 650)], "the offset syncs begin at 700, after its position 500"),
            ("billing", [(400, 350)], "it is not among the bridge's groups, or the next checkpoint is still to come"),
            ("connect-sink", [(400, 350)], "it leaves out groups named connect-…"),
        ] as [(String, [(Int64, Int64)], String)])
    func none(group: String, syncs: [(Int64, Int64)], says: String) {
        let reckoning = reckoning(checkpoint: nil, syncs: syncs, group: group)
        #expect {
            try moves(reckoning, from: 500, group: group)
        } throws: { error in
            let complaints = (error as? Refusal)?.complaints ?? []
            return complaints.count == 1 && complaints[0].contains("orders-0") && complaints[0].contains(says)
        }
    }

    @Test("of a position past where the group stands now it is refused: records between would be skipped")
    func rewound() {
        let reckoning = reckoning(checkpoint: (500, 401), syncs: [(450, 400)])
        #expect {
            try moves(reckoning, from: 300)
        } throws: {
            "\($0)".contains("its checkpoint is of position 500, and it stands at 300")
        }
    }

    @Test("that the twin does not hold any more, or not yet, is refused")
    func outside() {
        let syncs: [(Int64, Int64)] = [(450, 400)]
        for (target, before, says) in [
            (log(402, 900), nil, "a.orders-0 starts at 402 on the target, after position 401"),
            (log(0, 400), nil, "a.orders-0 ends at 400 on the target, before position 401"),
            (log(0, 900), 600, "it stands at 600 in a.orders-0 on the target, and would go back to 401"),
            (nil, nil, "the target has no a.orders-0"),
        ] as [(LogRange?, Int64?, String)] {
            #expect {
                try moves(reckoning(checkpoint: (500, 401), syncs: syncs, target: target), from: 500, before: before)
            } throws: {
                "\($0)".contains(says)
            }
        }
    }

    @Test("a partition with nothing in it on either side needs none")
    func empty() throws {
        let reckoning = reckoning(checkpoint: nil, syncs: [], source: log(70, 70), target: log(0, 0))
        #expect(try moves(reckoning, from: 70).map(\.wanted) == [0])
    }

    @Test("a group that is set, not translated, is set in the twins of what it reads")
    func set() throws {
        let other = Place("a.unread", 0)
        let reckoning = MoveReckoning(
            plan: .reset(.earliest), sourceLogs: [:], targetLogs: [twin: log(3, 9), other: log(0, 5)], twins: twins)
        #expect(
            try moves(reckoning, from: 500) == [
                PositionMove(twin, from: orders, source: 500, before: nil, wanted: 3)
            ])
    }

    // MARK: Back

    private func advance(reached: Int64, present: Int64, syncs: [(Int64, Int64)], end: Int64 = 1_000) -> Int64? {
        var back = PositionsBack([orders.mirrored: [reached]])
        for (upstream, downstream) in syncs {
            back.take(OffsetSync(upstream: upstream, downstream: downstream), of: orders.mirrored)
        }
        let move = PositionMove(twin, from: orders, source: 500, before: nil, wanted: 401)
        return SourceProgress.advances(
            of: GroupMoves(group: "billing", moves: [move]), on: [twin: reached], source: [orders: present],
            logs: [orders: log(0, end)], by: .translated(back))[orders]
    }

    @Test("on the way back it goes on behind the newest sync that it has read past, and no further")
    func back() {
        let syncs: [(Int64, Int64)] = [(450, 400), (700, 650), (800, 750)]
        #expect(advance(reached: 650, present: 500, syncs: syncs) == 700)
        #expect(advance(reached: 749, present: 500, syncs: syncs) == 701)
        #expect(advance(reached: 900, present: 500, syncs: syncs) == 801)
        #expect(advance(reached: 900, present: 500, syncs: syncs, end: 790) == 790)
    }

    @Test("it stays where it is on the source when no sync says more, or somebody set it back meanwhile")
    func stays() {
        #expect(advance(reached: 420, present: 500, syncs: [(450, 400)]) == nil)
        #expect(advance(reached: 900, present: 500, syncs: []) == nil)
        #expect(advance(reached: 900, present: 810, syncs: [(800, 750)]) == nil)
        #expect(advance(reached: 900, present: 100, syncs: [(800, 750)]) == nil)
    }
}
