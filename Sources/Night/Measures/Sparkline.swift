/// The last values of something, one a beat of the night, for a sparkline.
struct Sparkline: Sendable {
    static let longest = 120

    private(set) var values: Snapshot.History = []

    mutating func push(_ value: Double?) {
        if values.count >= Self.longest { values.removeFirst(values.count - Self.longest + 1) }
        values.append(value)
    }

    /// Leaves a hole for beats nobody measured.
    mutating func skip(_ beats: Int) {
        for _ in 0..<min(beats, Self.longest) { push(nil) }
    }
}
