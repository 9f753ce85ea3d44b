import BlackBox
import Cockpit
import Night

/// Whether a night file is as it was written.
enum VerifyCommand {
    static func run(_ arguments: Arguments) throws -> ExitCode {
        let path = arguments.operands[0]
        switch try Verification.verify(path: path) {
        case .intact(let intact):
            Output.line(
                "\(path.madeVisible): intact: night \(intact.night.madeVisible), \(intact.events.counted("event")) under "
                    + intact.commanders.counted("commander"))
            if let previous = intact.previous {
                let there =
                    intact.hasPrevious == true ? "there, with that seal; verify it too" : "not there with that seal"
                Output.line("goes on from \(previous.file.madeVisible), sealed as \(previous.hash): \(there)")
            }
            let seal = intact.seal.map { "sealed \(Spelling.clock($0.at))Z as \($0.hash)" }
            Output.line(seal ?? "not sealed: what is missing at its end leaves no trace")
            return .good
        case .broken(let broken):
            Output.line("\(path.madeVisible): broken at \(broken.row): \(broken.why)")
            Output.line("what comes before it is as it was written; from there on nothing can be relied on")
            return .bad
        }
    }
}
