import Cockpit
import EmbeddedNight
import Glibc
import Processes
import RealKafka

/// A night on clusters of its own.
enum DemoCommand {
    static let options = [
        Arguments.Option(name: "scenario", value: "guided, calm, pressure or storm"),
        Arguments.Option(name: "kafka", value: "a Kafka's folder", mayBeBare: true),
        Arguments.Option(name: "seed", value: "a number"),
        Arguments.Option(name: "speed", value: "0.25 to 16"),
        Arguments.Option(name: "autopilot", value: nil),
        Arguments.Option(name: "record", value: "the night file"),
        Arguments.Option(name: "print-plan", value: nil),
    ]

    static func run(_ arguments: Arguments) throws -> ExitCode {
        let kafka = try Self.kafka(arguments)
        if arguments.has("print-plan") {
            let connect = kafka.map { _ in "http://127.0.0.1:8083" }
            let clusters = Announcement.Clusters(
                source: "127.0.0.1:9092", target: "127.0.0.1:9192", connect: connect)
            Output.line(EmbeddedNight.planText(of: clusters))
            return .good
        }
        let options = Options(
            scenario: try arguments.value("scenario", "guided, calm, pressure or storm", Scenario.init) ?? .guided,
            seed: try arguments.value("seed", "a whole number", { UInt64($0) }) ?? 1,
            speed: try arguments.value("speed", "0.25 to 16", Self.speed) ?? 1)
        let screen = try ScreenOptions(arguments)
        let isPlayed = arguments.has("autopilot")
        if isPlayed, case .headless = screen.manner {
            throw UsageError(message: "--autopilot plays in plain lines, not in frames", command: "demo")
        }
        if let path = arguments.text("record"), access(path, F_OK) == 0 {
            // The demo's clusters are new each time: no night on them goes on from another.
            throw RecordedFileError(path: path, why: "it is there already; name another, or move it")
        }
        let demo = try DemoNight(options, on: kafka, nightFile: arguments.text("record"))
        let night = try CommandedNight(demo, at: demo.place, planText: demo.planText, executes: true)
        guard isPlayed else { return try Show.run(night, screen) }
        defer { night.end() }
        return try PlainLoop(night, playedBy: Autopilot()).run()
    }

    /// Nil: embedded clusters. Without a value, the folder in KAFKA_HOME.
    private static func kafka(_ arguments: Arguments) throws -> String? {
        guard let asked = arguments.text("kafka") else { return nil }
        let home = asked.isEmpty ? currentEnvironment()["KAFKA_HOME"] ?? "" : asked
        guard !home.isEmpty else {
            throw UsageError(message: "--kafka wants a Kafka's folder, or KAFKA_HOME set to one", command: "demo")
        }
        do { _ = try KafkaInstallation.find(in: home).get() } catch { throw DemoError.noKafka(error) }
        return home
    }

    private static func speed(_ word: String) -> Double? {
        Double(word).flatMap { Options.speeds.contains($0) ? $0 : nil }
    }

    /// The life of the process that hosts the clusters.
    static func host(_ words: [String]) -> Never {
        signal(SIGPIPE, SIG_IGN)
        guard (3...4).contains(words.count), let scenario = Scenario(rawValue: words[0]),
            let seed = UInt64(words[1]), let speed = Double(words[2])
        else { exit(ExitCode.usage.rawValue) }
        let output = Descriptor(owning: STDOUT_FILENO)
        func announce(_ announcement: Announcement) {
            // The parent may read slowly; it may not be gone and leave this running.
            do { try output.write(Array((announcement.line + "\n").utf8)) } catch { _exit(EXIT_SUCCESS) }
        }
        do {
            try EmbeddedNight.run(
                Options(scenario: scenario, seed: seed, speed: speed),
                on: try words.dropFirst(3).first.map { try KafkaInstallation.find(in: $0).get() },
                input: Descriptor(owning: STDIN_FILENO), announce: announce)
        } catch {
            announce(.failed("\(error)"))
            exit(ExitCode.failed.rawValue)
        }
    }

    /// One order to the estate of a running demo: exit 0 when it was carried out.
    static func order(_ words: [String]) -> Never {
        guard let socket = words.first else { exit(ExitCode.usage.rawValue) }
        let answer = Answer.toOrder(Array(words.dropFirst()), at: socket)
        guard answer.isDone else {
            Output.error(answer.text)
            exit(EXIT_FAILURE)
        }
        Output.line(answer.text)
        exit(EXIT_SUCCESS)
    }
}
