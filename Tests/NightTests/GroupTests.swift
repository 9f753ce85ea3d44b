import Night
import Testing

@Suite("A group")
struct GroupTests {
    private let ends = ["orders": [500 as Int64?]]

    @Test("is absent only when a complete list does not have it")
    func absence() throws {
        var rig = Rig(try .night())
        #expect(rig.snapshot(at: 0).group("billing")?.source.state == .unknown("no reading yet"))
        rig.sweep(.source, at: 1, .init(listing: Rig.listing([:], complete: false)))
        #expect(rig.snapshot(at: 1).group("billing")?.source.state.value == nil)
        rig.sweep(.source, at: 2, .init(listing: GroupListing(served: false, complete: false, groups: [])))
        #expect(rig.snapshot(at: 2).group("billing")?.source.state.value == nil)
        rig.sweep(.source, at: 3, .init(listing: Rig.listing([:])))
        #expect(rig.snapshot(at: 3).group("billing")?.source.state.value == .absent)
        #expect(rig.snapshot(at: 3).group("billing")?.source.members.value == nil)
    }

    @Test("missing from a list that a broker did not answer stays what it was, and ages")
    func incompleteList() throws {
        var rig = Rig(try .night())
        rig.sweep(.source, at: 1, .init(listing: Rig.listing(["billing": .stable])))
        rig.sweep(.source, at: 2, .init(listing: Rig.listing([:], complete: false)))
        let state = try #require(rig.snapshot(at: 2).group("billing")?.source.state.reading)
        #expect(state.value == .present(.stable))
        #expect(state.takenAt == Rig.moment(1))
    }

    @Test(
        "that is alive and described without members has members unknown",
        arguments: [nil, []] as [[GroupMembership.Member]?])
    func newProtocol(members: [GroupMembership.Member]?) throws {
        var rig = Rig(try .night())
        rig.sweep(
            .source, at: 1,
            .init(
                listing: Rig.listing(["billing": .stable]),
                members: [GroupMembership(group: "billing", members: members)]))
        let side = try #require(rig.snapshot(at: 1).group("billing")?.source)
        #expect(side.state.value == .present(.stable))
        #expect(side.members.value == nil)
    }

    @Test("matching a pattern is taken in when a cluster lists it; others never are")
    func patterns() throws {
        var rig = Rig(try .night(groups: ["/^bill.*/", "audit-?"]))
        #expect(rig.snapshot(at: 0).groups.isEmpty)
        rig.sweep(
            .target, at: 1,
            .init(listing: Rig.listing(["billing": .empty, "audit-1": .stable, "audit-10": .stable, "else": .stable])))
        #expect(Set(rig.snapshot(at: 1).groups.map(\.name)) == ["billing", "audit-1"])
    }

    @Test("deleted mid-watch is absent, has no lag, and is in the log")
    func deleted() throws {
        var rig = Rig(try .night())
        rig.sweep(
            .source, at: 1,
            .init(ends: ends, commits: ["billing": ["orders": [400]]], listing: Rig.listing(["billing": .empty])))
        rig.sweep(.source, at: 2, .init(ends: ends, listing: Rig.listing([:])))
        let side = try #require(rig.snapshot(at: 2).group("billing")?.source)
        #expect(side.state.value == .absent)
        #expect(side.lag == .unknown("group is absent"))
        #expect(rig.snapshot(at: 2).logged("group billing is gone") == 1)
    }

    @Test("that is starved by a bridge that stalled is at work where the broker says so, or tells of its members")
    func starved() throws {
        var rig = Rig(try .night(groups: ["billing", "reports"]))
        let member = GroupMembership.Member(clientID: "a", host: "b", partitions: 1)
        for second in 0...40 {
            rig.sweep(.source, at: Double(second), .init(ends: ["orders": [900]], listing: Rig.listing([:])))
            rig.sweep(
                .target, at: Double(second),
                .init(ends: ends, commits: ["billing": ["orders": [500]]], listing: Rig.listing(["billing": .stable])))
        }
        let side = try #require(rig.snapshot(at: 40).group("billing")?.target)
        #expect(side.isAtWork && !side.commitsMove)
        #expect(rig.snapshot(at: 40).group("reports")?.target.isAtWork == false)

        rig = Rig(try .night())
        rig.sweep(
            .target, at: 1,
            .init(
                ends: ends, commits: ["billing": ["orders": [500]]],
                listing: GroupListing(served: false, complete: false, groups: []),
                members: [GroupMembership(group: "billing", members: [member])]))
        #expect(rig.snapshot(at: 1).group("billing")?.target.isAtWork == true)
    }

    @Test("whose commits move is at work whatever its state says")
    func emptyAndMoving() throws {
        var rig = Rig(try .night())
        for second in 1...3 {
            rig.sweep(
                .source, at: Double(second),
                .init(
                    ends: ends, commits: ["billing": ["orders": [Int64(400 + second)]]],
                    listing: Rig.listing(["billing": .empty])))
            #expect(rig.snapshot(at: Double(second)).group("billing")?.source.commitsMove == (second > 1))
        }
    }

