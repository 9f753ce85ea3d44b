import CSystem
import Glibc

/// What to start, and what it is given.
public struct Launch: Sendable {
    public enum Stream: Sendable {
        /// /dev/null.
        case nothing
        /// A pipe whose other end the child's owner holds.
        case pipe
        /// Appended to this file.
        case file(String)
        /// This process's own.
        case inherited
        /// For errors: wherever the output goes.
        case output
    }

    public var executable: String
    public var arguments: [String]
    /// Nil: this process's own.
    public var environment: [String: String]?
    public var directory: String?
    public var input: Stream
    public var output: Stream
    public var errors: Stream
    /// The process group it joins; nil: one of its own.
    public var group: Int32?

    public init(
        _ executable: String, _ arguments: [String] = [], environment: [String: String]? = nil,
        directory: String? = nil, input: Stream = .nothing, output: Stream = .nothing, errors: Stream = .nothing
    ) {
        self.executable = executable
        self.arguments = arguments
        self.environment = environment
        self.directory = directory
        self.input = input
        self.output = output
        self.errors = errors
    }

    /// This process's own environment.
    public static func inheritedEnvironment() -> [String: String] {
        var variables: [String: String] = [:]
        var entry = environ
        while let text = entry.pointee {
            let pair = String(cString: text).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if pair.count == 2 { variables[String(pair[0])] = String(pair[1]) }
            entry += 1
        }
        return variables
    }
}

/// A system call that said no.
public struct SystemError: Error, Sendable, Equatable, CustomStringConvertible {
    public let call: String
    public let about: String
    public let code: Int32

    public init(_ call: String, about: String, code: Int32) {
        self.call = call
        self.about = about
        self.code = code
    }

    /// With the code the call left in errno.
    public init(_ call: String, about: String) {
        self.init(call, about: about, code: errno)
    }

    public var description: String {
        "\(about): \(call): \(String(cString: strerror(code)))"
    }
}

/// How a process ended.
public enum Exit: Sendable, Equatable, CustomStringConvertible {
    case code(Int32)
    case signal(Int32)

    public var description: String {
        switch self {
        case .code(let code): "exit \(code)"
        case .signal(let signal): "killed by \(Self.name(of: signal))"
        }
    }

    private static func name(of signal: Int32) -> String {
        guard let abbreviation = system_signal_name(signal) else { return "signal \(signal)" }
        return "SIG" + String(cString: abbreviation)
    }
}

/// A process this one started, in a process group that is not this one's, so that it can be ended with all it started.
/// Every descriptor in it is closed with it; the process is not ended by that: `end` is the owner's to call.
public struct Child: ~Copyable {
    public let process: Int32
    private let group: Int32
    public private(set) var input: Descriptor?
    public let output: Descriptor?
    public let errors: Descriptor?
    private var ended: Exit?

    public init(_ launch: Launch) throws(SystemError) {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        let inputEnds = try Self.plan(launch.input, for: STDIN_FILENO, &actions)
        let outputEnds = try Self.plan(launch.output, for: STDOUT_FILENO, &actions)
        let errorEnds = try Self.plan(launch.errors, for: STDERR_FILENO, &actions)
        if let directory = launch.directory { system_spawn_directory(&actions, directory) }
        process = try Self.spawn(launch, &actions)
        group = launch.group ?? process
        input = inputEnds?.writing
        output = outputEnds?.reading
        errors = errorEnds?.reading
    }

    private static func plan(
        _ stream: Launch.Stream, for descriptor: Int32, _ actions: inout posix_spawn_file_actions_t
    ) throws(SystemError) -> Pipe? {
        let reads = descriptor == STDIN_FILENO
        switch stream {
        case .inherited: return nil
        case .output:
            posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, descriptor)
            return nil
        case .nothing:
            posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", reads ? O_RDONLY : O_WRONLY, 0)
            return nil
        case .file(let path):
            let flags = reads ? O_RDONLY : O_WRONLY | O_CREAT | O_APPEND
            posix_spawn_file_actions_addopen(&actions, descriptor, path, flags, 0o600)
            return nil
        case .pipe:
            let pipe = try Pipe()
            posix_spawn_file_actions_adddup2(
                &actions, reads ? pipe.reading.number : pipe.writing.number, descriptor)
            return pipe
        }
    }

    private static func spawn(
        _ launch: Launch, _ actions: inout posix_spawn_file_actions_t
    ) throws(SystemError) -> Int32 {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        var all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setpgroup(&attributes, launch.group ?? 0)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        let arguments = CStrings([launch.executable] + launch.arguments)
        let environment = launch.environment.map { variables in
            CStrings(variables.map { "\($0.key)=\($0.value)" })
        }
        var process: pid_t = 0
        let code = posix_spawnp(
            &process, launch.executable, &actions, &attributes, arguments.pointers,
            environment?.pointers ?? environ)
        guard code == 0 else { throw SystemError("posix_spawn", about: launch.executable, code: code) }
        return process
    }

    /// Closes the child's standard input; our children take that as the order to end.
    public mutating func closeInput() {
        input = nil
    }

    /// How it ended, if it has.
    public mutating func reap() -> Exit? {
        if let ended { return ended }
        var status: Int32 = 0
        guard waitpid(process, &status, WNOHANG) == process else { return nil }
        ended = status & 0x7f == 0 ? .code((status >> 8) & 0xff) : .signal(status & 0x7f)
        return ended
    }

    /// Whether it has, without reaping it: until that is done, its process group's number is nobody else's.
    public var hasEnded: Bool {
        if ended != nil { return true }
        var seen = siginfo_t()
        return waitid(P_PID, id_t(process), &seen, WEXITED | WNOHANG | WNOWAIT) == 0 && seen.si_signo == SIGCHLD
    }

    /// Readable once it has ended; nil where the kernel has no such thing.
    public func ending() -> Descriptor? {
        let number = system_process_descriptor(process)
        return number >= 0 ? Descriptor(owning: number) : nil
    }

    /// To it and to all it started.
    public func signal(_ signal: Int32) {
        guard ended == nil else { return }
        kill(-group, signal)
    }

    /// Waits no longer than this for it to end.
    public mutating func wait(atMost limit: Duration) -> Exit? {
        let clock = ContinuousClock()
        let deadline = clock.now + limit
        while true {
            if let exit = reap() { return exit }
            guard clock.now < deadline else { return nil }
            usleep(2_000)
        }
    }

    /// Ends it: its input closed, then TERM, then KILL, each given `grace`.
    public mutating func end(grace: Duration) -> Exit? {
        closeInput()
        signal(SIGTERM)
        if let exit = wait(atMost: grace) { return exit }
        signal(SIGKILL)
        return wait(atMost: grace)
    }
}

/// A null-terminated array of C strings that lives as long as this does.
private final class CStrings {
    let pointers: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
    private let count: Int

    init(_ strings: [String]) {
        count = strings.count
        pointers = .allocate(capacity: count + 1)
        for (index, string) in strings.enumerated() { pointers[index] = strdup(string) }
        pointers[count] = nil
    }

    deinit {
        for index in 0..<count { free(pointers[index]) }
        pointers.deallocate()
    }
}
