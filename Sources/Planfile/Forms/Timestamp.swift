import Night

/// `2026-11-21T02:00:00Z`, seconds optional, or with an offset such as `+01:00` in place of the Z.
enum Timestamp {
    static func parse(_ text: String) -> WallTime? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 17, bytes.count <= 25, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: " "), bytes[13] == UInt8(ascii: ":"),
            let year = number(bytes[0..<4]), let month = number(bytes[5..<7]), let day = number(bytes[8..<10]),
            let hour = number(bytes[11..<13]), let minute = number(bytes[14..<16]),
            (1970...9999).contains(year), (1...12).contains(month), (1...days(in: month, of: year)).contains(day),
            hour < 24, minute < 60
        else { return nil }

        var rest = bytes[16...]
        var second = 0
        if rest.first == UInt8(ascii: ":") {
            guard rest.count >= 3, let value = number(rest.dropFirst().prefix(2)), value < 60 else { return nil }
            second = value
            rest = rest.dropFirst(3)
        }
        guard let east = secondsEast(Array(rest)) else { return nil }
        let dayNumber = daysSince1970(year, month, day)
        let seconds = ((dayNumber * 24 + hour) * 60 + minute) * 60 + second - east
        return WallTime(milliseconds: Int64(seconds) * 1000)
    }

    private static func secondsEast(_ zone: [UInt8]) -> Int? {
        if zone == [UInt8(ascii: "Z")] { return 0 }
        guard zone.count == 6, zone[3] == UInt8(ascii: ":"), let hours = number(zone[1..<3]),
            let minutes = number(zone[4..<6]), hours < 24, minutes < 60
        else { return nil }
        let seconds = (hours * 60 + minutes) * 60
        switch zone[0] {
        case UInt8(ascii: "+"): return seconds
        case UInt8(ascii: "-"): return -seconds
        default: return nil
        }
    }

    private static func number(_ digits: some Sequence<UInt8>) -> Int? {
        var value = 0
        for digit in digits {
            guard (0x30...0x39).contains(digit) else { return nil }
            value = value * 10 + Int(digit - 0x30)
        }
        return value
    }

    private static func isLeap(_ year: Int) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func daysSince1970(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let leapDays = { (year: Int) in year / 4 - year / 100 + year / 400 }
        let yearsBefore = (year - 1970) * 365 + leapDays(year - 1) - leapDays(1969)
        let monthsBefore = (1..<month).reduce(0) { $0 + days(in: $1, of: year) }
        return yearsBefore + monthsBefore + day - 1
    }
}
