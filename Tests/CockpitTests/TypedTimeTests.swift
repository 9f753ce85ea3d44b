import Night
import SampleNights
import Testing

@testable import Cockpit

private let hour: Int64 = 3_600_000

/// A stamp of a night whose monotonic clock began at 5 000 s: so many seconds later, with the wall clock at a time of day
/// (of the day so many after the first).
private func stamp(_ seconds: Int64, _ clock: String, day: Int64 = 0) -> Stamp {
    let parts = clock.split(separator: ":").compactMap { Int64($0) }
    let wall = parts.reduce(0) { $0 * 60 + $1 } * 1_000
    return Stamp(
        moment: Moment(nanoseconds: (5_000 + seconds) * 1_000_000_000),
        wall: WallTime(milliseconds: 20_700 * 24 * hour + day * 24 * hour + wall))
}

/// Seconds since the start of the timeline, or the words of the refusal.
private func place(_ words: String, in timeline: Timeline, from here: Int64 = 0) -> String {
    do throws(UnclearTime) {
        let moment = try timeline.moment(words, from: timeline.first.moment + .seconds(here))
        let milliseconds = (moment - timeline.first.moment).inNanoseconds / 1_000_000
        return "\(Double(milliseconds) / 1_000)"
    } catch {
        return error.why
    }
}

@Test("a time is typed as the screen writes it, from here, or from the start")
func understood() throws {
    let table: [(String, TypedTime)] = [
        ("02:14", .ofDay(8_040)), ("2:14", .ofDay(8_040)), ("02:14:07", .ofDay(8_047)), ("02:14:07Z", .ofDay(8_047)),
        (" 23:59:59 ", .ofDay(86_399)), ("0:00", .ofDay(0)), ("+10m", .away(.seconds(600))),
        ("-30s", .away(.seconds(-30))), ("+1h30m", .away(.seconds(5_400))), ("-1h2m3s", .away(.seconds(-3_723))),
        ("2026-09-04 02:14", .onDay(20_700, second: 8_040)),
        ("2026-09-04T02:14:07.123Z", .onDay(20_700, second: 8_047)),
        ("2024-02-29t00:00:00z", .onDay(19_782, second: 0)), ("2024-03-01 00:00", .onDay(19_783, second: 0)),
        ("90s", .sinceStart(.seconds(90))), ("2h", .sinceStart(.seconds(7_200))), ("START", .start), ("end", .end),
    ]
    for (words, time) in table { #expect(try TypedTime(words) == time, "\(words)") }
}

@Test(
    "what is no time is refused with what is understood",
    arguments: [
        "", " ", "24:00", "02:60", "02:14:60", "2", "10", "+", "-", "+10", "m", "10x", "1m1h", "1s1s", "+-1s", "--1s",
        "2:14:07:1", ":14", "02:", "002:14", "+02:14", "1.5s", "٣s", "99999999999999999999s", "999999999h",
        "end of the world", "2026-13-04 02:14", "26-09-04 02:14", "2026-09-04T", "2026-09-04 02:14.5", "02:14:07.",
        "T02:14",
        "2026-09-04 02:14 02:14", "02:14:07ZZ", "\u{1b}[2J",
    ])
func refused(words: String) throws {
    let error = #expect(throws: UnclearTime.self) { try TypedTime(words) }
    let why = try #require(error).why
    #expect(why.contains("02:14, 02:14:07, +10m"))
    #expect(!why.unicodeScalars.contains { $0.value < 0x20 })
}

@Test("in a night over midnight a time of day is that of the right day, and one the night has not is refused")
func overMidnight() {
    let night = Timeline(first: stamp(0, "22:00:00"), last: stamp(7 * 3_600, "05:00:00", day: 1))
    #expect(place("22:30", in: night) == "1800.999")
    #expect(place("02:14", in: night) == "15240.999")
    #expect(place("02:14", in: night, from: 20_000) == "15240.999")
    #expect(place("00:00", in: night) == "7200.999")
    // The ends are in it to the second that the screen shows.
    #expect(place("22:00", in: night) == "0.999")
    #expect(place("05:00", in: night) == "25200.0")
    #expect(place("12:00", in: night) == "12:00 is not in the record: it goes from 22:00:00Z to 05:00:00Z")
}

@Test("a time that comes more than once is the next one, and after the last the first again")
func manyDays() {
    let long = Timeline(first: stamp(0, "22:00:00"), last: stamp(50 * 3_600, "00:00:00", day: 3))
    let (first, second) = (Int64(15_241), Int64(15_241 + 86_400))
    #expect(place("02:14", in: long, from: 0) == "15240.999")
    #expect(place("02:14", in: long, from: first) == "101640.999")
    #expect(place("02:14", in: long, from: second) == "15240.999")
    // Said with its day, it comes once.
    for here in [0, first, second] {
        #expect(place("2026-09-06T02:14:00.500Z", in: long, from: here) == "101640.999")
    }
    #expect(place("2026-09-09 02:14", in: long).hasPrefix("2026-09-09 02:14 is not in the record"))
}

@Test("a wall clock that is set shows times twice or not at all, and each is found where the screen showed it")
func steppedClock() {
    // After an hour it is set back by half an hour, and after two more set forward by an hour.
    let marks = [stamp(3_600, "00:30:00", day: 1), stamp(10_800, "03:30:00", day: 1)].map {
        Timeline.Mark(.event, at: $0, "the wall clock was set")
    }
    let night = Timeline(first: stamp(0, "23:59:59"), last: stamp(14_400, "04:30:00", day: 1), marks: marks)
    #expect(place("00:45", in: night) == "2701.999")
    #expect(place("00:45", in: night, from: 2_702) == "4500.999")
    #expect(place("00:45", in: night, from: 4_501) == "2701.999")
    // It went from 02:30 to 03:30 at once.
    #expect(place("03:00", in: night) == "10800.0")
    #expect(place("04:00", in: night) == "12600.999")
    // What is counted knows nothing of it.
    #expect(place("+2h", in: night, from: 60) == "7260.0")
    #expect(night.clock.wall(at: night.first.moment + .seconds(4_500)) == stamp(0, "00:45:00", day: 1).wall)
}

@Test("a wall clock that is slewed shows each second once")
func slewedClock() {
    let slewed = (1...60).map { minute in
        let at = stamp(Int64(minute) * 60, "02:00:00")
        let wall = WallTime(milliseconds: at.wall.milliseconds + Int64(minute) * 60_000 - Int64(minute) * 30)
        return Timeline.Mark(.event, at: Stamp(moment: at.moment, wall: wall), "")
    }
    let night = Timeline(first: stamp(0, "02:00:00"), last: stamp(3_700, "03:01:38"), marks: slewed)
    for minute in 1..<60 {
        let words = minute < 10 ? "02:0\(minute)" : "02:\(minute)"
        #expect(place(words, in: night) == place(words, in: night, from: Int64(minute) * 60 + 5), "\(words)")
    }
}
