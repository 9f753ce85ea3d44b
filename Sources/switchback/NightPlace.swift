import Glibc
import Night

/// Where a plan is, and where its night is recorded.
struct NightPlace {
    let planPath: String
    let nightFile: String

    static let option = Arguments.Option(name: "night", value: "the night file")

    /// The night file is beside the plan, by the night's name, unless somebody asked for another place.
    init(of plan: Plan, at planPath: String, asked: String?) {
        self.planPath = planPath
        nightFile = asked ?? "\(Self.folder(of: planPath))/\(plan.night).night"
    }

    /// What the plan names by a relative path is looked for here, and its hooks run here.
    var folder: String { Self.folder(of: planPath) }

    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    static func holder() -> Holder {
        Holder(user: userName(of: getuid()), host: hostName(), process: getpid())
    }
}

/// A user's name, or their number where it has none.
func userName(of number: uid_t) -> String {
    guard let entry = getpwuid(number), let name = entry.pointee.pw_name else { return "user \(number)" }
    return String(cString: name)
}

func hostName() -> String {
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, name.count - 1) == 0 else { return "unknown host" }
    return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
}
