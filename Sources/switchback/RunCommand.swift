import Cockpit
import Night

/// The commander's cockpit on the clusters of a plan.
enum RunCommand {
    static let options = [
        Arguments.Option(name: "execute", value: nil),
        NightPlace.option,
    ]

    static func run(_ arguments: Arguments) throws -> ExitCode {
        let screen = try ScreenOptions(arguments)
        guard screen.manner == .screen, !arguments.has("size") else {
            throw UsageError(
                message: "the keys need a terminal: --plain, --headless and --size are for watch", command: "run")
        }
        let path = arguments.operands[0]
        let (plan, text) = try PlanLoading.read(path)
        let place = NightPlace(of: plan, at: path, asked: arguments.text("night"))
        let night = try CommandedNight(
            PlannedNight(plan), at: place, planText: text, executes: arguments.has("execute"))
        return try Show.run(night, screen)
    }
}
