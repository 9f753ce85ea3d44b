import CSystem
import Glibc

/// A program that does not outlive who started it, however that one goes: by a signal that nothing can be done about,
/// above all. Between the two runs this one's own program, for as long as it takes to become the other.
extension Launch {
    /// `program`: this one's own; `word`: what leads it to `becomeTied`.
    public func tied(by program: String, _ word: String) -> Launch {
        var tied = self
        tied.executable = program
        tied.arguments = [word, executable] + arguments
        // Nothing is ever written to it: it tells by its end.
        tied.input = .pipe
        return tied
    }

    /// Seconds from TERM to KILL. Short: the next commander may be there already.
    private static let grace: UInt32 = 1
    /// As a shell says it.
    private static let cannotRun: Int32 = 127

    /// What the tied launch is started as becomes what was to be started.
    public static func becomeTied(_ words: [String]) -> Never {
        guard let executable = words.first else { _exit(cannotRun) }
        guard system_end_group_with(STDIN_FILENO, grace) == 0 else { refuse(SystemError("fork", about: executable)) }
        let nothing = open("/dev/null", O_RDWR)
        dup2(nothing, STDIN_FILENO)
        close(nothing)
        // An ignored signal stays ignored across exec.
        signal(SIGPIPE, SIG_DFL)
        let arguments = CStrings(words)
        withExtendedLifetime(arguments) { _ = execvp(executable, arguments.pointers) }
        refuse(SystemError("exec", about: executable))
    }

    private static func refuse(_ error: SystemError) -> Never {
        try? Descriptor(owning: STDERR_FILENO).write(Array("\(error)\n".utf8))
        _exit(cannotRun)
    }
}
