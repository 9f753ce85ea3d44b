import Night
import Testing

@Suite("The gate schema parity")
struct SchemaParityTests {
    private func version(_ number: Int32, id: Int32, _ digest: String) -> SubjectListing.Version {
        SubjectListing.Version(number: number, id: id, digest: digest)
    }

    private func listing(
        _ versions: [SubjectListing.Version], named name: String = "orders-value", compatibility: String = "BACKWARD",
        mode: String = "READWRITE"
    ) -> SubjectListing {
        SubjectListing(
            subjects: [.init(name: name, versions: versions)], compatibility: compatibility, mode: mode)
    }

    private func gate(
        _ source: SubjectListing?, _ target: SubjectListing?, _ phase: Phase = .planned, registries: Bool = true
    ) throws -> Snapshot.Gate {
        var plan = try Plan.night()
        if registries {
            plan.source.schemaRegistry = EndpointPlan("http://a:8081")
            plan.target.schemaRegistry = EndpointPlan("http://b:8081")
        }
        var night = try GatedNight()
        night.rig = Rig(plan)
        night.stands(WaveContext(phase: phase))
        night.sweep()
        if let source { night.tell(.source, .subjects(source)) }
        if let target { night.tell(.target, .subjects(target)) }
        night.sweep()
        return night.gate(.schemaParity)
    }

    @Test("passes where every version of the source's is there, with the id that records carry")
    func alike() throws {
        let both = listing([version(1, id: 7, "a"), version(2, id: 9, "b")])
        let gate = try gate(both, both)
        #expect(gate.verdict == .pass)
        #expect(gate.evidence == "1 subject, 2 versions, named by topic, alike on both sides")
    }

    @Test("fails on a subject, a version or an id that is not there, and on another compatibility, in these words")
    func differences() throws {
        let source = listing([version(1, id: 7, "a"), version(2, id: 9, "b")])
        func why(_ target: SubjectListing) throws -> Verdict { try gate(source, target).verdict }
        #expect(
            try why(listing([], named: "other-value")) == .fail("orders-value subject: source 2 versions, target none"))
        #expect(
            try why(listing([version(1, id: 7, "a")]))
                == .fail(
                    "orders-value version 2: source id 9, target none like it (records written with it cannot be read there)"
                ))
        #expect(
            try why(listing([version(1, id: 7, "a"), version(2, id: 12, "b")]))
                == .fail("orders-value version 2: source id 9, target id 12 (records carry the source's id)"))
        #expect(
            try why(listing([version(1, id: 7, "a"), version(2, id: 9, "b")], compatibility: "NONE"))
                == .fail("orders-value compatibility: source BACKWARD, target NONE"))
    }

    @Test("a target that has gone on to another schema fails, until its producers are meant to")
    func newest() throws {
        let source = listing([version(1, id: 7, "a")])
        let target = listing([version(1, id: 7, "a"), version(2, id: 9, "b")])
        #expect(try gate(source, target).verdict.isFail)
        #expect(try gate(source, target, .producersMoved).verdict == .pass)
    }

    @Test("names another mode and passes")
    func mode() throws {
        let versions = [version(1, id: 7, "a")]
        let gate = try gate(listing(versions), listing(versions, mode: "IMPORT"))
        #expect(gate.verdict == .pass)
        #expect(gate.evidence.hasSuffix("harmless: registry mode READWRITE, there IMPORT"))
    }

    @Test("is unknown without two registries or a reading, with a failure, with subjects left out or none by topic")
    func unknown() throws {
        let one = listing([version(1, id: 7, "a")])
        #expect(
            try gate(one, one, registries: false).verdict
                == .unknown(
                    "the plan names no schema registry of the source, the plan names no schema registry of the target"))
        #expect(try gate(one, nil).verdict == .unknown("registry of the target: no reading yet"))
        #expect(
            try gate(SubjectListing(failure: "answered 500, 50001: store error"), one).verdict
                == .unknown("registry of the source: answered 500, 50001: store error"))
        var some = one
        some.leftOut = 3
        #expect(try gate(one, some).verdict == .unknown("registry of the target: 3 subjects not looked at"))
        #expect(
            try gate(listing([version(1, id: 1, "a")], named: "com.acme.Order"), one).verdict
                == .unknown("of 1 subject on the source none is <topic>-key or <topic>-value of the wave"))
    }
}
