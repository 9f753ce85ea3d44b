import Cockpit
import Glibc
import Probes
import Runbook

// Else the first pipe to a probe would be taken for a standard stream.
for number in STDIN_FILENO...STDERR_FILENO where fcntl(number, F_GETFD) < 0 { _ = open("/dev/null", O_RDWR) }

// A probe that dies while it is given its order, or a reader that leaves, is an error to be handled, not an end.
signal(SIGPIPE, SIG_IGN)

let words = Array(CommandLine.arguments.dropFirst())

switch words.first {
case Subcommand.probe: ProbeMain.run()
case Subcommand.step: StepMain.run()
case Subcommand.embedded: DemoCommand.host(Array(words.dropFirst()))
case Subcommand.demo: DemoCommand.order(Array(words.dropFirst()))
default: break
}

do {
    guard let word = words.first else {
        Output.line(HelpText.of(.help))
        exit(ExitCode.usage.rawValue)
    }
    guard let command = Command(word: word) else {
        throw UsageError(unknownCommand: word)
    }
    exit(try command.run(Array(words.dropFirst())).rawValue)
} catch let code as ExitCode {
    exit(code.rawValue)
} catch let error as UsageError {
    Output.error("\(error.message); see switchback help\(error.command.map { " \($0)" } ?? "")")
    exit(ExitCode.usage.rawValue)
} catch {
    Output.error("\(error)")
    exit(ExitCode.failed.rawValue)
}
