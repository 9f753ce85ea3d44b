import Night

/// A time as it is typed.
enum TypedTime: Equatable {
    /// A time of day, in seconds since midnight.
    case ofDay(Int64)
    /// The same, of one day only, counted from 1970.
    case onDay(Int64, second: Int64)
    case sinceStart(Duration)
    case away(Duration)
    case start, end

    static let longest = 32
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
        if words.contains(":") {
            let parts = words.split(maxSplits: 1) { $0 == "t" || $0 == " " }
            guard parts.count == 2 else { return second(words[...]).map { .ofDay($0) } }
            guard let day = day(parts[0]), let second = second(parts[1]) else { return nil }
            return .onDay(day, second: second)
        }
        guard let sign = words.first, sign == "+" || sign == "-" else { return span(words).map { .sinceStart($0) } }
        return span(words.dropFirst()).map { .away(sign == "-" ? .zero - $0 : $0) }
    }

    /// 2026-11-22, as exports write it.
    private static func day(_ words: Substring) -> Int64? {
        let parts = words.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].utf8.count == 4, parts[1...].allSatisfy({ $0.utf8.count == 2 }),
            let year = number(parts[0]), let month = number(parts[1]), let day = number(parts[2]),
            (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        // Of years that begin in March, so that the day that is sometimes missing is their last.
        let marches = month > 2 ? year : year - 1
        let leaps = marches / 4 - marches / 100 + marches / 400
        return marches * 365 + leaps + ((month + 9) % 12 * 153 + 2) / 5 + day - 719_469
    }

    /// 2:14, 02:14, 02:14:07, with the Z that the screen writes, and with the milliseconds that exports write.
    private static func second(_ words: Substring) -> Int64? {
        let whole = words.last == "z" ? words.dropLast() : words
        let pieces = whole.split(separator: ".", omittingEmptySubsequences: false)
        guard pieces.count == 1 || pieces.count == 2 && number(pieces[1]) != nil else { return nil }
        let parts = pieces[0].split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3 || parts.count == 2 && pieces.count == 1 else { return nil }
        var second: Int64 = 0
        for (part, bound) in zip(parts, [24, 60, 60] as [Int64]) {
            guard part.utf8.count <= 2, let number = number(part), number < bound else { return nil }
            second = second * 60 + number
        }
        return parts.count == 2 ? second * 60 : second
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
