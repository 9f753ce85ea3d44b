/// Notices when the wall clock is set: the record's times jump there, and nothing else does.
struct WallClockWatch: Sendable {
    /// Slewing moves it by less between two stamps.
    private static let smallestStep: Int64 = 1_000

    private var offset: Int64

    init(_ start: Stamp) {
        offset = Self.offset(start)
    }

    mutating func take(_ stamp: Stamp, log: inout NightLog) {
        let now = Self.offset(stamp)
        let step = now &- offset
        offset = now
        guard step.magnitude >= Self.smallestStep.magnitude else { return }
        let direction = step > 0 ? "forward" : "back"
        log.addRepeatable(
            .warning, "clock", "the wall clock was set \(direction) by \(step.magnitude / 1_000) s", at: stamp)
    }

    private static func offset(_ stamp: Stamp) -> Int64 {
        stamp.wall.milliseconds &- stamp.moment.nanoseconds / 1_000_000
    }
}
