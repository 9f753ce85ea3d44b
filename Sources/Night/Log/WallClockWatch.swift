/// Notices when the wall clock is set: the record's times jump there, and nothing else does.
public struct WallClockWatch: Sendable {
    /// Slewing moves it by less between two stamps.
    private static let smallestStep: Int64 = 1_000

    private var offset: Int64

    public init(_ start: Stamp) {
        offset = Self.offset(start)
    }

    /// By how many milliseconds it was set since the stamp before, back if negative; nil: it was not.
    public mutating func step(at stamp: Stamp) -> Int64? {
        let now = Self.offset(stamp)
        let step = now &- offset
        offset = now
        return step.magnitude >= Self.smallestStep.magnitude ? step : nil
    }

    mutating func take(_ stamp: Stamp, log: inout NightLog) {
        guard let step = step(at: stamp) else { return }
        let direction = step > 0 ? "forward" : "back"
        log.addRepeatable(
            .warning, "clock", "the wall clock was set \(direction) by \(step.magnitude / 1_000) s", at: stamp)
    }

    private static func offset(_ stamp: Stamp) -> Int64 {
        stamp.wall.milliseconds &- stamp.moment.nanoseconds / 1_000_000
    }
}
