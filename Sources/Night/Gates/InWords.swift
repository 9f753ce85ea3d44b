extension Duration {
    /// "0.4s", "12s", "2m", "1m30s", "12h".
    var inWords: String {
        let seconds = inSeconds
        guard seconds >= 60 else { return seconds.secondsInWords }
        let whole = Int64(min(seconds.rounded(), 1e12))
        let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
        if hours > 0 { return minutes > 0 ? "\(hours)h\(minutes)m" : "\(hours)h" }
        return rest > 0 ? "\(minutes)m\(rest)s" : "\(minutes)m"
    }
}

extension Double {
    /// "0.4s" below ten seconds, "12s" above.
    var secondsInWords: String { "\(rounded(toTenthsBelow: 10))s" }

    func rounded(toTenthsBelow bound: Double) -> String {
        let value = Swift.max(-1e12, Swift.min(self, 1e12))
        let tenths = Int64((value * 10).rounded())
        guard value.magnitude < bound, tenths % 10 != 0 else { return Int64(value.rounded()).grouped }
        return "\(tenths < 0 ? "-" : "")\(tenths.magnitude / 10).\(tenths.magnitude % 10)"
    }
}

extension Dimension {
    /// A value of it, as people say it.
    func inWords(_ value: Double) -> String {
        switch self {
        case .count: value.rounded(toTenthsBelow: 10)
        case .perSecond: value.rounded(toTenthsBelow: 10) + "/s"
        case .bytes: value.rounded(toTenthsBelow: 10) + " B"
        case .bytesPerSecond: value.rounded(toTenthsBelow: 10) + " B/s"
        case .time: value.secondsInWords
        case .share: (value * 100).rounded(toTenthsBelow: 10) + "%"
        }
    }
}

extension Limit {
    var inWords: String { dimension.inWords(value) }
}

extension Int {
    /// "1 group", "2 groups".
    func counted(_ noun: String) -> String { "\(self) \(noun)\(self == 1 ? "" : "s")" }
}

extension [String] {
    /// "orders, payments and 3 more".
    func gathered(atMost most: Int = 3) -> String {
        let named = prefix(most).joined(separator: ", ")
        return count > most ? "\(named) and \(count - most) more" : named
    }
}
