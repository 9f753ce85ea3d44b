import Night
import Testing

@Suite("A connector of the wave")
struct ConnectorSideTests {
    private func night(_ phase: Phase = .proven) throws -> GatedNight {
        var night = try GatedNight(phase) {
            $0.connectors = [
                ConnectorPlan(
                    kind: .sink, name: "warehouse", sourceSide: EndpointPlan("http://a:8083"),
                    targetSide: EndpointPlan("http://b:8083"))
            ]
        }
        night.sweep()
        return night
    }

    private func look(
        _ here: ConnectorState, _ there: ConnectorState, tasksHere: [ConnectorState] = [],
        tasksThere: [ConnectorState] = []
    ) throws -> (gate: Verdict, trigger: TriggerState.Kind) {
        var night = try night()
        // As long as it takes a trigger to be seen twice.
        for _ in 0..<6 {
            night.connector("warehouse", .source, here, tasks: tasksHere)
            night.connector("warehouse", .target, there, tasks: tasksThere)
            night.sweep()
        }
        return (night.gate(.connectorsSingleSided).verdict, night.trigger(.connectorOnBoth).kind)
    }

    @Test("at work on both sides fails its gate and is a red, in every way of being at work")
    func both() throws {
        let look = try look(.running, .running)
        #expect(
            look.gate == .fail("connector warehouse is: source RUNNING, target RUNNING (at work on both sides)"))
        #expect(look.trigger == .red)
        // All its tasks have failed: a restart would have it on both.
        #expect(try self.look(.running, .running, tasksThere: [.failed]).trigger == .red)
        #expect(try self.look(.running, .restarting).trigger == .red)
        // The connector stops before the last of its tasks does.
        #expect(try self.look(.stopped, .running, tasksHere: [.stopped, .running]).trigger == .red)
        #expect(try self.look(.failed, .running, tasksHere: [.running]).trigger == .red)
    }

    @Test("at work on one side or on none passes", arguments: [ConnectorState.paused, .stopped, .failed])
    func single(idle: ConnectorState) throws {
        for (here, there) in [(ConnectorState.running, idle), (idle, .running), (idle, idle)] {
            let look = try look(here, there)
            #expect(look.gate == .pass)
            #expect(look.trigger == .calm)
        }
    }

    @Test("is unknown in a state no version has, unassigned, not read yet, or not read any more; not there is idle")
    func unknown() throws {
        #expect(try look(.running, .other("ODD")).gate.isUnknown)
        #expect(try look(.running, .unassigned).gate.isUnknown)
        var night = try night()
        night.connector("warehouse", .source, .running)
        night.sweep()
        #expect(
            night.gate(.connectorsSingleSided).verdict
                == .unknown("connector warehouse is: source RUNNING, target no reading yet"))
        night.tell(.target, .connectors(ConnectorsReading(connectors: [], missing: ["warehouse"])))
        night.sweep()
        #expect(night.gate(.connectorsSingleSided).verdict == .pass)
        #expect(
            night.gate(.connectorsSingleSided).evidence == "warehouse RUNNING on the source, not there on the target")
        night.sweep(times: 20)
        #expect(night.gate(.connectorsSingleSided).verdict.why.contains("source not read for"))
        #expect(night.gate(.connectorsSingleSided).verdict.isUnknown)
    }

    @Test("is in the inventory: there on one of its sides, missing on both, or not read")
    func inventory() throws {
        var night = try night()
        #expect(night.gate(.inventory).verdict == .unknown("connector warehouse: no reading yet"))
        let missing = Observation.connectors(ConnectorsReading(connectors: [], missing: ["warehouse"]))
        for role in ClusterRole.allCases { night.tell(role, missing) }
        night.sweep()
        #expect(
            night.gate(.inventory).verdict == .fail("connector warehouse is on no Connect the plan names for it"))
        night.connector("warehouse", .source, .running)
        night.sweep()
        #expect(night.gate(.inventory).verdict == .pass)
        #expect(night.gate(.inventory).evidence.contains("1 connector: warehouse"))
    }

    @Test("its gate blocks from the phase that moves the consumers on, and not where nothing is planned on both sides")
    func duty() throws {
        #expect(try night(.planned).gate(.connectorsSingleSided).blocks == false)
        #expect(try night(.proven).gate(.connectorsSingleSided).blocks)
        var bare = try GatedNight(.proven)
        bare.sweep()
        #expect(bare.gate(.connectorsSingleSided).verdict == .pass)
        #expect(bare.gate(.connectorsSingleSided).blocks == false)
    }
}
