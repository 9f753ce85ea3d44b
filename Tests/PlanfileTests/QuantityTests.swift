import Night
import Planfile
import Testing

@Suite("Numbers with units")
struct QuantityTests {
    private func limit(_ written: String) -> Limit? {
        let plan = smallPlan.replacing("target: { ", with: "target: { prometheus: { url: http://p }, ")
        let line = "  queues: { metric: 'prometheus: up', cluster: target, limit: '\(written)' }\nwaves:"
        return load(plan.replacing("waves:", with: line)).plan?.budget.last?.limit
    }

    @Test(
        "are read in their dimension's base unit",
        arguments: [
            ("200", Limit(200, .count)), ("50 000", Limit(50_000, .count)), ("1_000_000", Limit(1_000_000, .count)),
            ("3 records", Limit(3, .count)), ("5/s", Limit(5, .perSecond)), ("0.5 /s", Limit(0.5, .perSecond)),
            ("50 000 records/s", Limit(50_000, .perSecond)), ("250ms", Limit(0.25, .time)), ("5s", Limit(5, .time)),
            ("1.5m", Limit(90, .time)), ("2h", Limit(7200, .time)), ("1d", Limit(86_400, .time)),
            ("70%", Limit(0.7, .share)), ("5 B", Limit(5, .bytes)), ("5 kB", Limit(5000, .bytes)),
            ("5 GiB", Limit(5_368_709_120, .bytes)), ("80 MB/s", Limit(80e6, .bytesPerSecond)),
            ("1 MiB/s", Limit(1_048_576, .bytesPerSecond)),
        ])
    func read(written: String, expected: Limit) {
        #expect(limit(written) == expected)
    }

    @Test(
        "are refused when they could be read in two ways, or in none",
        arguments: [
            "5 0", "1 00", "1,5s", "1 0000", ".5s", "5.s", "-5s", "+5", "5ss", "5 M", "1e9", "0x10", "٥s", "1m30s",
            "MB", "", " ", "9999999999999999", "5/m",
        ])
    func refused(written: String) {
        #expect(limit(written) == nil)
    }

    @Test(
        "that are times of the clock carry their zone",
        arguments: [
            ("2026-11-21T02:00:00Z", 1_795_226_400_000), ("2026-11-21T02:00Z", 1_795_226_400_000),
            ("2026-11-21T03:00:00+01:00", 1_795_226_400_000), ("2024-02-29T00:00:00Z", 1_709_164_800_000),
            ("1970-01-01T00:00:00Z", 0), ("2000-03-01T00:00:00Z", 951_868_800_000),
        ])
    func time(written: String, expected: Int64) {
        let group = "groups: [{ group: g, offsets: { reset: '\(written)' } }]"
        let plan = load(smallPlan.replacing("groups: [billing]", with: group)).plan
        #expect(plan?.waves[0].groups[0].offsets == .reset(.time(WallTime(milliseconds: expected))))
    }

    @Test(
        "that are no time of any clock are refused",
        arguments: [
            "2026-11-21T02:00:00", "2026-13-01T00:00Z", "2023-02-29T00:00Z", "2100-02-29T00:00Z", "2026-11-21",
            "2026-11-21T24:00Z", "2026-11-21T02:00:61Z", "2026-11-21T02:00+25:00", "yesterday", "2026-1x-21T02:00:00Z",
        ])
    func noTime(written: String) {
        let group = "groups: [{ group: g, offsets: { reset: '\(written)' } }]"
        #expect(load(smallPlan.replacing("groups: [billing]", with: group)).errors.count == 1)
    }

    @Test(
        "aside, the words of YAML 1.1 are bools only where a bool is meant",
        arguments: [("yes", true), ("No", false), ("on", true), ("OFF", false), ("true", true), ("n", false)])
    func bools(written: String, expected: Bool) {
        let text = smallPlan.replacing("a:9092 }", with: "a:9092, open-by-default: \(written) }")
            .replacing("owner: me", with: "owner: \(written)")
        let plan = load(text).plan
        #expect(plan?.source.openByDefault == expected)
        #expect(plan?.waves[0].owner == written)
    }
}
