import Glibc
import Night
import Processes

/// The site's own executable on its way: argv, no shell.
final class Hook: RunningErrand {
    let order: ErrandOrder
    private(set) var isOver = false
    private let process: ErrandProcess
    private var lines = OutputLines()
    private var isStopped = false

    /// `warden`: one that went on without its commander would act beside the next one's undo.
    init(_ order: ErrandOrder, _ command: HookCommand, warden: Warden?) throws(SystemError) {
        self.order = order
        process = try ErrandProcess(command.launch(for: order), warden: warden)
    }

    var descriptors: [Int32] { process.descriptors }

    func nextTick(after now: Moment) -> Moment? { process.nextTick(after: now) }

    func turn(at now: Moment) -> [ErrandReport] {
        let progress = process.turn(at: now)
        var said = lines.take(progress.output, second: now.nanoseconds / 1_000_000_000)
        guard let exit = progress.exit else { return said.map { .said(order.number, $0) } }
        isOver = true
        said += lines.end()
        if progress.leftSomething { said.append("it left something running; what could be reached was ended") }
        return said.map { .said(order.number, $0) } + [answer(exit)]
    }

    private func answer(_ exit: Exit) -> ErrandReport {
        if isStopped { return .stopped(order, "stopped: \(exit)") }
        if exit == .code(0) { return .ended(order.number, .done("exit 0")) }
        return .ended(order.number, .failed(lines.last.map { "\(exit): \($0)" } ?? "\(exit)"))
    }

    func stop(at now: Moment) {
        isStopped = true
        process.stop(at: now)
    }

    func kill() { process.kill() }
    func reap() { process.reap() }
}
