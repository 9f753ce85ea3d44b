import BlackBox
import Cockpit
import Night

/// Whether a night file is as it was written.
enum VerifyCommand {
    static func run(_ arguments: Arguments) throws -> ExitCode {
        let path = arguments.operands[0]
        switch try Verification.verify(path: path) {
        case .intact(let night, let events, let commanders):
            Output.line(
                "\(path): intact: night \(night.madeVisible), \(events.counted("event")) under "
                    + commanders.counted("commander"))
            return .good
        case .broken(let broken):
            Output.line("\(path): broken at \(broken.row): \(broken.why)")
            Output.line("what comes before it is as it was written; from there on nothing can be relied on")
            return .bad
        }
    }
}
