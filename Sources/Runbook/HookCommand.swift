import Glibc
import Night
import Processes

/// What a `run` step runs, and where: the plan file's folder.
public struct HookCommand {
    let arguments: [String]
    let directory: String?

    public init(arguments: [String], directory: String?) {
        self.arguments = arguments
        self.directory = directory
    }

    /// Why it could not be started; nil: it could.
    public var obstacle: String? {
        guard let name = arguments.first, !name.isEmpty else { return "the plan names nothing to run" }
        if name.contains("/") { return Self.obstacle(at: path(of: name), as: name) }
        let folders = getenv("PATH").map { String(cString: $0).split(separator: ":") } ?? []
        let isFound = folders.contains { Self.obstacle(at: path(of: "\($0)/\(name)"), as: name) == nil }
        return isFound ? nil : "\(name): not an executable in any folder of PATH"
    }

    var words: String { arguments.joined(separator: " ") + (directory.map { " in \($0)" } ?? "") }

    private func path(of name: String) -> String {
        guard let directory, !name.hasPrefix("/") else { return name }
        return "\(directory)/\(name)"
    }

    private static func obstacle(at path: String, as name: String) -> String? {
        var found = stat()
        guard stat(path, &found) == 0 else { return "\(path): \(String(cString: strerror(errno)))" }
        guard found.st_mode & S_IFMT == S_IFREG else { return "\(path): not a file" }
        return access(path, X_OK) == 0 ? nil : "\(path): not executable; chmod +x it"
    }

    func launch(for order: ErrandOrder) -> Launch {
        launch(
            night: order.night, wave: order.wave,
            knowing: [
                "PHASE": order.step.phase.rawValue, "STEP": "\(order.step.number)", "ERRAND": order.kind.rawValue,
                // A dry run runs no hook.
                "EXECUTE": "1",
            ])
    }

    /// `knowing`: what else it is told, by the name after `SWITCHBACK_`.
    func launch(night: String, wave: String, knowing: [String: String]) -> Launch {
        Launch(
            arguments.first ?? "", Array(arguments.dropFirst()),
            environment: Self.environment(night: night, wave: wave, knowing: knowing), directory: directory,
            output: .pipe, errors: .output)
    }

    /// A hook is given what a program needs to run at all and what it needs to know of the night. What else is in this
    /// process's environment, the plan's secrets above all, is none of its business.
    private static func environment(
        night: String, wave: String, knowing: [String: String]
    ) -> [String: String] {
        var variables = Launch.inheritedEnvironment().filter { name, _ in
            passed.contains(name) || name.hasPrefix("LC_")
        }
        variables["SWITCHBACK_NIGHT"] = night
        variables["SWITCHBACK_WAVE"] = wave
        for (name, value) in knowing { variables["SWITCHBACK_\(name)"] = value }
        return variables
    }

    private static let passed: Set = ["PATH", "HOME", "LANG", "TZ", "USER", "TMPDIR"]
}
