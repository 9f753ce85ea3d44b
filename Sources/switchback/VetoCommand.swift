import Glibc
import Night
import Processes

/// `hold`, `release` and `abort`: vetoes from any shell, by the files every commander's process watches.
enum VetoCommand {
    static let releaseOptions = [NightPlace.option]
    static let options = [Arguments.Option(name: "why", value: "a reason, in quotes")] + releaseOptions

    static func hold(_ arguments: Arguments) throws -> ExitCode {
        guard let why = reason(arguments) else {
            throw UsageError(message: "--why is missing: who is on the call will ask", command: arguments.command)
        }
        return try place(
            .hold, arguments, why: why, effect: "no wave of this night advances until it is released")
    }

    static func abort(_ arguments: Arguments) throws -> ExitCode {
        // In an emergency nobody is sent back for a reason.
        try place(
            .panic, arguments, why: reason(arguments) ?? "no reason given",
            effect: "every wave of this night that has moved goes back")
    }

    static func release(_ arguments: Arguments) throws -> ExitCode {
        let (plan, place) = try place(of: arguments)
        var released = false
        for kind in [VetoFile.Kind.hold, .panic] {
            let file = VetoFile(kind, of: plan, at: place)
            if try file.remove() {
                Output.line("removed \(file.path)")
                released = true
            }
        }
        if !released { Output.line("nothing held this night") }
        return .good
    }

    private static func reason(_ arguments: Arguments) -> String? {
        arguments.text("why").flatMap { $0.isEmpty ? nil : $0 }
    }

    private static func place(
        _ kind: VetoFile.Kind, _ arguments: Arguments, why: String, effect: String
    ) throws -> ExitCode {
        let (plan, place) = try place(of: arguments)
        let file = VetoFile(kind, of: plan, at: place)
        try file.place(by: "\(userName(of: getuid()))@\(hostName())", why: why)
        Output.line("wrote \(file.path): \(effect)")
        return .good
    }

    private static func place(of arguments: Arguments) throws -> (Plan, NightPlace) {
        let path = arguments.operands[0]
        let plan = try PlanLoading.load(path)
        return (plan, NightPlace(of: plan, at: path, asked: arguments.text("night")))
    }
}
