import Night

/// A time as it is typed.
enum TypedTime: Equatable {
    /// A time of day, in seconds since midnight.
    case ofDay(Int64)
    case sinceStart(Duration)
    case away(Duration)
    case start, end

    static let longest = 16
    static let understood = "02:14, 02:14:07, +10m, -1h30m, 90s (from the start), start, end"

    init(_ typed: String) throws(UnclearTime) {
        let words = typed.split(separator: " ").joined(separator: " ").lowercased()
        if let time = Self.read(words) {
            self = time
        } else {
            let shown = String(String.UnicodeScalarView(typed.unicodeScalars.prefix(Self.longest))).madeVisible
            throw UnclearTime(why: (shown.isEmpty ? "a time" : "'\(shown)' is no time") + ": \(Self.understood)")
        }
    }

    private static func read(_ words: String) -> TypedTime? {
        guard words.utf8.count <= longest else { return nil }
        if words == "start" { return .start }
        if words == "end" { return .end }
        if words.contains(":") { return ofDay(words) }
        guard let sign = words.first, sign == "+" || sign == "-" else { return span(words).map { .sinceStart($0) } }
        return span(words.dropFirst()).map { .away(sign == "-" ? .zero - $0 : $0) }
    }

    /// 2:14, 02:14, 02:14:07, and with the Z that the screen writes.
    private static func ofDay(_ words: String) -> TypedTime? {
        let parts = (words.last == "z" ? words.dropLast() : words[...])
            .split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2 || parts.count == 3 else { return nil }
        var second: Int64 = 0
        for (part, bound) in zip(parts, [24, 60, 60] as [Int64]) {
            guard part.utf8.count <= 2, let number = number(part), number < bound else { return nil }
            second = second * 60 + number
        }
        return .ofDay(parts.count == 2 ? second * 60 : second)
    }

    /// 90s, 10m, 1h30m.
    private static func span(_ words: some StringProtocol) -> Duration? {
        var units: [(Character, Int64)] = [("h", 3_600), ("m", 60), ("s", 1)]
        var seconds: Int64 = 0
        var digits = ""
        for character in words {
            if character.isASCII, character.isWholeNumber {
                digits.append(character)
                continue
            }
            guard let place = units.firstIndex(where: { $0.0 == character }), let number = number(digits) else {
                return nil
            }
            seconds += number * units[place].1
            units.removeFirst(place + 1)
            digits = ""
        }
        return digits.isEmpty && units.count < 3 ? .seconds(seconds) : nil
    }

    private static func number(_ digits: some StringProtocol) -> Int64? {
        guard (1...8).contains(digits.utf8.count), digits.allSatisfy({ $0.isASCII && $0.isWholeNumber }) else {
            return nil
        }
        return Int64(digits)
    }
}
