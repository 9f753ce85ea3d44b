/// Numbers for errands and receipts. Every holder of a night counts from a million of its own, and every wave in steps
/// of the number of waves, so that no two errands of a night share a number and a number tells its wave.
struct ErrandNumbers: Sendable {
    private static let perHolder = 1_000_000

    private let first: Int
    private let stride: Int
    private var next: Int

    init(wave: Int = 0, of waves: Int = 1, holdersBefore: Int = 0) {
        first = holdersBefore * Self.perHolder
        stride = max(1, waves)
        next = first + stride + wave
    }

    mutating func take() -> Int {
        defer { next += stride }
        return next
    }

    /// The wave an answer belongs to; nil: no errand of this holder has that number.
    func wave(of number: Int) -> Int? {
        number >= first + stride ? (number - first) % stride : nil
    }
}
