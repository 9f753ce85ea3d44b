import Testing

@testable import Night

@Suite("Another plan's reds beside a night's")
struct OverlayComparisonTests {
    private static func firing(_ wave: String, _ name: String, _ second: Double) -> PlanOverlay.Firing {
        PlanOverlay.Firing(what: .trigger(wave: wave, name: name), at: Rig.stamp(second), says: "")
    }

    private static func red(
        _ wave: String, _ name: String, _ second: Double, _ kind: TriggerState.Kind = .red
    ) -> (at: Stamp, event: NightEvent) {
        (Rig.stamp(second), .trigger(wave: wave, trigger: name, kind, why: ""))
    }

    private static func wave(_ name: String, _ second: Double, _ event: WaveEvent) -> (at: Stamp, event: NightEvent) {
        (Rig.stamp(second), .wave(name, event))
    }

    private static let line = PlanOverlay.Firing(what: .line("lag"), at: Rig.stamp(1), says: "")

    @Test("a way back could have begun at the first of its own wave's since that set out, and at no other's")
    func waysBack() {
        let events = [
            Self.wave("a", 10, .confirmed(to: .replicating)), Self.wave("a", 12, .settled(.replicating)),
            Self.wave("a", 20, .confirmed(to: .proven)), Self.wave("b", 30, .confirmed(to: .replicating)),
            Self.wave("b", 50, .turnedBack(why: .word)), Self.wave("b", 55, .rolledBack),
            Self.wave("a", 60, .turnedBack(why: .key(trigger: "t"))), Self.wave("a", 65, .rolledBack),
            Self.wave("a", 70, .confirmed(to: .replicating)), Self.wave("a", 80, .turnedBack(why: .word)),
        ]
        let firings = [
            Self.line, Self.firing("a", "early", 5), Self.firing("a", "first", 15), Self.firing("a", "second", 40),
            Self.firing("b", "late", 50), Self.firing("a", "between", 66),
        ]
        let ways = OverlayComparison(firings, over: events).waysBack
        #expect(ways.map(\.wave) == ["b", "a", "a"])
        #expect(ways.map(\.firing?.at) == [nil, Rig.stamp(15), nil])
        #expect(ways.map(\.since) == [Rig.stamp(30), Rig.stamp(10), Rig.stamp(70)])
        #expect(ways.map(\.began) == [Rig.stamp(50), Rig.stamp(60), Rig.stamp(80)])
    }

    @Test("each time a trigger fires is held against as many times that it was red, and reds that are left are told")
    func times() {
        let events = [
            Self.red("a", "t", 10), Self.red("a", "t", 11), (Rig.stamp(12), .acknowledged(wave: "a", trigger: "t")),
            Self.red("a", "t", 20), Self.red("a", "t", 25, .calm), Self.red("b", "t", 26), Self.red("a", "t", 30),
        ]
        let firings = [
            Self.firing("a", "t", 8), Self.line, Self.firing("a", "other", 9), Self.firing("a", "t", 21),
        ]
        let compared = OverlayComparison(firings, over: events)
        #expect(compared.fired.map(\.firing) == firings)
        #expect(compared.fired.map(\.recordedAt) == [Rig.stamp(10), nil, nil, Rig.stamp(20)])
        #expect(compared.missed.map(\.at) == [Rig.stamp(26), Rig.stamp(30)])
        #expect(compared.missed.map(\.wave) == ["b", "a"])
    }
}
