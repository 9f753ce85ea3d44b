import Glibc
public import Night
import Processes
import Wire

/// One probe process and its supervision, driven by whoever polls the descriptors. Nothing in here waits.
public final class ProbeProcess {
    public enum Report: Sendable, Equatable {
        case observed(Observed)
        case probe(ProbeEvent, ProbeName, Stamp)
    }

    private let order: ProbeOrder
    private let launch: Launch
    private var supervision: Supervision
    private var child: Child?
    private var stream = MessageStream()
    private var lastWords: [UInt8] = []

    /// Enough for an assertion's text, not for a flood.
    private static let mostLastWords = 2_048
    private static let largestRead = 1 << 18

    public init(_ order: ProbeOrder, executable: String, arguments: [String], at now: Moment) {
        self.order = order
        // A probe that dies before it has read its order must not take its owner with it.
        signal(SIGPIPE, SIG_IGN)
        var environment = Launch.inheritedEnvironment()
        // A dying probe is restarted at once, not symbolicated for seconds first.
        environment["SWIFT_BACKTRACE"] = "enable=no"
        launch = Launch(
            executable, arguments, environment: environment, input: .pipe, output: .pipe, errors: .pipe)
        supervision = Supervision(
            longestSilence: order.longestSilence, sweepDeadline: order.sweepDeadline, at: now)
    }

    public var name: ProbeName { order.name }
    public var process: Int32? { child?.process }

    /// What to poll for reading.
    public var descriptors: [Int32] {
        [child?.output?.number, child?.errors?.number].compactMap { $0 }
    }

    public func nextTick(after now: Moment) -> Moment { supervision.nextTick(after: now) }

    /// Takes what has come up the pipes, sees whether the process still lives, and whether it is overdue.
    public func turn(at now: Stamp) -> [Report] {
        keepLastWords()
        var reports = readMessages(at: now)
        if let exit = child?.reap() {
            // What it said last is still in the pipe.
            keepLastWords()
            reports += readMessages(at: now)
            child = nil
            reports += input(.ended(how: described(exit)), at: now)
        }
        return reports + input(.tick, at: now)
    }

    /// For good. Returns once the process is gone, or cannot be made to.
    public func end() {
        child?.signal(SIGKILL)
        _ = child?.wait(atMost: .seconds(1))
        child = nil
    }

    private func input(_ input: Supervision.Input, at now: Stamp) -> [Report] {
        supervision.input(input, at: now.moment).flatMap { action -> [Report] in
            switch action {
            case .report(let event): return [.probe(event, order.name, now)]
            case .kill:
                child?.signal(SIGKILL)
                return []
            case .launch: return start(at: now)
            }
        }
    }

    private func start(at now: Stamp) -> [Report] {
        stream = MessageStream()
        lastWords = []
        do {
            let started = try Child(launch)
            started.output?.setNonBlocking()
            started.errors?.setNonBlocking()
            let process = started.process
            child = consume started
            try child?.input?.writeWithoutWaiting(try order.encoded())
            return input(.launched(process: process), at: now)
        } catch {
            end()
            return input(.launchFailed("\(error)"), at: now)
        }
    }

    private func readMessages(at now: Stamp) -> [Report] {
        guard case .bytes(let bytes) = try? child?.output?.read(atMost: Self.largestRead) else { return [] }
        var reports = input(.heard, at: now)
        do throws(WireError) {
            for message in try stream.take(bytes) { reports += take(message, at: now) }
        } catch {
            reports += input(.garbled("\(error)"), at: now)
        }
        return reports
    }

    private func take(_ message: ProbeMessage, at now: Stamp) -> [Report] {
        switch message {
        case .retiring(let why): return input(.retiring(why), at: now)
        case .observed(let stamp, let observation):
            // Both stamps are from this machine's clock; nothing was seen in the future.
            let at = Stamp(moment: min(stamp.moment, now.moment), wall: stamp.wall)
            let observed = Report.observed(Observed(by: order.name, at: at, what: observation))
            if case .sweepEnded = observation { return [observed] + input(.sweepEnded, at: now) }
            return [observed]
        }
    }

    private func keepLastWords() {
        if case .bytes(let bytes) = try? child?.errors?.read(atMost: Self.largestRead) {
            lastWords = (lastWords + bytes).suffix(Self.mostLastWords)
        }
    }

    private func described(_ exit: Exit) -> String {
        let said = String(decoding: lastWords, as: UTF8.self).split(separator: "\n").last.map(String.init)
        switch exit {
        case .code(ProbeMain.misconfigured): return "its configuration is refused"
        default: return "\(exit)" + (said.map { ": \($0)" } ?? "")
        }
    }
}
