import Archive
import Night
import SampleNights

/// What is shown of a synthetic night: a hundred topics, ten groups, a budget and gates, with the noise that a night's
/// own rates and lags have. A topic has one partition here: pictures do not keep them, and folding is cheap.
struct SyntheticShow {
    private var traffic: SyntheticNight
    private var night: Night
    private var second: Int64 = 0

    init() {
        var scale = SyntheticNight.Scale()
        scale.partitionsEach = 1
        scale.topicsOfGroup = 10
        traffic = SyntheticNight(scale)
        night = Night(plan: Self.plan, at: Self.stamp(0))
        night.take(contexts: [WaveContext(phase: .planned)])
    }

    static func stamp(_ second: Int64) -> Stamp {
        // Half a second after the sweep.
        let moment = Moment(nanoseconds: (5_000 + second) * 1_000_000_000 - 500_000_000)
        return Stamp(
            moment: moment, wall: WallTime(milliseconds: 1_790_000_000_000 + moment.nanoseconds / 1_000_000))
    }

    /// The picture of the next second.
    mutating func next() -> Snapshot {
        second += 1
        for reading in traffic.sweep() { night.take(reading) }
        return night.snapshot(at: Self.stamp(second)).asRecorded()
    }

    private static var plan: Plan {
        .ofEverything(
            gates: BuiltInGate.allCases.map { GatePlan(name: $0.rawValue, evidence: .builtIn($0)) },
            triggers: [
                TriggerPlan(
                    name: "does not converge", metric: .builtIn(.consumersLagTime), above: Limit(60, .time),
                    hold: .seconds(30), owner: "bench")
            ])
    }
}
