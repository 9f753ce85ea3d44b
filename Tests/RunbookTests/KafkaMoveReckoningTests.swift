import Kafka
import Night
import TestSupport
import Testing

@testable import Runbook

@Suite("where a group starts on the target") struct KafkaMoveReckoningTests {
    private func place(_ partition: Int32, of topic: String = "orders") -> Place { Place(topic, partition) }

    private func reckoning(
        _ plan: OffsetsPlan, source: [Place: LogRange], target: [Place: LogRange], since: [Place: Int64] = [:]
    ) -> MoveReckoning {
        MoveReckoning(plan: plan, sourceLogs: source, targetLogs: target, since: since)
    }

    private func log(_ start: Int64, _ end: Int64) -> LogRange { LogRange(start: start, end: end) }

    @Test("it keeps its position; a topic it never read and a partition nobody ever wrote to are left alone")
    func carried() throws {
        let logs = [
            place(0): log(0, 100), place(1): log(0, 0), place(0, of: "unread"): log(0, 9), place(2): log(5, 100),
        ]
        let positions = MoveReckoning.Positions(
            group: "settlement", source: [place(0): 40, place(2): 5], target: [place(0): 40])
        let moves = try reckoning(.translate, source: logs, target: logs).moves(of: positions).moves
        #expect(
            moves == [
                PositionMove(place(0), source: 40, before: 40, wanted: 40),
                PositionMove(place(2), source: 5, before: nil, wanted: 5),
            ])
    }

    @Test(
        "what would lose records, or read others again unasked, is refused by name",
        arguments: [
            (40, 41, LogRange(start: 0, end: 100), "would go back to 40"),
            (40, nil, LogRange(start: 41, end: 100), "starts at 41 on the target"),
            (40, nil, LogRange(start: 0, end: 39), "ends at 39 on the target"),
            (40, nil, nil, "the target has no orders-0"),
            (nil, nil, LogRange(start: 0, end: 100), "never committed orders-0"),
        ] as [(Int64?, Int64?, LogRange?, String)])
    func refused(source: Int64?, target: Int64?, log: LogRange?, says: String) {
        var positions = MoveReckoning.Positions(group: "settlement", source: [place(1): 7], target: [:])
        positions.source[place(0)] = source
        positions.target[place(0)] = target
        var targetLogs = [place(1): self.log(0, 10)]
        targetLogs[place(0)] = log
        let reckoning = reckoning(
            .preserve, source: [place(0): self.log(0, 100), place(1): self.log(0, 10)], target: targetLogs)
        #expect {
            try reckoning.moves(of: positions)
        } throws: { error in
            (error as? Refusal)?.complaints.count == 1 && "\(error)".contains(says)
        }
    }

    @Test("a group without any position has none to carry over, but may be set anywhere the plan says")
    func newGroup() throws {
        let logs = [place(0): log(3, 10)]
        let nowhere = MoveReckoning.Positions(group: "new", source: [:], target: [:])
        #expect(throws: Refusal.self) { try reckoning(.translate, source: logs, target: logs).moves(of: nowhere) }
        let time = WallTime(milliseconds: 1)
        let wanted: [(OffsetsPlan, [Place: Int64], Int64)] = [
            (.reset(.earliest), [:], 3), (.reset(.latest), [:], 10), (.replay(.seconds(60)), [place(0): 6], 6),
            (.reset(.time(time)), [:], 10),
        ]
        for (plan, since, position) in wanted {
            let moves = try reckoning(plan, source: logs, target: logs, since: since).moves(of: nowhere).moves
            #expect(moves == [PositionMove(place(0), source: nil, before: nil, wanted: position)])
        }
    }

    @Test("on the way back no record is skipped, and none is read again that need not be")
    func progress() {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<10_000 {
            func position() -> Int64 { Int64.random(in: 0...8, using: &random) }
            func maybe() -> Int64? { Bool.random(using: &random) ? position() : nil }
            let move = PositionMove(place(0), source: maybe(), before: maybe(), wanted: position())
            let (target, source, end) = (maybe(), maybe(), position())
            let advances = SourceProgress.advances(
                of: GroupMoves(group: "g", moves: [move]), on: target.map { [place(0): $0] } ?? [:],
                source: source.map { [place(0): $0] } ?? [:], logs: [place(0): log(0, end)])
            // Since the step the target read from `wanted` to where it stands, if it moved at all.
            let read = move.wanted..<max(move.wanted, target == move.before ? 0 : target ?? 0)
            guard let goal = advances[place(0)] else {
                let next = source.map { $0 < end && read.contains($0) } ?? false
                #expect(!next)
                continue
            }
            let present = source ?? 0
            #expect(goal > present && goal <= end)
            #expect((present..<goal).allSatisfy(read.contains))
            #expect(goal == end || !read.contains(goal))
        }
    }

    @Test("what is found comes back from its text, and text of anything else is no snapshot")
    func text() throws {
        let moves = [PositionMove(place(0), source: 4, before: nil, wanted: 4)]
        let found = PositionsFound(groups: [GroupMoves(group: "a \"group\"\u{1b}", moves: moves)])
        #expect(try StepFound(found).decoded(as: PositionsFound.self) == found)
        for nonsense in ["", "{}", "[]", "{\"groups\":1}"] {
            #expect(throws: KafkaStepError.snapshotUnreadable) {
                try StepFound(text: nonsense).decoded(as: PositionsFound.self)
            }
        }
    }
}

@Suite("whether anybody is at work in a group") struct KafkaGroupStillnessTests {
    private func objection(
        _ state: GroupState?, members: [GroupMembership.Member]? = [], complete: Bool = true, served: Bool = true,
        commits: (Int64?, Int64?) = (5, 5)
    ) throws -> String? {
        let entries = state.map { [GroupListing.Entry(name: "g", state: $0)] } ?? []
        func reading(_ position: Int64?) -> [String: [Place: Int64]] {
            ["g": position.map { [Place("t", 0): $0] } ?? [:]]
        }
        return try GroupStillness(
            role: .target, listing: GroupListing(served: served, complete: complete, groups: entries),
            memberships: [GroupMembership(group: "g", members: members)], first: reading(commits.0),
            later: reading(commits.1)
        ).objection(to: "g")
    }

    @Test("only a group the broker calls empty or does not know, and whose commits stand still, is left by all")
    func objections() throws {
        #expect(try objection(.empty) == nil && objection(.dead) == nil && objection(nil) == nil)
        #expect(try objection(.stable)?.contains("has members") == true)
        #expect(try objection(.preparingRebalance) != nil && objection(.completingRebalance) != nil)
        // A state of the new protocol has no name in an old client.
        #expect(try objection(.unknown, members: nil) != nil)
        #expect(try objection(.unknown, members: []) == nil)
        for commits in [(5, 6), (5, nil), (nil, 0), (6, 5)] as [(Int64?, Int64?)] {
            #expect(try objection(.empty, commits: commits)?.contains("still commits") == true)
            #expect(try objection(nil, served: false, commits: commits) != nil)
        }
    }

    @Test("a group missing from a list that is not whole may be alive")
    func incomplete() {
        #expect(throws: KafkaStepError.self) { try objection(nil, complete: false) }
    }
}
