import Glibc
public import Night

/// Where Kafka's jars and a Java to run them were found.
public struct KafkaInstallation: Sendable, Equatable, CustomStringConvertible {
    /// A folder of jars, and the version its kafka-clients jar names.
    public struct Version: Sendable, Equatable {
        public let name: String
        public let jars: String
    }

    /// The folder it was found in.
    public let home: String
    public let java: String
    public let source: Version
    public let target: Version
    /// Nil: brokers and workers show no metrics.
    let metricsAgent: MetricsAgent?
    public var showsMetrics: Bool { metricsAgent != nil }

    /// The Kafka of this folder, with the Java of JAVA_HOME or PATH.
    public static func find(in home: String) -> Result<KafkaInstallation, WhyNoKafka> {
        var environment = currentEnvironment()
        environment["KAFKA_HOME"] = home
        return find(environment: environment, besides: home)
    }

    /// The Java of JAVA_HOME or PATH with the Kafka of KAFKA_HOME or, when that is not set, of ../shared/kafka beside
    /// the checkout.
    public static func find(
        environment: [String: String] = currentEnvironment(), besides checkout: String
    ) -> Result<KafkaInstallation, WhyNoKafka> {
        Result { () throws(WhyNoKafka) in
            let home = environment["KAFKA_HOME"].flatMap { $0.isEmpty ? nil : $0 }
            let (source, target) = try versions(home, beside: checkout)
            let folder = home ?? shared(beside: checkout)
            return KafkaInstallation(
                home: folder, java: try java(environment), source: source, target: target,
                metricsAgent: MetricsAgent.find(in: [folder, folder + "/libs"]))
        }
    }

    public func version(of role: ClusterRole) -> Version {
        switch role {
        case .source: source
        case .target: target
        }
    }

    /// Java expands the star itself.
    public func classpath(for role: ClusterRole) -> String {
        version(of: role).jars + "/*"
    }

    public var description: String {
        source == target ? "Kafka \(source.name)" : "Kafka \(source.name) as source, \(target.name) as target"
    }

    private static func versions(
        _ home: String?, beside checkout: String
    ) throws(WhyNoKafka) -> (source: Version, target: Version) {
        if let home {
            if let one = version(in: home + "/libs") { return (one, one) }
            if let both = bothSides(in: home) { return both }
            throw .noJars(home: home)
        }
        guard let both = bothSides(in: shared(beside: checkout)) else { throw .noKafka }
        return both
    }

    private static func shared(beside checkout: String) -> String { checkout + "/../shared/kafka" }

    private static func bothSides(in folder: String) -> (source: Version, target: Version)? {
        guard let source = version(in: folder + "/3.9"), let target = version(in: folder + "/4.3") else { return nil }
        return (source, target)
    }

    private static func version(in folder: String) -> Version? {
        guard let jars = realpath(folder, nil) else { return nil }
        defer { free(jars) }
        let folder = String(cString: jars)
        let prefix = "kafka-clients-"
        let jar = firstFile(of: folder) { file in
            file.hasPrefix(prefix) && file.hasSuffix(".jar") && !file.hasSuffix("-test.jar")
        }
        return jar.map { Version(name: String($0.dropFirst(prefix.count).dropLast(4)), jars: folder) }
    }

    private static func java(_ environment: [String: String]) throws(WhyNoKafka) -> String {
        let folders: [String]
        if let home = environment["JAVA_HOME"], !home.isEmpty {
            folders = [home + "/bin"]
        } else {
            folders = (environment["PATH"] ?? "").split(separator: ":").map(String.init)
        }
        guard let java = folders.map({ $0 + "/java" }).first(where: { access($0, X_OK) == 0 }) else { throw .noJava }
        if let release = release(of: java), release < oldestJava { throw .javaTooOld(java: java, release: release) }
        return java
    }

    static let oldestJava = 17

    /// As the file `release` beside its bin folder says; nil where there is none to ask.
    private static func release(of java: String) -> Int? {
        guard let path = realpath(java, nil) else { return nil }
        defer { free(path) }
        let home = String(cString: path).split(separator: "/", omittingEmptySubsequences: false).dropLast(2)
        guard let text = try? readText(home.joined(separator: "/") + "/release", atMost: 64 << 10) else { return nil }
        let key = "JAVA_VERSION=\""
        guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix(key) }) else { return nil }
        return Int(line.dropFirst(key.count).prefix { $0.isNumber })
    }
}

/// What is missing to run real Kafka.
public enum WhyNoKafka: Error, Sendable, Equatable, CustomStringConvertible {
    case noKafka
    case noJars(home: String)
    case noJava
    case javaTooOld(java: String, release: Int)

    /// And what to do about it, whatever it was wanted for.
    public var description: String {
        switch self {
        case .noKafka: "no KAFKA_HOME and no ../shared/kafka; set KAFKA_HOME to a Kafka's folder"
        case .noJars(let home): "no libs/kafka-clients-*.jar in \(home); set KAFKA_HOME to a Kafka's folder"
        case .noJava: "no java in JAVA_HOME or on PATH; install Java \(KafkaInstallation.oldestJava) or newer"
        case .javaTooOld(let java, let release):
            "\(java) is Java \(release); set JAVA_HOME to Java \(KafkaInstallation.oldestJava) or newer"
        }
    }
}

public func currentEnvironment() -> [String: String] {
    var variables: [String: String] = [:]
    for name in ["KAFKA_HOME", "JAVA_HOME", "PATH", "TMPDIR"] {
        if let value = getenv(name) { variables[name] = String(cString: value) }
    }
    return variables
}
