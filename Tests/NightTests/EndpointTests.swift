import Night
import Testing

/// A night of one poll a second whose clusters are well, and whose endpoints say what a test has them say.
private struct EndpointNight {
    static let queue = Metric.sample("queue")

    var rig: Rig

    init(_ lines: [BudgetLine], triggers: [TriggerPlan] = [], metricsEndpoints: Int = 1) throws {
        var plan = try Plan.night(budget: lines)
        plan.source.metrics = (0..<metricsEndpoints).map { EndpointPlan("http://a\($0):9404/metrics") }
        plan.target.metrics = [EndpointPlan("http://b:9404/metrics")]
        plan.target.prometheus = EndpointPlan("http://p:9090")
        plan.waves[0].triggers = triggers
        rig = Rig(plan)
    }

    static func line(
        _ metric: Metric = queue, limit: Double = 100, of role: ClusterRole = .target, hold: Duration = .zero
    ) -> BudgetLine {
        BudgetLine(name: "line", metric: metric, cluster: role, limit: Limit(limit, .count), hold: hold)
    }

    mutating func second(
        _ second: Double, _ samples: [MetricSample], from role: ClusterRole = .target, brokers: Int = 1
    ) {
        let at = Rig.stamp(second)
        rig.night.take(Observed(by: .endpoints(role), at: at, what: .samples(samples)))
        let answers = Rig.Answers(brokers: (1...brokers).map { Broker(id: Int32($0), address: "a:9092") })
        for role in ClusterRole.allCases { rig.sweep(role, at: second, answers) }
    }

    mutating func health(_ health: [EndpointHealth], at second: Double) {
        let failed = health.count { $0.problem != nil }
        let cost = SweepCost(
            sweep: UInt64(second), began: Rig.moment(second), took: .zero, requests: health.count, failed: failed,
            slowest: "", slowestTook: .zero)
        for what in [Observation.endpoints(health), .sweepEnded(cost)] {
            rig.night.take(Observed(by: .endpoints(.target), at: Rig.stamp(second), what: what))
        }
    }

    func line(at second: Double) throws -> Snapshot.Line { try #require(rig.snapshot(at: second).line("line")) }
}

extension MetricSample {
    fileprivate init(_ value: Double, of metric: Metric = EndpointNight.queue, leavesOut: String? = nil) {
        self.init(metric, .value(value, series: 1), leavesOut: leavesOut)
    }
}

@Suite("A budget line on what an endpoint serves")
struct EndpointTests {
    @Test("is judged as any other: its value is reported, warns, holds, breaches, and has a forecast")
    func standings() throws {
        var night = try EndpointNight([EndpointNight.line(hold: .seconds(2))])
        for second in 0...20 { night.second(Double(second), [MetricSample(Double(second) * 2)]) }
        let rising = try night.line(at: 20)
        #expect(rising.standing == .inside)
        #expect(rising.value.reading?.method == .reported)
        #expect(rising.value.reading?.origin == .endpoint(.target))
        #expect(rising.series == 1)
        #expect(abs((rising.breachesIn?.value ?? 0) - 30) < 1e-6)
        night.second(21, [MetricSample(80)])
        #expect(try night.line(at: 21).standing == .warning)
        night.second(22, [MetricSample(120)])
        #expect(try night.line(at: 22).standing == .filling(.zero))
        night.second(24, [MetricSample(120)])
        #expect(try night.line(at: 24).standing == .breached)
    }

    @Test("is unknown with the endpoint's reason, and has neither its old value nor zero")
    func noValue() throws {
        var night = try EndpointNight([EndpointNight.line()])
        #expect(try night.line(at: 0).standing == .unknown("no reading yet"))
        night.second(1, [MetricSample(3)])
        night.second(2, [MetricSample(EndpointNight.queue, .none("http://b: connection refused"))])
        let line = try night.line(at: 2)
        #expect(line.standing == .unknown("http://b: connection refused"))
        #expect(line.value.value == nil && line.used.value == nil)
    }

    @Test("with a lower bound is unknown inside its limit and breached over it, and says what is missing")
    func lowerBound() throws {
        var night = try EndpointNight([EndpointNight.line()])
        night.second(1, [MetricSample(3, leavesOut: "its counter began anew")])
        #expect(try night.line(at: 1).standing == .unknown("its counter began anew"))
        night.second(2, [MetricSample(101, leavesOut: "its counter began anew")])
        #expect(try night.line(at: 2).standing == .breached)
    }

