import Glibc
import Night
import Processes

/// An errand done by a throw-away child, `switchback _step`, which knows no more than its order.
final class StepChild: RunningErrand {
    let order: ErrandOrder
    private(set) var isOver = false
    private let process: ErrandProcess
    private var unread: [UInt8] = []
    private var spoken = OutputLines()
    private var lastWords: ArraySlice<UInt8> = []
    private var hasAnswered = false
    private var isStopped = false

    private static let mostLastWords = 2_048

    /// `task`: the order as the child is given it; an undo that the plan spells out is an act to it.
    init(_ order: ErrandOrder, task: ErrandOrder, program: String) throws {
        self.order = order
        var environment = Launch.inheritedEnvironment()
        // One that dies is reported at once, not symbolicated for seconds first.
        environment["SWIFT_BACKTRACE"] = "enable=no"
        process = try ErrandProcess(
            Launch(program, ["_step"], environment: environment, input: .pipe, output: .pipe, errors: .pipe),
            input: try task.line)
    }

    var descriptors: [Int32] { process.descriptors }

    func nextTick(after now: Moment) -> Moment? { process.nextTick(after: now) }

    func turn(at now: Moment) -> [ErrandReport] {
        let progress = process.turn(at: now)
        lastWords = (lastWords + progress.errors).suffix(Self.mostLastWords)
        var reports = hasAnswered ? [] : take(progress.output, at: now)
        if let exit = progress.exit {
            isOver = true
            if !hasAnswered { reports.append(endedWithoutAWord(exit)) }
        }
        return reports
    }

    private func take(_ bytes: [UInt8], at now: Moment) -> [ErrandReport] {
        var reports: [ErrandReport] = []
        var rest = bytes[...]
        while !hasAnswered, let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            reports += hear(unread + rest[..<end], at: now)
            unread = []
            rest = rest[(end + 1)...]
        }
        unread += rest
        if !hasAnswered, unread.count > StepWord.longestLine { reports.append(answer(nonsense)) }
        return reports
    }

    private func hear(_ line: [UInt8], at now: Moment) -> [ErrandReport] {
        guard let report = (try? StepWord(line: line))?.report(on: order) else { return [answer(nonsense)] }
        guard case .said(_, let text) = report else { return [answer(report)] }
        return said(text, at: now)
    }

    /// Bounded like a hook's output.
    private func said(_ line: String, at now: Moment) -> [ErrandReport] {
        spoken.take(Array(line.utf8) + [UInt8(ascii: "\n")], second: now.nanoseconds / 1_000_000_000)
            .map { .said(order.number, $0) }
    }

    /// Its work is done with its answer, and so is the process.
    private func answer(_ report: ErrandReport) -> ErrandReport {
        hasAnswered = true
        process.kill()
        return report
    }

    private var nonsense: ErrandReport { .lost(order, "its process answered nonsense") }

    private func endedWithoutAWord(_ exit: Exit) -> ErrandReport {
        hasAnswered = true
        if isStopped { return .stopped(order, "stopped: \(exit)") }
        let last = lastWords.split(separator: UInt8(ascii: "\n")).last.map { ": \(SafeLine.of($0))" } ?? ""
        return .lost(order, "its process ended without a word: \(exit)\(last)")
    }

    func stop(at now: Moment) {
        isStopped = true
        process.stop(at: now)
    }

    func kill() { process.kill() }
    func reap() { process.reap() }
}
