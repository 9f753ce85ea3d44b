import Night
import Testing

@Suite("The gate acl parity")
struct AclParityTests {
    /// `open`: what the plan says of both clusters' default.
    private func gate(
        source: AclListing?, target: AclListing?, open: Bool? = false, producers: [String] = ["User:web"],
        groups: [String] = []
    ) throws -> Snapshot.Gate {
        var plan = try Plan.night(groups: groups)
        plan.waves[0].producers = producers
        plan.source.openByDefault = open
        plan.target.openByDefault = open
        var night = try GatedNight(groups: groups)
        night.rig = Rig(plan)
        night.sweep()
        for (role, listing) in [(ClusterRole.source, source), (.target, target)] {
            if let listing { night.rig.take(.acls(listing), from: role, at: night.now) }
        }
        night.sweep()
        return night.gate(.aclParity)
    }

    private static let writes = AclListing.rules([.allow("User:web", .write)])

    @Test("passes where the target lets a producer write, by whichever rule")
    func passes() throws {
        let ways: [[AclEntry]] = [
            [.allow("User:web", .write)], [.allow("User:web", .all)], [.allow("User:*", .write)],
            [.allow("User:web", .write, .topic, "ord", isPrefix: true)], [.allow("User:web", .write, .topic, "*")],
        ]
        for way in ways {
            let gate = try gate(source: Self.writes, target: .rules(way))
            #expect(gate.verdict == .pass)
            #expect(gate.evidence == "1 producer may do on the target what they need, 1 topic")
        }
    }

    @Test("fails on a right to write that the bridge did not bring, named with both sides")
    func writeMissing() throws {
        let readOnly = AclListing.rules([.allow("User:web", .read), .allow("User:other", .write)])
        let gate = try gate(source: Self.writes, target: readOnly)
        #expect(gate.verdict == .fail("User:web WRITE orders: source may, target no ALLOW"))
        #expect(
            gate.differences == [
                Difference("User:web", "WRITE orders", source: "may", target: "no ALLOW", .fails)
            ])
        #expect(
            try self.gate(source: Self.writes, target: .rules([])).verdict
                == .fail("User:web WRITE orders: source may, target no rule, and closed by default"))
    }

    @Test("a DENY outweighs every ALLOW, there and on the source, where it is what a fence leaves")
    func denied() throws {
        let denied = AclListing.rules([.allow("User:web", .all), .deny("User:web", .write)])
        #expect(
            try gate(source: Self.writes, target: denied).verdict
                == .fail("User:web WRITE orders: source may, target DENY"))
        #expect(try gate(source: denied, target: Self.writes).verdict == .pass)
        let everybody = AclListing.rules([.allow("User:web", .all), .deny("User:*", .all)])
        #expect(try gate(source: Self.writes, target: everybody).verdict.isFail)
    }

    @Test("fails where the target lets it write from fewer hosts")
    func hosts() throws {
        let one = AclListing.rules([.allow("User:web", .write, from: "10.0.0.1")])
        let two = AclListing.rules([
            .allow("User:web", .write, from: "10.0.0.1"), .allow("User:web", .write, from: "10.0.0.2"),
        ])
        #expect(try gate(source: one, target: two).verdict == .pass)
        #expect(
            try gate(source: two, target: one).verdict
                == .fail(
                    "User:web WRITE orders: source may from 10.0.0.1, 10.0.0.2, target may from 10.0.0.1 "
                        + "(not from the same hosts)"))
    }

    @Test("does not know what no rule says: a super user, or a default the plan does not tell")
    func unsaid() throws {
        let other = AclListing.rules([.allow("User:other", .write)])
        #expect(
            try gate(source: other, target: other).verdict
                == .unknown(
                    "User:web WRITE orders: source no ALLOW, target no ALLOW (a super user, perhaps: no client can ask)"
                ))
        #expect(try gate(source: Self.writes, target: .rules([]), open: nil).verdict.isUnknown)
        #expect(try gate(source: Self.writes, target: .rules([]), open: true).verdict == .pass)
        #expect(try gate(source: .noAuthorizer, target: .noAuthorizer, open: nil).verdict == .pass)
        #expect(try gate(source: .noAuthorizer, target: other).verdict.isFail)
    }

    @Test("is unknown where a side's rules were not read, were refused, or are not served: never the same")
    func unread() throws {
        #expect(try gate(source: Self.writes, target: nil).verdict == .unknown("ACLs of the target: no reading yet"))
        #expect(
            try gate(source: .refused("not served by this cluster"), target: Self.writes).verdict
                == .unknown("ACLs of the source: not served by this cluster"))
        #expect(
            try gate(source: .rules([]), target: .rules([]), producers: [], groups: []).verdict
                == .unknown("the wave names no producer and has no group yet"))
    }

    @Test("whoever reads with a group on the source must be let read with it there, and the topics too")
    func readers() throws {
        let reader: [AclEntry] = [
            .allow("User:billing", .read, .group, "billing"), .allow("User:billing", .read),
        ]
        func verdict(_ target: [AclEntry]) throws -> Verdict {
            try gate(source: .rules(reader), target: .rules(target), producers: [], groups: ["billing"]).verdict
        }
        #expect(try verdict(reader) == .pass)
        #expect(
            try verdict([reader[0], .allow("User:other", .read)])
                == .fail("User:billing READ orders: source may, target no ALLOW"))
        #expect(
            try verdict([reader[1], .allow("User:other", .read, .group, "billing")])
                == .fail("User:billing READ group billing: source may, target no ALLOW"))
        #expect(
            try gate(source: .noAuthorizer, target: .rules([]), producers: [], groups: ["billing"]).verdict
                == .fail("group billing READ: source everybody, target nobody"))
        #expect(
            try gate(source: .noAuthorizer, target: .rules(reader), producers: [], groups: ["billing"]).verdict
                .isUnknown)
    }
}
