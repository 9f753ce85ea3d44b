public import Night

/// A quantity in words: in full, and as short as it can honestly be. Never cut: a number without its last digit is a lie.
public struct Spelling: Equatable {
    public var full: String
    public var short: String

    init(_ full: String, short: String? = nil) {
        self.full = full
        self.short = short ?? full
    }
}

extension Spelling {
    /// Beyond any quantity of a night; keeps a hostile or broken number from trapping.
    private static let most = 1e15

    public static func count(_ value: Int64) -> Spelling {
        Spelling(grouped(value), short: compact(Double(value)))
    }

    public static func count(_ value: Int) -> Spelling { count(Int64(value)) }

    /// Records a second.
    public static func rate(_ value: Double) -> Spelling {
        guard let value = bounded(value) else { return Spelling("?") }
        let small = value.magnitude < 10 && value != value.rounded()
        let full = small ? decimal(value) : grouped(Int64(value.rounded()))
        return Spelling(full + "/s", short: (small ? full : compact(value)) + "/s")
    }

    /// Records a second by which something grows: signed.
    static func growth(_ value: Double) -> Spelling {
        let rate = rate(value)
        let sign = value > 0 && rate.full != "0/s" ? "+" : ""
        return Spelling(sign + rate.full, short: sign + rate.short)
    }

    /// Seconds of traffic, of age, of waiting.
    public static func span(_ seconds: Double) -> Spelling {
        guard let seconds = bounded(seconds) else { return Spelling("?") }
        if seconds < 0 { return Spelling("-" + span(-seconds).full) }
        if seconds < 9.95 {
            let text = seconds < 0.05 ? "0" : decimal(seconds)
            return Spelling(text + "s")
        }
        let whole = Int64(seconds.rounded())
        switch whole {
        case ..<60: return Spelling("\(whole)s")
        case ..<3_600:
            let seconds = whole % 60 == 0 ? "" : "\(padded(whole % 60))s"
            return Spelling("\(whole / 60)m\(seconds)", short: "\(whole / 60)m")
        case ..<86_400:
            let minutes = whole / 60 % 60 == 0 ? "" : "\(padded(whole / 60 % 60))m"
            return Spelling("\(whole / 3_600)h\(minutes)", short: "\(whole / 3_600)h")
        default: return Spelling("\(grouped(whole / 86_400))d", short: "\(compact(Double(whole / 86_400)))d")
        }
    }

    /// The same seconds to the digit that `span` shows.
    static func roundedSpan(_ seconds: Double) -> Double {
        guard let seconds = bounded(seconds) else { return 0 }
        let step =
            switch seconds.magnitude {
            case ..<9.95: 0.1
            case ..<3_600: 1.0
            case ..<86_400: 60.0
            default: 86_400.0
            }
        return (seconds / step).rounded(step > 1 ? .towardZero : .toNearestOrAwayFromZero) * step
    }

    /// The same rate to the digit that `rate` shows.
    static func roundedRate(_ value: Double) -> Double {
        guard let value = bounded(value) else { return 0 }
        return value.magnitude < 10 ? (value * 10).rounded() / 10 : value.rounded()
    }

    public static func span(_ duration: Duration) -> Spelling { span(duration.inSeconds) }

    /// How long an answer took.
    public static func latency(_ seconds: Double) -> Spelling {
        guard let seconds = bounded(seconds), seconds >= 0, seconds < 0.9995 else { return span(seconds) }
        let milliseconds = seconds * 1_000
        if milliseconds > 0, milliseconds < 0.95 { return Spelling("<1ms") }
        return Spelling("\(Int64(milliseconds.rounded()))ms")
    }

    public static func share(_ value: Double) -> Spelling {
        guard let value = bounded(value) else { return Spelling("?") }
        let percent = min(value * 100, most)
        return Spelling(grouped(Int64(percent.rounded())) + "%", short: compact(percent.rounded()) + "%")
    }

    public static func bytes(_ value: Double) -> Spelling {
        guard let value = bounded(value) else { return Spelling("?") }
        for (unit, size) in [("TB", 1e12), ("GB", 1e9), ("MB", 1e6), ("kB", 1e3)] where value.magnitude >= size {
            let scaled = value / size
            return Spelling((scaled < 10 ? decimal(scaled) : grouped(Int64(scaled.rounded()))) + " " + unit)
        }
        return Spelling(grouped(Int64(value.rounded())) + " B")
    }

    public static func value(_ value: Double, of dimension: Dimension) -> Spelling {
        switch dimension {
        case .count:
            value == value.rounded() || value.magnitude >= 10
                ? count(Int64((bounded(value) ?? 0).rounded())) : Spelling(decimal(value))
        case .perSecond: rate(value)
        case .bytes: bytes(value)
        case .bytesPerSecond: Spelling(bytes(value).full + "/s")
        case .time: latency(value)
        case .share: share(value)
        }
    }

    /// "02:14:07", of the day in UTC.
    public static func clock(_ time: WallTime) -> String {
        let day: Int64 = 86_400_000
        let seconds = (time.milliseconds % day + day) % day / 1_000
        return "\(padded(seconds / 3_600)):\(padded(seconds / 60 % 60)):\(padded(seconds % 60))"
    }

    private static func bounded(_ value: Double) -> Double? {
        value.isNaN ? nil : min(max(value, -most), most)
    }

    /// 1 204 567.
    private static func grouped(_ value: Int64) -> String {
        if value.magnitude < 1_000 { return "\(value)" }
        let rest = value.magnitude % 1_000
        let head = Int64(value.magnitude / 1_000)
        let zeros = rest < 10 ? "00" : rest < 100 ? "0" : ""
        return (value < 0 ? "-" : "") + grouped(head) + " " + zeros + "\(rest)"
    }

    /// 1.2k, 34k, 5.6M.
    private static func compact(_ value: Double) -> String {
        let magnitude = value.magnitude
        if magnitude < 1_000 { return "\(Int64(value.rounded()))" }
        for (unit, size) in [("k", 1e3), ("M", 1e6), ("G", 1e9), ("T", 1e12)] where magnitude < size * 999.5 {
            let scaled = value / size
            return (scaled.magnitude < 9.95 ? decimal(scaled) : "\(Int64(scaled.rounded()))") + unit
        }
        return "\(Int64((value / 1e15).rounded()))P"
    }

    /// One decimal, none when it is zero.
    private static func decimal(_ value: Double) -> String {
        let tenths = Int64((value.magnitude * 10).rounded())
        let sign = value < 0 && tenths > 0 ? "-" : ""
        return tenths % 10 == 0 ? "\(sign)\(tenths / 10)" : "\(sign)\(tenths / 10).\(tenths % 10)"
    }

    private static func padded(_ value: Int64) -> String {
        value < 10 ? "0\(value)" : "\(value)"
    }
}

extension Int {
    /// "1 group", "0 topics".
    public func counted(_ noun: String) -> String { self == 1 ? "1 \(noun)" : "\(self) \(noun)s" }
}
