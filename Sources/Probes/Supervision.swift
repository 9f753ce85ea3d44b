public import Night

/// Keeps one probe process going, as a value: facts in, actions out. Whoever owns it starts and kills.
public struct Supervision: Sendable {
    public enum Input: Sendable, Equatable {
        case tick
        case launched(process: Int32)
        case launchFailed(String)
        /// Anything at all came up the pipe.
        case heard
        case sweepEnded
        case retiring(String)
        /// What came up the pipe makes no sense.
        case garbled(String)
        case ended(how: String)
    }

    public enum Action: Sendable, Equatable {
        case launch
        case kill
        case report(ProbeEvent)
    }

    private enum State: Sendable {
        case waiting(until: Moment)
        case running(Run)
        /// Told to die; not yet seen dead.
        case killed(why: ProbeEvent, lived: Duration, since: Moment)
    }

    private struct Run: Sendable {
        let startedAt: Moment
        var heardAt: Moment
        var sweepBegan: Moment
        var retirement: String?
    }

    /// A probe that lived this long was healthy, and its end starts a new count.
    static let healthyLife = Duration.seconds(30)
    static let firstPause = Duration.milliseconds(100)
    static let longestPause = Duration.seconds(10)
    /// A tick that comes this much later than it was asked for says that the owner was away.
    static let ownAbsence = Duration.seconds(5)

    private let longestSilence: Duration
    private let sweepDeadline: Duration
    private var state: State
    private var failures = 0

    public init(longestSilence: Duration, sweepDeadline: Duration, at now: Moment) {
        self.longestSilence = longestSilence
        self.sweepDeadline = sweepDeadline
        state = .waiting(until: now)
    }

    public mutating func input(_ input: Input, at now: Moment) -> [Action] {
        switch (state, input) {
        case (.waiting(let start), .tick):
            return now >= start ? [.launch] : []
        case (.waiting, .launched(let process)):
            state = .running(Run(startedAt: now, heardAt: now, sweepBegan: now))
            return [.report(.started(process: process))]
        case (.waiting, .launchFailed(let why)):
            return rest(after: .died(how: why), livedFor: .zero, at: now)
        case (.running(let run), .tick):
            return supervise(run, at: now)
        case (.running(var run), .heard):
            run.heardAt = now
            state = .running(run)
            return []
        case (.running(var run), .sweepEnded):
            run.heardAt = now
            run.sweepBegan = now
            state = .running(run)
            return []
        case (.running(var run), .retiring(let why)):
            run.retirement = why
            state = .running(run)
            return []
        case (.running(let run), .garbled(let why)):
            state = .killed(why: .died(how: why), lived: now - run.startedAt, since: now)
            return [.kill]
        case (.running(let run), .ended(let how)):
            let event = run.retirement.map(ProbeEvent.retired) ?? .died(how: how)
            return rest(after: event, livedFor: now - run.startedAt, at: now)
        case (.killed(let why, let lived, _), .ended):
            return rest(after: why, livedFor: lived, at: now)
        case (.killed(let why, let lived, let since), .tick):
            // KILL cannot be refused, but a process in the kernel's hands may take its time: say it again.
            guard now - since >= longestSilence else { return [] }
            state = .killed(why: why, lived: lived, since: now)
            return [.kill]
        case (.killed, _), (.waiting, _), (.running, .launched), (.running, .launchFailed):
            return []
        }
    }

    /// When to come back with a tick, if nothing else happens.
    public func nextTick(after now: Moment) -> Moment {
        switch state {
        case .waiting(let start): start
        case .running(let run): min(run.heardAt + longestSilence, run.sweepBegan + sweepDeadline)
        case .killed(_, _, let since): since + longestSilence
        }
    }

    private mutating func supervise(_ run: Run, at now: Moment) -> [Action] {
        let silence = now - run.heardAt
        let sweeping = now - run.sweepBegan
        guard silence >= longestSilence || sweeping >= sweepDeadline else { return [] }
        guard now - nextTick(after: now) < Self.ownAbsence else {
            // Nobody was there to listen (ctrl-z, a sleeping laptop): that is no silence of the probe's.
            var resumed = run
            resumed.heardAt = now
            resumed.sweepBegan = now
            state = .running(resumed)
            return []
        }
        let hung = ProbeEvent.hung(after: silence >= longestSilence ? silence : sweeping)
        state = .killed(why: hung, lived: now - run.startedAt, since: now)
        return [.kill]
    }

    private mutating func rest(after event: ProbeEvent, livedFor life: Duration, at now: Moment) -> [Action] {
        failures = life >= Self.healthyLife ? 0 : failures + 1
        let doublings = min(failures, 10)
        let pause = min(Self.firstPause * (1 << doublings), Self.longestPause)
        state = .waiting(until: now + pause)
        return [.report(event), .report(.restartsIn(pause))]
    }
}
