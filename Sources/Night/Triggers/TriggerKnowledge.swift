/// One trigger of a wave over time.
struct TriggerKnowledge: Sendable {
    let origin: Snapshot.Trigger.Origin
    private var latch: TriggerLatch

    init(_ origin: Snapshot.Trigger.Origin, pace: Pace) {
        self.origin = origin
        switch origin {
        case .plan(let plan): latch = TriggerLatch(hold: plan.hold, abortsAfter: plan.abortsAfter, pace: pace)
        case .builtIn(let builtIn): latch = TriggerLatch(hold: builtIn.hold(pace), abortsAfter: nil, pace: pace)
        }
    }

    var name: String { row(at: Moment(nanoseconds: 0)).name }

    mutating func take(_ sight: TriggerSight, canAbort: Bool, wave: String, at stamp: Stamp, log: inout NightLog) {
        let before = latch.kind
        let wasJudged = latch.sight != .unjudged
        latch.take(sight, canAbort: canAbort, at: stamp.moment)
        if wasJudged, latch.kind != before { tell(wave, at: stamp, log: &log) }
        if !wasJudged, latch.kind != .calm, latch.kind != .unknown { tell(wave, at: stamp, log: &log) }
    }

    mutating func acknowledge(wave: String, at stamp: Stamp, log: inout NightLog) {
        let before = latch.kind
        latch.acknowledge(at: stamp.moment)
        if latch.kind != before { log.add(.warning, "wave \(wave)", "trigger \(name): acknowledged", at: stamp) }
    }

    mutating func restore(
        _ red: PastReds.Red, canAbort: Bool, wave: String, at stamp: Stamp, log: inout NightLog
    ) {
        latch.restore(red, canAbort: canAbort, at: stamp.moment)
        log.add(.bad, "wave \(wave)", "trigger \(name): red before the commander changed, \(red.why)", at: stamp)
    }

    /// What comes and goes is counted when it repeats; a red always has its line.
    private func tell(_ wave: String, at stamp: Stamp, log: inout NightLog) {
        let (about, name, says) = ("wave \(wave)", name, latch.sight.words)
        switch latch.kind {
        case .red: log.add(.bad, about, "trigger \(name): red, \(says)", at: stamp)
        case .smouldering: log.addRepeatable(.warning, about, "trigger \(name): smoulders", at: stamp)
        case .secondLook:
            log.addRepeatable(.warning, about, "trigger \(name): its time is full, looks again", at: stamp)
        case .calm: log.addRepeatable(.good, about, "trigger \(name): calm", at: stamp)
        case .acknowledged: log.add(.warning, about, "trigger \(name): acknowledged", at: stamp)
        case .unknown: log.addRepeatable(.warning, about, "trigger \(name): cannot be judged", at: stamp)
        }
    }

    func row(at moment: Moment) -> Snapshot.Trigger {
        Snapshot.Trigger(origin: origin, state: latch.state(at: moment))
    }
}
