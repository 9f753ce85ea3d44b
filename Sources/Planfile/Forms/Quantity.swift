import Night

/// Numbers with units, as plans write them: `250ms`, `80 MB/s`, `5/s`, `70%`, `50 000`, `0 records`.
enum Quantity {
    /// Nil: not a quantity.
    static func limit(_ text: String) -> Limit? {
        let text = text.trimmed
        let (number, unit) = split(text)
        guard let value = number, let unit = units[unit] else { return nil }
        return Limit(value * unit.factor / unit.divisor, unit.dimension)
    }

    static func duration(_ text: String) -> Duration? {
        guard let limit = limit(text), limit.dimension == .time, limit.value <= longestInSeconds else { return nil }
        return .milliseconds(Int64((limit.value * 1000).rounded()))
    }

    static func share(_ text: String) -> Double? {
        guard let limit = limit(text), limit.dimension == .share else { return nil }
        return limit.value
    }

    static func wholeNumber(_ text: some StringProtocol) -> Int? {
        let (number, unit) = split(String(text).trimmed)
        guard let number, unit.isEmpty, number.rounded() == number else { return nil }
        return Int(exactly: number)
    }

    /// The same number with its unit written the way plans write it: `80 mb/s` is meant as `80 MB/s`.
    static func respelt(_ text: String) -> String? {
        let text = text.trimmed
        let (number, unit) = split(text)
        let lower = unit.lowercased()
        guard number != nil, units[unit] == nil, let known = units.keys.filter({ $0.lowercased() == lower }).min()
        else { return nil }
        return String(text.dropLast(unit.count)) + known
    }

    private static let longestInSeconds: Double = 366 * 86_400

    private struct Unit {
        let dimension: Dimension
        var factor: Double = 1
        /// Apart from the factor, so that 70% is the double nearest to 0.7.
        var divisor: Double = 1
    }

    private static let units: [String: Unit] = {
        var units: [String: Unit] = [
            "": Unit(dimension: .count), "records": Unit(dimension: .count), "record": Unit(dimension: .count),
            "partitions": Unit(dimension: .count), "/s": Unit(dimension: .perSecond),
            "records/s": Unit(dimension: .perSecond), "errors/s": Unit(dimension: .perSecond),
            "ms": Unit(dimension: .time, divisor: 1000), "s": Unit(dimension: .time),
            "m": Unit(dimension: .time, factor: 60), "h": Unit(dimension: .time, factor: 3600),
            "d": Unit(dimension: .time, factor: 86_400), "%": Unit(dimension: .share, divisor: 100),
        ]
        let sizes: [(String, Double)] = [
            ("B", 1), ("kB", 1e3), ("KB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12),
            ("KiB", 1024), ("MiB", 1_048_576), ("GiB", 1_073_741_824), ("TiB", 1_099_511_627_776),
        ]
        for (name, bytes) in sizes {
            units[name] = Unit(dimension: .bytes, factor: bytes)
            units[name + "/s"] = Unit(dimension: .bytesPerSecond, factor: bytes)
        }
        return units
    }()

    /// The number, nil if it is none, and what follows it.
    private static func split(_ text: String) -> (Double?, String) {
        let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == "." || $0 == "_" || $0 == " ") }
        let unit = String(text.dropFirst(number.count))
        return (value(String(number).trimmed), unit)
    }

    /// Spaces and underscores may only part groups of three digits, so that `5 0` is no number.
    private static func value(_ text: String) -> Double? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), !parts[0].isEmpty else { return nil }
        let groups = parts[0].split(omittingEmptySubsequences: false) { $0 == " " || $0 == "_" }
        if groups.count > 1 {
            guard (1...3).contains(groups[0].count), groups.dropFirst().allSatisfy({ $0.count == 3 }) else {
                return nil
            }
        }
        var digits = groups.joined()
        guard digits.count <= 15 else { return nil }
        if parts.count == 2 {
            guard (1...9).contains(parts[1].count) else { return nil }
            digits += "." + parts[1]
        }
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }) else { return nil }
        return Double(digits)
    }
}

extension Dimension {
    /// For sentences, with examples of how it is written.
    var described: String {
        switch self {
        case .count: "a plain number, such as 200 or 50 000"
        case .perSecond: "a rate, such as 5/s"
        case .bytes: "a size, such as 5 MB"
        case .bytesPerSecond: "a rate in bytes, such as 80 MB/s"
        case .time: "a time, such as 250ms, 5s or 1m"
        case .share: "a share, such as 60%"
        }
    }

    var named: String { String(described.prefix { $0 != "," }) }
}

extension String {
    var trimmed: String {
        var rest = self[...]
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}
