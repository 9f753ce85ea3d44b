import Glibc
import Processes
import Synchronization

/// How Java is started here: small, quick to start, silent unless something is wrong, and marked for the keeper.
struct Java: Sendable {
    let executable: String
    let classpath: String
    let keeper: Keeper

    init(executable: String, classpath: String, keeper: Keeper) throws(SystemError) {
        self.executable = executable
        self.classpath = classpath
        self.keeper = keeper
        try writeText(Self.log4j, to: keeper.folder + "/log4j.properties")
        try writeText(Self.log4j2, to: keeper.folder + "/log4j2.properties")
    }

    func start(
        _ main: String, _ arguments: [String], heap: String, output: String, errors: String
    ) throws(SystemError) -> JavaProcess {
        let options = [
            "-Xmx" + heap, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData",
            "-Dlog4j.configuration=file:\(keeper.folder)/log4j.properties",
            "-Dlog4j2.configurationFile=\(keeper.folder)/log4j2.properties",
            keeper.mark, "-cp", classpath, main,
        ]
        let launch = Launch(
            executable, options + arguments, directory: keeper.folder, output: .file(output), errors: .file(errors))
        return JavaProcess(try Child(launch))
    }

    /// For Kafka 3, which brings log4j 1.
    private static let log4j = """
        log4j.rootLogger=WARN, errors
        log4j.appender.errors=org.apache.log4j.ConsoleAppender
        log4j.appender.errors.target=System.err
        log4j.appender.errors.layout=org.apache.log4j.PatternLayout
        log4j.appender.errors.layout.ConversionPattern=%d %p %c: %m%n

        """

    /// For Kafka 4.
    private static let log4j2 = """
        rootLogger.level=warn
        rootLogger.appenderRef.errors.ref=errors
        appender.errors.type=Console
        appender.errors.name=errors
        appender.errors.target=SYSTEM_ERR
        appender.errors.layout.type=PatternLayout
        appender.errors.layout.pattern=%d %p %c: %m%n

        """
}

/// One running Java.
final class JavaProcess: Sendable {
    let process: Int32
    private let child: Mutex<Child>

    init(_ child: consuming sending Child) {
        process = child.process
        self.child = Mutex(child)
    }

    /// Nobody is left to end it, or to reap it: a zombie keeps whoever waits for any child awake.
    deinit {
        guard exit == nil else { return }
        kill()
        _ = child.withLock { $0.wait(atMost: .seconds(5)) }
    }

    /// Nil while it runs.
    var exit: Exit? {
        child.withLock { $0.reap() }
    }

    func signal(_ signal: Int32) {
        child.withLock { $0.signal(signal) }
    }

    func kill() {
        signal(SIGKILL)
    }

    func exit(within limit: Duration) async throws(RealKafkaError) -> Exit? {
        _ = try await Deadline.waiting(atMost: limit) { () throws(RealKafkaError) in exit != nil }
        return exit
    }

    /// Asked first, then killed. A stopped process hears neither TERM nor anything else but KILL.
    func end(grace: Duration) async throws(RealKafkaError) {
        signal(SIGTERM)
        if try await exit(within: grace) != nil { return }
        kill()
        _ = try await exit(within: .seconds(10))
    }
}
