import Cockpit
import EmbeddedNight
import Glibc
import Processes

/// A night on clusters of its own.
enum DemoCommand {
    static let options = [
        Arguments.Option(name: "scenario", value: "guided, calm, pressure or storm"),
        Arguments.Option(name: "seed", value: "a number"),
        Arguments.Option(name: "speed", value: "0.25 to 16"),
        Arguments.Option(name: "autopilot", value: nil),
        NightPlace.option,
        Arguments.Option(name: "print-plan", value: nil),
    ]

    static func run(_ arguments: Arguments) throws -> ExitCode {
        if arguments.has("print-plan") {
            Output.line(EmbeddedNight.planText(source: "127.0.0.1:9092", target: "127.0.0.1:9192"))
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
        let demo = try DemoNight(options, nightFile: arguments.text("night"))
        let night = try CommandedNight(demo, at: demo.place, planText: demo.planText, executes: true)
        guard isPlayed else { return try Show.run(night, screen) }
        defer { night.end() }
        return try PlainLoop(night, playedBy: Autopilot()).run()
    }

    private static func speed(_ word: String) -> Double? {
        Double(word).flatMap { Options.speeds.contains($0) ? $0 : nil }
    }

    /// The life of the process that hosts the clusters.
    static func host(_ words: [String]) -> Never {
        signal(SIGPIPE, SIG_IGN)
        guard words.count == 3, let scenario = Scenario(rawValue: words[0]), let seed = UInt64(words[1]),
            let speed = Double(words[2])
        else { exit(ExitCode.usage.rawValue) }
        let output = Descriptor(owning: STDOUT_FILENO)
        do {
            try EmbeddedNight.run(
                Options(scenario: scenario, seed: seed, speed: speed), input: Descriptor(owning: STDIN_FILENO)
            ) { announcement in
                // The parent may read slowly; it may not be gone and leave this running.
                do { try output.write(Array((announcement.line + "\n").utf8)) } catch { _exit(EXIT_SUCCESS) }
            }
        } catch {
            Output.error("\(error)")
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
