import Cockpit
import EmbeddedNight
import Glibc
import Night
import Planfile
import Processes

/// What a person can ask for.
enum Command: String, CaseIterable {
    case demo, check, watch, run, status, hold, release, abort, replay, report, export, shot, verify, help, version

    /// Nil: a word that is no command.
    init?(word: String) {
        switch word {
        case "--help", "-h": self = .help
        case "--version", "-V": self = .version
        default: self.init(rawValue: word)
        }
    }

    private var options: [Arguments.Option] {
        let help = [Arguments.Option(name: "help", value: nil)]
        switch self {
        case .demo: return DemoCommand.options + ScreenOptions.options + help
        case .check: return CheckCommand.options + help
        case .watch: return [NightPlace.option] + ScreenOptions.options + help
        case .run: return RunCommand.options + ScreenOptions.options + help
        case .status: return StatusCommand.options + help
        case .hold, .abort: return VetoCommand.options + help
        case .release: return VetoCommand.releaseOptions + help
        case .replay: return ReplayCommand.options + ScreenOptions.options + help
        case .report: return ReportCommand.options + help
        case .export: return ExportCommand.options + ScreenOptions.options + help
        case .shot: return ShotCommand.options + ScreenOptions.options + help
        case .verify, .help, .version: return help
        }
    }

    private var operands: ClosedRange<Int> {
        switch self {
        case .check, .watch, .run, .status, .hold, .release, .abort: 1...1
        case .replay, .report, .export, .shot, .verify: 1...1
        case .demo, .version: 0...0
        case .help: 0...1
        }
    }

    private var readsNightFile: Bool {
        switch self {
        case .replay, .report, .export, .shot, .verify: true
        default: false
        }
    }

    func run(_ words: [String]) throws -> ExitCode {
        if words.contains("--help") {
            Output.line(HelpText.of(self))
            return .good
        }
        let arguments = try Arguments(
            words, command: rawValue, options: options, operands: operands,
            readsNightFile ? "a night file" : "a plan file")
        switch self {
        case .demo: return try DemoCommand.run(arguments)
        case .check: return try CheckCommand.run(arguments)
        case .watch:
            let options = try ScreenOptions(arguments)
            let path = arguments.operands[0]
            let plan = try PlanLoading.load(path)
            let place = NightPlace(of: plan, at: path, asked: arguments.text("night"))
            return try Show.run(PlannedNight(plan, following: place.nightFile), options)
        case .run: return try RunCommand.run(arguments)
        case .status: return try StatusCommand.run(arguments)
        case .hold: return try VetoCommand.hold(arguments)
        case .release: return try VetoCommand.release(arguments)
        case .abort: return try VetoCommand.abort(arguments)
        case .replay: return try ReplayCommand.run(arguments)
        case .report: return try ReportCommand.run(arguments)
        case .export: return try ExportCommand.run(arguments)
        case .shot: return try ShotCommand.run(arguments)
        case .verify: return try VerifyCommand.run(arguments)
        case .help:
            let topic = arguments.operands.first
            guard let command = topic.map(Command.init(word:)) ?? .help else {
                throw UsageError(unknownCommand: topic ?? "")
            }
            Output.line(HelpText.of(command))
            return .good
        case .version:
            Output.line("switchback \(HelpText.version)")
            return .good
        }
    }
}

extension UsageError {
    init(unknownCommand word: String) {
        let meant = meant(word, among: Command.allCases.map(\.rawValue))
        self.init(message: "no command '\(word.madeVisible)'\(meant)", command: nil)
    }
}
