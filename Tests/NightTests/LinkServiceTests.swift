import Night
import Testing

/// A night over Cluster Linking in which its service and the logs agree, until a test says otherwise.
private struct LinkedNight {
    var night: GatedNight
    var link = LinkReading(
        link: "old-to-new", state: .active,
        mirrors: [LinkReading.Mirror(sourceTopic: "orders", mirrorTopic: "orders", state: .active, lagRecords: 0)])

    static let plan = LinkServicePlan(endpoint: EndpointPlan("http://c"), cluster: "lkc-1", link: "old-to-new")

    init(_ phase: Phase = .planned, bridge: BridgePlan = .clusterLinking(plan)) throws {
        night = try GatedNight(phase, bridge: bridge) { wave in
            wave.steps = [PhaseSteps(phase: .producersMoved, steps: [StepPlan(.link(.promote))])]
        }
    }

    /// The service is heard, then both clusters.
    mutating func hear(times: Int = 1) {
        for _ in 0..<times {
            night.rig.takeFromBridge(.link(link), at: night.now + 0.5)
            night.sweep()
        }
    }

    var bridge: Snapshot.Bridge { night.snapshot.bridge }

    /// Of the bridge, worst first.
    var found: [String] {
        night.snapshot.findings.filter { $0.about == "bridge" }.map { "\($0.severity): \($0.text)" }
    }
}

@Suite("A link's own service")
struct LinkServiceTests {
    @Test("tells a lag of its own, beside that of the log ends, as said by somebody else")
    func twoWays() throws {
        var linked = try LinkedNight()
        linked.link.mirrors[0].lagRecords = 30
        linked.hear(times: 2)
        #expect(linked.bridge.lags.map(\.way) == ["end offsets", "Cluster Linking"])
        #expect(linked.bridge.lags.map(\.lag.records.value) == [0, 30])
        #expect(linked.bridge.lags[1].lag.records.reading?.method == .reported)
        #expect(linked.bridge.lag.records.value == 0, "what is measured comes first")
        #expect(linked.bridge.service?.state.value == .active)
        #expect(linked.bridge.service?.caveat.contains("five minutes") == true)
    }

    @Test("disagrees with the log ends when the two stay apart by more than was carried meanwhile")
    func disagreement() throws {
        var linked = try LinkedNight()
        linked.hear(times: 3)
        #expect(linked.bridge.disagreement == nil)
        linked.link.mirrors[0].lagRecords = 4_000
        linked.hear()
        #expect(linked.bridge.disagreement == nil, "once is an accident")
        linked.hear(times: 4)
        #expect(linked.bridge.disagreement == "end offsets say 0 records, Cluster Linking says 4000")
    }

    @Test("that gives no lag for a topic, or does not mirror it, gives no sum that looks whole")
    func partialSum() throws {
        var linked = try LinkedNight()
        linked.link.mirrors[0].lagRecords = nil
        linked.link.mirrors[0].whyNoLag = "nothing fetched yet in 1 partition"
        linked.hear(times: 2)
        #expect(linked.bridge.lags[1].lag.records.whyUnknown == "topic orders: nothing fetched yet in 1 partition")
        linked.link.mirrors = []
        linked.hear()
        #expect(linked.bridge.lags[1].lag.records.whyUnknown == "topic orders: not mirrored by this link")
        #expect(linked.found.first == "red: topic orders is not mirrored by link old-to-new")
    }

    @Test(
        "is found out when its link is not well",
        arguments: [
            (LinkReading.State.failed, "red: link old-to-new has failed: no key"),
            (.sourceUnavailable, "red: link old-to-new does not reach its source: no key"),
            (.paused, "warning: link old-to-new is paused: no key"),
            (
                .other("RUNNING"),
                "unknown: Cluster Linking says of link old-to-new: RUNNING, which is no word known here: no key"
            ),
        ])
    func states(state: LinkReading.State, text: String) throws {
        var linked = try LinkedNight()
        linked.hear(times: 2)
        #expect(linked.found == [])
        (linked.link.state, linked.link.error) = (state, "no key")
        linked.hear()
        #expect(linked.found.contains(text))
    }

    @Test(
        "is found out when a mirror topic is not well",
        arguments: [
            (LinkReading.Mirror.State.failed, "red: topic orders is not mirrored any more, it has failed: E1"),
            (.sourceUnavailable, "red: topic orders is cut off from its source: E1"),
            (.paused, "warning: topic orders is paused: E1"),
            (.other("PENDING_MIRROR"), "unknown: topic orders is in a state not known here: E1"),
        ])
    func mirrors(state: LinkReading.Mirror.State, text: String) throws {
        var linked = try LinkedNight()
        linked.hear()
        (linked.link.mirrors[0].state, linked.link.mirrors[0].error) = (state, "E1")
        linked.hear()
        #expect(linked.found.contains(text))
        #expect(linked.night.snapshot.logged("topic orders is") == 1)
    }

    @Test("that falls silent is unknown, and was never green by having said nothing")
    func silence() throws {
        var linked = try LinkedNight()
        linked.night.sweep()
        #expect(linked.found.contains("unknown: Cluster Linking has told nothing of the link: no reading yet"))
        linked.hear()
        #expect(linked.found == [])
        linked.night.sweep(times: 20)
        #expect(linked.found.contains { $0.hasPrefix("unknown: Cluster Linking tells nothing of the link for") })
    }

    @Test("tells how many topics of a wave are promoted, and how many are only on the way")
    func promotion() throws {
        var linked = try LinkedNight(bridge: .automqLinking(LinkedNight.plan))
        (linked.link.mirrors[0].groupsSubscribed, linked.link.mirrors[0].groupsPromoted) = (3, 1)
        linked.link.mirrors[0].state = .promoting
        linked.hear()
        #expect(
            linked.bridge.service?.promotions == [
                Snapshot.LinkService.Promotion(
                    wave: "first", topics: 1, promoted: 0, promoting: 1, groupsSubscribed: 3, groupsPromoted: 1)
            ])
        linked.link.mirrors[0].state = .promoted
        linked.hear()
        #expect(linked.bridge.service?.promotions.map(\.promoted) == [1])
    }

    @Test("that promoted a topic makes the way back more than records, and says so; before, it does not")
    func price() throws {
        var linked = try LinkedNight(.producersMoved)
        linked.night.moveConsumers()
        linked.hear(times: 2)
        #expect(linked.night.wave.price == Snapshot.Price(.free))
        linked.link.mirrors[0].state = .promoted
        linked.hear()
        #expect(linked.night.wave.price == Snapshot.Price(.unknown("1 topic promoted, taken back by hand only")))
        linked.night.target.ends["orders"] = [1_300, 500]
        linked.hear()
        #expect(
            linked.night.wave.price
                == Snapshot.Price(.onlyOnTarget(records: 300), besides: "1 topic promoted, taken back by hand only"))
    }
}