    @Test("at work on both clusters is a finding, by members there and by commits here, and blindness clears it not")
    func activeOnBoth() throws {
        var rig = Rig(try .night())
        for second in 1...3 {
            rig.sweep(
                .source, at: Double(second),
                .init(ends: ends, commits: ["billing": ["orders": [Int64(400 + second)]]]))
            rig.sweep(
                .target, at: Double(second) + 0.3, .init(ends: ends, listing: Rig.listing(["billing": .stable])))
        }
        #expect(rig.snapshot(at: 3.5).group("billing")?.activeOnBoth == true)
        #expect(rig.snapshot(at: 3.5).logged("at work on both") == 1)
        // The source is not heard of, and the target's list of groups is not answered.
        for second in 4...60 { rig.sweep(.target, at: Double(second), .init(ends: ends)) }
        #expect(rig.snapshot(at: 60).group("billing")?.activeOnBoth == true)
    }

    @Test("that moves over is at no moment at work on both, however fresh its last commit on the side it left")
    func handedOver() throws {
        var rig = Rig(try .night())
        for second in 1...30 {
            let sourceAt = Int64(400 + min(second, 10))
            let targetAt = second < 10 ? nil : Int64(400 + second)
            rig.sweep(
                .target, at: Double(second),
                .init(ends: ends, commits: targetAt.map { ["billing": ["orders": [$0]]] } ?? ["billing": [:]]))
            rig.sweep(
                .source, at: Double(second) + 0.3, .init(ends: ends, commits: ["billing": ["orders": [sourceAt]]]))
            #expect(rig.snapshot(at: Double(second) + 0.4).group("billing")?.activeOnBoth == false)
        }
        // It never stopped there after all.
        for second in 31...40 {
            for role in ClusterRole.allCases {
                rig.sweep(
                    role, at: Double(second),
                    .init(ends: ends, commits: ["billing": ["orders": [Int64(400 + second)]]]))
            }
        }
        #expect(rig.snapshot(at: 40).group("billing")?.activeOnBoth == true)
    }

    @Test("that left for the target is no longer behind on the source")
    func moved() throws {
        let line = BudgetLine(name: "lag", metric: .builtIn(.consumersLagRecords), limit: Limit(1_000, .count))
        var rig = Rig(try .night(budget: [line]))
        for second in 1...20 {
            let end = Int64(second) * 1_000
            rig.sweep(
                .source, at: Double(second),
                .init(
                    ends: ["orders": [end]], commits: ["billing": ["orders": [1_000]]],
                    listing: Rig.listing(["billing": .empty])))
            rig.sweep(
                .target, at: Double(second) + 0.3,
                .init(
                    ends: ["orders": [end]], commits: ["billing": ["orders": [end - 5]]],
                    listing: Rig.listing(["billing": .stable])))
        }
        let snapshot = rig.snapshot(at: 20.5)
        #expect(snapshot.line("lag")?.value.value == 5)
        #expect(snapshot.topic("orders")?.consumerLag.records.value == 5)
        #expect(snapshot.group("billing")?.source.lag.records.value == 19_000)
    }

    @Test("that went back is behind on the target no longer, as soon as it commits on the source again")
    func wentBack() throws {
        let line = BudgetLine(name: "lag", metric: .builtIn(.consumersLagRecords), limit: Limit(1_000, .count))
        var rig = Rig(try .night(budget: [line]))
        for second in 1...44 as ClosedRange<Int64> {
            let onTarget = min(second, 40) * 100
            let onSource = second <= 41 ? 0 : second * 100 - 7
            rig.sweep(
                .source, at: Double(second),
                .init(ends: ["orders": [second * 100]], commits: ["billing": ["orders": [onSource]]]))
            rig.sweep(
                .target, at: Double(second) + 0.3,
                .init(ends: ["orders": [second * 1_000]], commits: ["billing": ["orders": [onTarget]]]))
            let group = try #require(rig.snapshot(at: Double(second) + 0.4).group("billing"))
            #expect(group.target.isAtWork == (2...41).contains(second))
            #expect(group.source.isAtWork == (second > 41))
            #expect(!group.activeOnBoth)
        }
        #expect(rig.snapshot(at: 44.5).line("lag")?.value.value == 7)
        // Somebody was left behind on the target after all.
        for second in 45...47 as ClosedRange<Int64> {
            for role in ClusterRole.allCases {
                rig.sweep(
                    role, at: Double(second),
                    .init(ends: ["orders": [second * 1_000]], commits: ["billing": ["orders": [second * 101]]]))
            }
        }
        let group = try #require(rig.snapshot(at: 47).group("billing"))
        #expect(group.activeOnBoth && group.target.isAtWork && group.source.isAtWork)
    }
}
