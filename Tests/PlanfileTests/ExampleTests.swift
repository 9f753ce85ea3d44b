import Night
import Planfile
import Testing

@Suite("The example plan")
struct ExampleTests {
    let plan: Plan

    init() throws {
        let loaded = load(examplePlan)
        #expect(loaded.rendered == [])
        plan = try #require(loaded.plan)
    }

    @Test("says what the night is and where its clusters are")
    func clusters() {
        #expect(plan.night == "payments-2026-11")
        #expect(plan.poll == .seconds(1))
        #expect(
            plan.source
                == ClusterPlan(
                    bootstrap: "kafka-a1:9092, kafka-a2:9092",
                    properties: [
                        Property(name: "security.protocol", value: .plain("SASL_SSL")),
                        Property(name: "sasl.mechanism", value: .plain("SCRAM-SHA-512")),
                        Property(name: "sasl.username", value: .plain("switchback")),
                        Property(name: "sasl.password", value: .secret("correct-horse")),
                    ],
                    metrics: [
                        EndpointPlan("http://kafka-a1:9404/metrics"), EndpointPlan("http://kafka-a2:9404/metrics"),
                    ], openByDefault: false))
        #expect(
            plan.target
                == ClusterPlan(
                    bootstrap: "automq:9092",
                    properties: [Property(name: "security.protocol", value: .plain("SSL"))],
                    prometheus: EndpointPlan(
                        url: .plain("http://prometheus:9090"), token: .secret("battery-staple")),
                    probeTopic: "switchback-probe"))
    }

    @Test("says what bridges them, which files stop the night, and how topics fail")
    func bridgeFilesAndClasses() throws {
        #expect(
            plan.bridges == [
                .mirrorMaker2(
                    MirrorMaker2Plan(
                        connect: EndpointPlan("http://connect:8083"),
                        connectors: ["mirror-source", "mirror-checkpoint", "mirror-heartbeat"]))
            ])
        #expect(plan.files == SignalFiles(hold: "/run/switchback/hold", panic: "/run/switchback/panic"))
        #expect(
            plan.classes == [
                TopicClass(topics: try NamePattern("ledger-*"), labels: ["transactional", "ordered"]),
                TopicClass(topics: try NamePattern("audit-*"), labels: ["long retention"]),
                TopicClass(topics: try NamePattern("rates"), labels: ["compacted"]),
            ])
    }

    @Test("says what the night may use")
    func budget() {
        let queues = "max(kafka_network_requestchannel_requestqueuesize)"
        let headroom = #"avg(rate(node_cpu_seconds_total{mode!="idle"}[1m]))"#
        #expect(
            plan.budget == [
                BudgetLine(
                    name: "source-read-load", metric: .builtIn(.sourceBytesOut), limit: Limit(80e6, .bytesPerSecond),
                    warnAt: 0.7, hold: .seconds(30)),
                BudgetLine(
                    name: "target-produce-latency", metric: .builtIn(.targetProduceP99), limit: Limit(0.25, .time),
                    hold: .seconds(20)),
                BudgetLine(
                    name: "replication-lag", metric: .builtIn(.bridgeLagTime), limit: Limit(5, .time),
                    hold: .seconds(30)),
                BudgetLine(
                    name: "consumer-lag", metric: .builtIn(.consumersLagTime), limit: Limit(60, .time),
                    hold: .seconds(60)),
                BudgetLine(
                    name: "error-rate", metric: .builtIn(.errorsRate), limit: Limit(1, .perSecond), hold: .seconds(15)),
                BudgetLine(
                    name: "broker-queues", metric: .prometheus(queues), cluster: .target, limit: Limit(200, .count)),
                BudgetLine(
                    name: "reserved-headroom", metric: .prometheus(headroom), cluster: .target,
                    limit: Limit(0.6, .share)),
            ])
    }

    @Test("says what moves in each wave, and how")
    func waves() throws {
        #expect(plan.waves.map(\.name) == ["analytics", "ledger"])
        var ledger = plan.waves[1]
        ledger.gates = []
        ledger.triggers = []
        ledger.steps = []
        #expect(
            plan.waves[0]
                == WavePlan(
                    name: "analytics", pattern: .consumerFirst, owner: "data platform",
                    topics: try ["clicks", "clicks-enriched", "/^audit-.*/"].map(NamePattern.init),
                    groups: [
                        GroupPlan(group: try NamePattern("reports"), offsets: .translate),
                        GroupPlan(
                            group: try NamePattern("fraud-features"), offsets: .replay(.seconds(1800)),
                            duplicates: "tolerated, the sink is idempotent"),
                    ],
                    producers: ["User:web", "User:mobile"], observe: .seconds(1800)))
        #expect(
            ledger
                == WavePlan(
                    name: "ledger", pattern: .consumerFirst, owner: "payments", abortOwner: "payments on-call",
                    after: ["analytics"], topics: try ["ledger-commands", "ledger-events"].map(NamePattern.init),
                    groups: try ["settlement", "notifier"].map { GroupPlan(group: try NamePattern($0)) },
                    producers: ["User:ledger-api"],
                    connectors: [
                        ConnectorPlan(
                            kind: .sink, name: "warehouse-sink", sourceSide: EndpointPlan("http://connect-a:8083"),
                            targetSide: EndpointPlan("http://connect:8083"))
                    ],
                    budget: [BudgetTightening(line: "consumer-lag", limit: Limit(15, .time))],
                    maxFreeze: .seconds(90), observe: .seconds(7200)))
    }

    @Test("says what evidence lets the wave advance, and what sends it back")
    func gatesAndTriggers() {
        #expect(
            plan.waves[1].gates == [
                GatePlan(
                    name: "replication", evidence: .builtIn(.replication), limit: Limit(2, .time), hold: .seconds(120)),
                GatePlan(name: "records", evidence: .builtIn(.records), samplesPerPartition: 50),
                GatePlan(
                    name: "canary", evidence: .run(["./checks/canary.sh", "ledger"]), owner: "payments",
                    abortTrigger: "canary fails twice", every: .seconds(60)),
                GatePlan(
                    name: "failure drill",
                    evidence: .ask(
                        "Broker, network and replication drills match the runbook; link the notes."),
                    owner: "SRE", expires: .seconds(43_200)),
            ])
        #expect(
            plan.waves[1].triggers == [
                TriggerPlan(
                    name: "settlement does not converge", metric: .builtIn(.consumersLagTime), of: "settlement",
                    above: Limit(60, .time), hold: .seconds(30), owner: "payments"),
                TriggerPlan(
                    name: "target refuses writes", metric: .builtIn(.errorsRate), above: Limit(5, .perSecond),
                    hold: .seconds(10), abortsAfter: .seconds(20)),
            ])
    }

    @Test("says the steps into each phase, with their way back")
    func steps() {
        let scale = { (side: String, count: String) in
            StepPlan.Act.run(["./deploy/scale.sh", "settlement", side, count])
        }
        let bootstrap = { (side: String) in StepPlan.Act.run(["./deploy/bootstrap.sh", "ledger-api", side]) }
        #expect(
            plan.waves[1].steps == [
                PhaseSteps(
                    phase: .consumersMoved,
                    steps: [
                        StepPlan(scale("source", "0"), undo: scale("source", "6"), deadline: .seconds(120)),
                        StepPlan(.offsets(.translate)),
                        StepPlan(.connect(.stop, connector: "warehouse-sink", at: .sourceSide)),
                        StepPlan(.connect(.start, connector: "warehouse-sink", at: .targetSide)),
                        StepPlan(scale("target", "6"), undo: scale("target", "0")),
                    ]),
                PhaseSteps(
                    phase: .producersMoved,
                    steps: [
                        StepPlan(.fence(.source)),
                        StepPlan(.drain(lag: 0, stillFor: .seconds(5)), deadline: .seconds(60)),
                        StepPlan(bootstrap("target"), undo: bootstrap("source")),
                    ]),
            ])
    }

    @Test("knows where each of its keys stands, for whoever checks a value later")
    func locations() {
        let locations = load(examplePlan).locations
        let line = examplePlan.split(separator: "\n", omittingEmptySubsequences: false)
            .firstIndex { $0.contains("sasl.mechanism") }
        let mechanism = locations.position(of: "clusters", "source", "properties", "sasl.mechanism")
        #expect(mechanism == PlanPosition(line: (line ?? 0) + 1, column: 7))
        let unwritten = locations.position(of: "clusters", "target", "properties", "ssl.ca.location")
        #expect(unwritten == locations.position(of: "clusters", "target", "properties"))
    }
}
