import Wire

/// How small numbers share a byte: as digits of one base. The largest digit says that the number is that or more, and
/// what is more is escaped.
enum Digits: UInt8 {
    /// Of numbers that are all 0 or 1, and so have no need to escape.
    case bits
    case five, four, three, two, one
    /// No digits: all of them are escaped, whole.
    case none

    static let mostPerByte = bits.perByte

    var perByte: Int {
        switch self {
        case .bits: 8
        case .five: 5
        case .four: 4
        case .three: 3
        case .two: 2
        case .one: 1
        case .none: 0
        }
    }

    private var base: UInt64 {
        switch self {
        case .bits: 2
        case .five: 3
        case .four: 4
        case .three: 6
        case .two: 16
        case .one: 256
        case .none: 1
        }
    }

    private var escape: UInt64 { self == .bits ? 2 : base - 1 }

    func length(of count: Int) -> Int { perByte == 0 ? 0 : count / perByte + (count % perByte == 0 ? 0 : 1) }

    /// As many a byte as few escape from: a compressor that spends at least a bit on a byte comes below a bit a number.
    static func fitting(_ values: [UInt64]) -> Digits {
        var seen = [Int](repeating: 0, count: 256)
        for value in values { seen[Int(min(value, 255))] += 1 }
        if seen[0] + seen[1] == values.count { return .bits }
        func escaping(_ digits: Digits) -> Int { seen[Int(digits.escape)...].reduce(0, +) }
        for digits in [five, four, three, two] where escaping(digits) * 256 <= values.count { return digits }
        return escaping(one) * 2 <= values.count ? one : none
    }

    func pack(_ values: [UInt64], escaped: inout WireWriter) -> [UInt8] {
        let (base, escape) = (base, escape)
        guard self != .none else {
            for value in values { escaped.unsigned(value) }
            return []
        }
        var packed = [UInt8](repeating: 0, count: length(of: values.count))
        var (place, weight, inByte) = (0, UInt64(1), 0)
        for value in values {
            let digit = min(value, escape)
            if digit == escape { escaped.unsigned(value - escape) }
            // At most base to the power of `perByte`, less one: that is at most 255.
            packed[place] += UInt8(truncatingIfNeeded: digit * weight)
            weight *= base
            inByte += 1
            if inByte == perByte { (place, weight, inByte) = (place + 1, 1, 0) }
        }
        return packed
    }

    /// `packed` is as long as `length(of: count)` says.
    func unpack(
        _ packed: ArraySlice<UInt8>, count: Int, isSigned: Bool, escaped: inout WireReader, to values: inout [Int64]
    ) throws(WireError) {
        let end = values.count + count
        let escape = UInt8(truncatingIfNeeded: escape)
        guard self != .none else {
            while values.count < end { values.append(Int64(try escaped.unsigned(), isSigned)) }
            return
        }
        let (digits, perByte) = (Self.digits[Int(rawValue)], perByte)
        for byte in packed {
            let first = Int(byte) * perByte
            for digit in digits[first..<first + min(perByte, end - values.count)] {
                var value = UInt64(digit)
                if digit == escape { value &+= try escaped.unsigned() }
                values.append(Int64(value, isSigned))
            }
        }
    }

    /// Of each form, what the bytes hold, one after the other.
    private static let digits: [[UInt8]] = (bits.rawValue...one.rawValue).compactMap(Digits.init).map { digits in
        (0...255).flatMap { (byte: UInt64) in
            var rest = byte
            return (0..<digits.perByte).map { _ in
                defer { rest /= digits.base }
                return UInt8(truncatingIfNeeded: rest % digits.base)
            }
        }
    }
}

extension Int64 {
    /// Small numbers of either sign become small ones.
    var zigzag: UInt64 { UInt64(bitPattern: (self << 1) ^ (self >> 63)) }

    fileprivate init(_ coded: UInt64, _ isSigned: Bool) {
        self = isSigned ? coded.unzigzag : Int64(bitPattern: coded)
    }
}

extension UInt64 {
    var unzigzag: Int64 { Int64(bitPattern: self >> 1) ^ -Int64(bitPattern: self & 1) }
}
