public import Night
import Processes

/// The site's own check of a gate on its way: exit 0 passes, 1 fails, anything else is unknown.
public final class GateRun {
    public let wave: Int
    public let gate: String
    private let process: ErrandProcess
    private let deadline: Moment
    private var lines = OutputLines()
    /// The last of what it said.
    private var said: [String] = []
    private static let mostLines = 50
    private var isOutOfTime = false

    /// `directory`: the plan file's. `errors` say why it could not even be started.
    public init(
        _ arguments: [String], gate: String, ofWave wave: Int, of plan: Plan, directory: String?, deadline: Moment
    ) throws(GateRunError) {
        self.wave = wave
        self.gate = gate
        self.deadline = deadline
        let command = HookCommand(arguments: arguments, directory: directory)
        if let obstacle = command.obstacle { throw GateRunError(why: obstacle) }
        do throws(SystemError) {
            process = try ErrandProcess(
                command.launch(night: plan.night, wave: plan.waves[wave].name, knowing: ["GATE": gate]),
                warden: Warden())
        } catch {
            throw GateRunError(why: "cannot start \(error)")
        }
    }

    public var descriptors: [Int32] { process.descriptors }

    public func nextTick(after now: Moment) -> Moment {
        [process.nextTick(after: now), isOutOfTime ? nil : deadline].compactMap { $0 }.min() ?? deadline
    }

    /// Its verdict, once it has one, with what it said last, and the end of all it said.
    public func turn(at now: Moment) -> (verdict: Verdict, evidence: String, output: String)? {
        if now >= deadline, !isOutOfTime {
            isOutOfTime = true
            process.stop(at: now)
        }
        let progress = process.turn(at: now)
        said += lines.take(progress.output, second: now.nanoseconds / 1_000_000_000)
        said = said.suffix(Self.mostLines)
        guard let exit = progress.exit else { return nil }
        said += lines.end()
        let evidence = lines.last.map { "\(exit): \($0)" } ?? "\(exit)"
        let verdict: Verdict =
            switch exit {
            case _ where isOutOfTime: .unknown("it ran out of time")
            case .code(0): .pass
            case .code(1): .fail(evidence)
            default: .unknown(evidence)
            }
        return (verdict, evidence, said.joined(separator: "\n"))
    }

    /// For good.
    public func end() {
        process.kill()
        process.reap()
    }
}

/// A check that could not be started.
public struct GateRunError: Error, Sendable, Equatable {
    public let why: String
}
