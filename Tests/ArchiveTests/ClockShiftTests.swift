import Cockpit
import Night
import SampleNights
import TestSupport
import Testing
import Wire

@testable import Archive

@Suite("what was recorded in another boot")
struct ClockShiftTests {
    private static let apart = Duration.seconds(864_000)

    @Test(
        "a picture goes to the other clock with every moment in it, and draws the same frame",
        arguments: PictureTests.nights.indices)
    func pictures(number: Int) {
        let shown = PictureTests.nights[number].1.withoutPartitions
        let shifted = shown.shifted(by: Self.apart)
        let moments = Self.moments(in: shown)
        #expect(moments.count > 0)
        #expect(Self.moments(in: shifted) == moments.map { $0 + Self.apart.nanoseconds })
        for screen in Screen.allCases {
            let size = Size(columns: 120, rows: 36)
            #expect(
                frame(of: shifted, view: CockpitView(screen: screen), size: size, glyphs: .unicode)
                    == frame(of: shown, view: CockpitView(screen: screen), size: size, glyphs: .unicode))
        }
    }

    @Test("so does a reading")
    func readings() {
        var random = SeededGenerator(seed: 5)
        for kind in Observation.kinds {
            let observed = Observed(by: .bridge, at: SampleNight.at(7), what: random.observation(kind: kind))
            guard Self.moments(in: observed).allSatisfy({ $0.magnitude < 1 << 60 }) else { continue }
            let shifted = observed.shifted(by: Self.apart)
            #expect(Self.moments(in: shifted) == Self.moments(in: observed).map { $0 + Self.apart.nanoseconds })
        }
    }

    /// All there are, in whatever they lie.
    private static func moments(in value: Any) -> [Int64] {
        if let moment = value as? Moment { return [moment.nanoseconds] }
        return Mirror(reflecting: value).children.flatMap { moments(in: $0.value) }
    }
}

extension Duration {
    fileprivate var nanoseconds: Int64 { components.seconds * 1_000_000_000 }
}
