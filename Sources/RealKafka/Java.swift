import Night
import Processes

/// How Java is started here: small, quick to start, silent unless something is wrong, and marked for the keeper.
struct Java: Sendable {
    let installation: KafkaInstallation
    /// Whose side's version of Kafka it runs.
    let role: ClusterRole
    let keeper: Keeper

    init(_ installation: KafkaInstallation, for role: ClusterRole, keeper: Keeper) throws(SystemError) {
        self.installation = installation
        self.role = role
        self.keeper = keeper
        try writeText(Self.log4j, to: keeper.folder + "/log4j.properties")
        try writeText(Self.log4j2, to: keeper.folder + "/log4j2.properties")
    }

    /// `metrics`: where it shows them; refused without the agent.
    func start(
        _ main: String, _ arguments: [String], heap: String, metrics: HeldPort? = nil, output: String, errors: String
    ) throws(RealKafkaError) -> KeptProcess {
        var options = [
            "-Xmx" + heap, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData",
            "-Dlog4j.configuration=file:\(keeper.folder)/log4j.properties",
            "-Dlog4j2.configurationFile=\(keeper.folder)/log4j2.properties",
            keeper.mark, "-cp", installation.classpath(for: role),
        ]
        if let metrics {
            guard let agent = installation.metricsAgent else { throw .noMetricsAgent }
            options.append(agent.option(answeringAt: metrics))
        }
        do {
            return KeptProcess(
                try Child(
                    Launch(
                        installation.java, options + [main] + arguments, directory: keeper.folder,
                        output: .file(output), errors: .file(errors))))
        } catch {
            throw .system(error)
        }
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