    @Test("is as old as the endpoint says its value is, and stale with it")
    func age() throws {
        var night = try EndpointNight([EndpointNight.line()])
        let old = WallTime(milliseconds: Rig.stamp(1).wall.milliseconds)
        night.second(10, [MetricSample(EndpointNight.queue, .value(3, series: 1), trueAt: old)])
        #expect(try night.line(at: 10).value.reading?.takenAt == Rig.moment(1))
        #expect(try night.line(at: 10).standing == .unknown("stale"))
        let ahead = WallTime(milliseconds: Rig.stamp(99).wall.milliseconds)
        night.second(11, [MetricSample(EndpointNight.queue, .value(3, series: 1), trueAt: ahead)])
        #expect(try night.line(at: 11).value.reading?.takenAt == Rig.moment(11))
    }

    @Test("takes nothing from the other side's endpoints, nor what the plan does not ask")
    func sides() throws {
        var night = try EndpointNight([EndpointNight.line()])
        night.second(1, [MetricSample(3)], from: .source)
        #expect(try night.line(at: 1).standing == .unknown("no reading yet"))
    }

    @Test("on the source's bytes out is a lower bound where brokers have no endpoint")
    func bytesOut() throws {
        let metric = Metric.builtIn(.sourceBytesOut)
        let bytes = BudgetLine(name: "line", metric: metric, limit: Limit(100, .bytesPerSecond))
        var night = try EndpointNight([bytes], metricsEndpoints: 2)
        night.second(1, [MetricSample(30, of: metric)], from: .source, brokers: 2)
        #expect(try night.line(at: 1).standing == .inside)
        night.second(2, [MetricSample(30, of: metric)], from: .source, brokers: 3)
        #expect(
            try night.line(at: 2).standing == .unknown("the plan has 2 metrics endpoints for 3 brokers"))
    }

    @Test("has a trigger beside it that is judged by the same value")
    func trigger() throws {
        let trigger = TriggerPlan(
            name: "queue", metric: EndpointNight.queue, cluster: .target, above: Limit(100, .count))
        var night = try EndpointNight([], triggers: [trigger])
        func state(_ second: Double) -> TriggerState? {
            night.rig.snapshot(at: second).waves[0].triggers.first { $0.name == "queue" }?.state
        }
        night.second(1, [MetricSample(50)])
        #expect(state(1)?.kind == .calm)
        night.second(2, [MetricSample(EndpointNight.queue, .none("served no more"))])
        #expect(state(2)?.kind == .unknown && state(2)?.says == "served no more")
        for second in 3...5 { night.second(Double(second), [MetricSample(150)]) }
        #expect(state(5)?.kind == .red)
    }
}

@Suite("A side's endpoints")
struct EndpointHealthTests {
    private let down = EndpointHealth(
        .metrics, "http://b:9404/metrics", took: .zero, problem: "Could not connect to server: Connection refused")
    private let well = EndpointHealth(.prometheus, "http://p:9090", took: .milliseconds(4))

    @Test("that do not answer are found one by one, with what they said, until they answer")
    func silent() throws {
        var night = try EndpointNight([EndpointNight.line()])
        for second in 1...20 { night.health([down, well], at: Double(second)) }
        func found(_ second: Double) -> [String] {
            night.rig.snapshot(at: second).findings.filter { $0.about.hasPrefix("target ") }
                .map { "\($0.severity) \($0.about): \($0.text)" }
        }
        #expect(
            found(20) == [
                "unknown target metrics: http://b:9404/metrics: Could not connect to server: Connection refused"
            ])
        let health = night.rig.snapshot(at: 20).target.endpoints
        #expect(health?.health == [down, well])
        #expect(health?.probe.state == .sweeping)
        for second in 21...25 { night.health([down], at: Double(second)) }
        #expect(found(25).count == 1, "that none answers is no more news")
        var up = down
        up.problem = nil
        night.health([up, well], at: 26)
        #expect(found(26) == [])
    }

    @Test(
        "are asked by a process whose life is told as a cluster's is, and whose death blinds and reddens nothing else")
    func probe() throws {
        var night = try EndpointNight([EndpointNight.line()])
        night.second(1, [MetricSample(3)])
        night.rig.night.take(.died(how: "killed by SIGABRT"), of: .endpoints(.target), at: Rig.stamp(2))
        let snapshot = night.rig.snapshot(at: 2)
        #expect(snapshot.target.endpoints?.probe.state == .down("killed by SIGABRT"))
        #expect(snapshot.target.probe.state == .sweeping)
        #expect(
            snapshot.findings.contains {
                $0.severity == .unknown && $0.about == "target endpoints"
                    && $0.text == "probe is down: killed by SIGABRT"
            })
        #expect(snapshot.logged("died: killed by SIGABRT") == 1)
        #expect(try night.line(at: 9).standing == .unknown("stale"))
    }

    @Test("are not shown where the plan asks them nothing")
    func unasked() throws {
        let night = try EndpointNight([])
        #expect(night.rig.snapshot(at: 1).target.endpoints == nil)
    }
}
