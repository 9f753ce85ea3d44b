/// The characters one place of an expression takes: a bit for each of ASCII, ranges for the rest.
struct ScalarSet: Sendable, Equatable {
    typealias Scalars = ClosedRange<Unicode.Scalar>

    private var low: UInt64 = 0
    private var high: UInt64 = 0
    private let ranges: [Scalars]
    private let isNegated: Bool

    init(_ ranges: [Scalars], isNegated: Bool = false) {
        self.ranges = ranges
        self.isNegated = isNegated
        for value in 0..<128 as Range<UInt8> {
            guard ranges.contains(where: { $0.contains(Unicode.Scalar(value)) }) != isNegated else { continue }
            if value < 64 { low |= 1 << UInt64(value) } else { high |= 1 << UInt64(value - 64) }
        }
    }

    func contains(_ scalar: Unicode.Scalar) -> Bool {
        let value = UInt64(scalar.value)
        if value < 64 { return low >> value & 1 == 1 }
        if value < 128 { return high >> (value - 64) & 1 == 1 }
        return ranges.contains { $0.contains(scalar) } != isNegated
    }
}
