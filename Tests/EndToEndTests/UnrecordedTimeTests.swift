import BlackBox
import Night
import Processes
import SampleNights
import TestSupport
import Testing

/// A night of which only what was shown is on record, for a part of it or all of it.
@Suite("time of which no readings were kept", .seated) struct UnrecordedTimeTests {
    private let scratch: Scratch
    private let night: NightFile
    private var file: String { "\(scratch.path)/x.night" }

    init() throws {
        scratch = try Scratch()
        night = try NightFile.open(
            path: "\(scratch.path)/x.night", night: "thin", planDigest: "plan",
            holder: Holder(user: "ana", host: "bastion", process: 1), at: SampleNight.start)
        for tick in 0...20 { night.recorder.take(shown: SampleNight.snapshot(ticks: Int64(tick))) }
        night.append(.thinned(to: .pictures, why: "disk slow"), at: SampleNight.at(10), receipt: nil)
    }

    private func judged() async throws -> Program.Result {
        let plan = try scratch.write(try await Program.run("demo", "--print-plan").output, to: "plan.yaml")
        return try await Program.run("replay", file, "--plan", plan)
    }

    @Test("is unknown to another plan, which says why; where there are none at all nothing is judged")
    func otherPlan() async throws {
        night.close()
        let nothing = try await judged()
        #expect(nothing.exit == .code(3), "\(nothing.errors)")
        #expect(nothing.output.contains("nothing can be judged"))
        #expect(!nothing.output.contains("nothing would have turned red"))
        let again = try NightFile.open(
            path: file, night: "thin", planDigest: "plan", holder: Holder(user: "ana", host: "bastion", process: 2),
            at: SampleNight.at(60))
        again.recorder.take(Observed(by: .bridge, at: SampleNight.at(61), what: .roundTrip(took: .seconds(1))))
        again.append(
            .gap(kept: .nothing, from: SampleNight.at(21), to: SampleNight.at(60), why: "nobody held the keys"),
            at: SampleNight.at(60), receipt: nil)
        again.close()
        let some = try await judged()
        #expect(some.exit == .code(0), "\(some.errors)")
        let gaps = some.output.split(separator: "\n").filter { $0.hasPrefix("unknown from ") }
        #expect(gaps.count == 2 && gaps[0].hasSuffix("Z: readings were not recorded (disk slow)"))
        #expect(gaps.last?.hasSuffix("(nobody held the keys)") == true)
        #expect(some.output.contains("nothing would have turned red, as far as it is known"))
    }

    @Test("is still marked as such where it has grown since the replay began")
    func grows() async throws {
        let seat = try await Seat(120, 36)
        try await until("the first pictures are on record") {
            try RecordedNight(path: file).span?.last == SampleNight.at(20)
        }
        try await seat.start("replay \(file)")
        try await seat.wait(for: "THE PAST", "replay")
        var last = SampleNight.snapshot(ticks: 60)
        last.night = "grown"
        night.append(.key("z"), at: SampleNight.at(59), receipt: nil)
        night.recorder.take(shown: last)
        for _ in 0..<200 where try await !seat.screen().shows("NIGHT grown") {
            try await seat.press(":", "e", "n", "d", "Enter")
        }
        try await seat.press("[")
        try await seat.wait(for: "gap", "disk slow")
        try await seat.press("q")
        #expect(try await seat.waitForEnd() == 0)
        night.close()
    }
}
