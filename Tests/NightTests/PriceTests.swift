import Night
import Testing

@Suite("The price of going back")
struct PriceTests {
    @Test("is free before anything moves, and while what moved has cost nothing")
    func free() throws {
        var night = try GatedNight(.proven)
        night.sweep()
        #expect(night.wave.price == Snapshot.Price(.free))
        night.stands(WaveContext(phase: .consumersMoved))
        night.moveConsumers()
        night.sweep()
        #expect(night.wave.price == Snapshot.Price(.free))
    }

    @Test("is what the groups have read on the target beyond where they stand on the source")
    func reread() throws {
        var night = try GatedNight(.consumersMoved)
        night.moveConsumers(reading: 1_250)
        night.target.ends["orders"] = [1_300, 500]
        night.source.ends["orders"] = [1_300, 500]
        night.sweep()
        #expect(night.wave.price == Snapshot.Price(.reread(records: 250, groups: 1)))
    }

    @Test("is counted already on the way, before the phase is reached, and where nobody can tell the phase")
    func underWay() throws {
        for context in [WaveContext(phase: .proven, heading: .consumersMoved), WaveContext(phase: nil, goesBack: true)]
        {
            var night = try GatedNight()
            night.stands(context)
            night.moveConsumers(reading: 1_250)
            night.sweep()
            #expect(night.wave.price == Snapshot.Price(.reread(records: 250, groups: 1)))
        }
    }

    @Test("is the records only the target has, and the re-read beside them")
    func onlyOnTarget() throws {
        var night = try GatedNight(.producersMoved)
        night.moveConsumers(reading: 1_250)
        night.target.ends["orders"] = [1_300, 500]
        night.sweep()
        #expect(
            night.wave.price == Snapshot.Price(.onlyOnTarget(records: 300), besides: "re-read 250 in 1 group"))
    }

    @Test("is unknown where a reading is missing, and says which; a part that is known stands beside it")
    func unknown() throws {
        var night = try GatedNight(.consumersMoved)
        night.moveConsumers()
        night.source.commits = ["billing": ["orders": [nil, 500]]]
        night.sweep()
        #expect(
            night.wave.price == Snapshot.Price(.unknown("billing: no position on the source in orders/0")))
        night.target.commits = ["billing": ["orders": [1_000, 510]]]
        night.sweep()
        #expect(
            night.wave.price
                == Snapshot.Price(
                    .reread(records: 10, groups: 1), besides: "billing: no position on the source in orders/0"))
        night.sweep(times: 4, only: .source)
        #expect(night.wave.price.besides?.hasPrefix("billing: not read on the target for 4s") == true)
    }

    @Test("needs the bridge's offset-syncs where it does not keep offsets, and is reckoned by them")
    func otherBridges() throws {
        var night = try GatedNight(.consumersMoved, bridge: .mirrorMaker2(MirrorMaker2Plan(policy: .identity)))
        night.moveConsumers(reading: 970)
        night.source.commits = ["billing": ["orders": [980, nil]]]
        night.target.commits = ["billing": ["orders": [970, nil]]]
        night.sweep()
        #expect(night.wave.price == Snapshot.Price(.unknown("orders/0: no offset-sync of it yet")))
        // What stands at 900 on the target stands at 920 on the source.
        night.rig.takeSyncs(["orders": [(920, 900)]], at: night.now)
        night.sweep()
        #expect(night.wave.price == Snapshot.Price(.reread(records: 10, groups: 1)))
    }
}
