/// The process that polls one place: whether it lives, what it costs, what it ran into.
struct ProbeKnowledge: Sendable {
    private let name: ProbeName
    private let pace: Pace
    private var probe = Snapshot.Probe()
    private var began: Moment?
    private var requests: Int64 = 0
    private var errors: Int64 = 0
    private var requestRate: RateMeter
    private var errorRate: RateMeter
    /// Since the last sweep ended.
    private var failedCalls = 0
    private var lostConnections = 0
    private var isAnswered = false
    private(set) var lastSweepWasAnswered = false
    /// When the cluster last answered; when the night began, if it never has.
    private var answeredAt: Stamp
    private var hasAnswered = false
    private var silenceIsTold = false

    init(_ name: ProbeName, at start: Stamp, pace: Pace) {
        self.name = name
        answeredAt = start
        self.pace = pace
        requestRate = RateMeter(over: pace.window)
        errorRate = RateMeter(over: pace.window)
    }

    mutating func take(_ event: ProbeEvent, at stamp: Stamp, log: inout NightLog) {
        let about = "\(name) probe"
        switch event {
        case .started(let process):
            if hasStarted { countRestart(at: stamp.moment) }
            hasStarted = true
            probe.process = process
            probe.state = .starting
            log.add(.info, about, "started, process \(process)", at: stamp)
        case .hung(let after):
            end("hung, no answer for \(wholeSeconds(after)) s")
            log.add(.bad, about, "hung: no answer for \(wholeSeconds(after)) s, ended", at: stamp)
        case .died(let how):
            end(how)
            log.add(.bad, about, "died: \(how)", at: stamp)
        case .retired(let why):
            end(why)
            log.add(.warning, about, "retired: \(why)", at: stamp)
        case .restartsIn(let delay):
            let why = if case .down(let why) = probe.state { why } else { "ended" }
            probe.state = .waiting(until: stamp.moment + delay, why)
            log.addRepeatable(.info, about, "restarts in \(wholeSeconds(delay)) s", at: stamp)
        }
    }

    private var hasStarted = false
    /// The newest restarts, bounded: a probe that cannot live restarts all night.
    private var restartedAt: [Moment] = []
    private static let mostRestartsKept = 100
    private static let lately = Duration.seconds(600)

    private mutating func countRestart(at moment: Moment) {
        probe.restarts += 1
        if restartedAt.count == Self.mostRestartsKept { restartedAt.removeFirst() }
        restartedAt.append(moment)
    }

    private mutating func end(_ why: String) {
        probe.process = nil
        probe.state = .down(String(why.prefix(NightLog.longestText)))
    }

    private func wholeSeconds(_ duration: Duration) -> Int64 {
        (duration.inNanoseconds / 500_000_000 + 1) / 2
    }

    mutating func take(_ trouble: Trouble, at stamp: Stamp, log: inout NightLog) {
        probe.trouble = Snapshot.LastTrouble(at: stamp, trouble: trouble)
        switch trouble.kind {
        case .call: failedCalls += 1
        case .connection: lostConnections += 1
        case .configuration: break
        }
        let severity: Snapshot.LogEntry.Severity = trouble.kind == .configuration ? .bad : .warning
        log.addRepeatable(severity, name.description, "\(trouble.asked): \(trouble.said)", at: stamp)
    }

    /// Whoever it asks has said something.
    mutating func answered(at stamp: Stamp) {
        answeredAt = stamp
        (isAnswered, hasAnswered) = (true, true)
    }

    mutating func take(_ cost: SweepCost, at stamp: Stamp, log: inout NightLog) {
        let moment = stamp.moment
        (lastSweepWasAnswered, isAnswered) = (isAnswered, false)
        if let began {
            let sweeps = ((cost.began - began).inSeconds / pace.poll.inSeconds).rounded()
            probe.skipped += Int(max(0, min(sweeps - 1, 1e6)))
        }
        began = cost.began
        probe.state = .sweeping
        probe.lastSweep = .known(Reading(cost, takenAt: moment, origin: name.origin))
        requests += Int64(clamping: max(0, min(cost.requests, 1_000_000)))
        // A failed request is usually also told as trouble. It is one error.
        errors += Int64(max(0, min(max(cost.failed, failedCalls) + lostConnections, 1_000_000)))
        (failedCalls, lostConnections) = (0, 0)
        requestRate.add(total: requests, at: moment)
        errorRate.add(total: errors, at: moment)
        probe.requestRate = requestRate.reading(from: name.origin)
        tellSilence(at: stamp, log: &log)
    }

    private mutating func tellSilence(at stamp: Stamp, log: inout NightLog) {
        let isSilent = silentSince(at: stamp.moment) != nil
        guard isSilent != silenceIsTold else { return }
        silenceIsTold = isSilent
        if isSilent {
            let seconds = wholeSeconds(stamp.moment - answeredAt.moment)
            let text = hasAnswered ? "answers nothing for \(seconds) s" : "has answered nothing yet, for \(seconds) s"
            log.add(.bad, name.description, text, at: stamp)
        } else {
            log.add(.good, name.description, "answers again", at: stamp)
        }
    }

    /// Since when sweeps have been ending without an answer; nil while it answers, or while nobody asks. Sweeps that get
    /// no answer take long, so that the last one is old does not make the cluster any less silent.
    func silentSince(at moment: Moment) -> Stamp? {
        guard probe.state == .sweeping, !lastSweepWasAnswered, moment - answeredAt.moment > pace.staleAfter
        else { return nil }
        return answeredAt
    }

    /// Failed requests and lost connections a second.
    var errorsPerSecond: Known<Double> { errorRate.reading(from: name.origin) }

    func snapshot(at moment: Moment) -> Snapshot.Probe {
        var probe = probe
        probe.restartsLately = restartedAt.count { moment - $0 <= Self.lately }
        if let since = silentSince(at: moment) {
            probe.state = .unanswered(since: since)
        } else if probe.state == .sweeping, probe.lastSweep.fresh(at: moment, pace: pace) == nil {
            probe.state = .late
        }
        return probe
    }
}
