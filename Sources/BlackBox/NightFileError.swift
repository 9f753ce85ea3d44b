import Glibc
public import Night

/// Why a night file was not opened or read: what, where, and what to do.
public enum NightFileError: Error, Sendable, Equatable, CustomStringConvertible {
    /// `by` is nil when the holder has not said who it is.
    case held(path: String, by: Holder?, since: WallTime?)
    case otherNight(path: String, night: String, wanted: String)
    case notANightFile(path: String, why: String)
    /// The plan does not fit what was done. `taken`: the one the night was last held with.
    case otherPlan(path: String, why: String, taken: TakenPlan?)
    /// Written by a newer Switchback, or an older one.
    case otherVersion(path: String, version: Int)
    case damaged(path: String, BrokenRow)
    /// A row that is whole and that this version does not understand.
    case unreadable(path: String, sequence: Int, why: String)
    /// The name leads to another file by now, or to none.
    case moved(path: String)
    case system(path: String, why: String)

    init(_ problem: StoreProblem, path: String) {
        self =
            problem.isDamage
            ? .damaged(path: path, BrokenRow(row: "the database", why: problem.words))
            : .system(path: path, why: problem.words)
    }

    public var description: String {
        switch self {
        case .held(let path, let holder?, let since):
            "\(path.madeVisible): held by \(holder.user) on \(holder.host), process \(holder.process)"
                + (since.map { ", since \(utc($0))" } ?? "") + "; watch beside it, or end that one first"
        case .held(let path, nil, _):
            "\(path.madeVisible): held by another commander; watch beside it, or end that one first"
        case .otherNight(let path, let night, let wanted):
            "\(path.madeVisible): the record of the night '\(night)', not of '\(wanted)'; name another file, or the night's own plan"
        case .otherPlan(let path, let why, let taken):
            "\(path.madeVisible): \(why); take the plan as it was to go on or back"
                + (taken.map { ", \($0)" } ?? "")
        case .notANightFile(let path, let why):
            "\(path.madeVisible): \(why), not a night file; name another file"
        case .otherVersion(let path, let version):
            "\(path.madeVisible): of version \(version), this is \(Schema.version); use the Switchback that wrote it"
        case .damaged(let path, let broken):
            "\(path.madeVisible): damaged at \(broken.row): \(broken.why); keep it to look at, and begin another file"
        case .unreadable(let path, let sequence, let why):
            "\(path.madeVisible): event \(sequence) is not understood: \(why); use the Switchback that wrote it"
        case .moved(let path):
            "\(path.madeVisible): moved or deleted while it was read; open it again"
        case .system(let path, let why):
            "\(path.madeVisible): \(why)"
        }
    }
}

func utc(_ wall: WallTime) -> String {
    var seconds = time_t(wall.milliseconds / 1000)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    let spelt = [CChar](unsafeUninitializedCapacity: 32) { buffer, count in
        guard let start = buffer.baseAddress else { return }
        count = strftime(start, buffer.count, "%Y-%m-%d %H:%M:%SZ", &parts)
    }
    return String(decoding: spelt.map(UInt8.init(bitPattern:)), as: UTF8.self)
}

/// The first row of a night file that is not as it was written.
public struct BrokenRow: Error, Sendable, Equatable {
    /// "event 17", "commander 2", "the night's own row", "the database".
    public let row: String
    public let why: String
}
