import Glibc
import TestSupport
import Testing

@testable import BlackBox
@testable import Night

@Suite("The night file")
struct NightFileTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    @Test("whoever comes next finds every event in order, with its time, and the plan that was in force")
    func history() throws {
        let step = StepID(.switched, 2)
        let events: [NightEvent] = [
            .opened(by: ana, plan: "payments.yaml", executes: true), .key("a"),
            .wave(
                "ledger",
                .stepIntended(
                    step, StepPlan(.drain(lag: 0, stillFor: .seconds(5))),
                    found: StepFound(text: "{\"acl\": \"é\u{1b}[2J\u{0}\"}"))),
            .wave("ledger", .stepEnded(step, .failed("exit 3"))), .wave("ledger", .turnedBack(why: .key(trigger: "x"))),
            .gate(wave: "ledger", gate: "offsets", .unknown("no reading")),
            .trigger(wave: "ledger", trigger: "lag", .secondLook, why: "18 s"), .said(step: step, wave: "", "done"),
            .left(why: ""),
        ]
        let file = try NightFile.take(scratch.night, plan: "first")
        #expect(file.history.isEmpty && file.previousPlan == nil)
        for (index, event) in events.enumerated() {
            file.append(event, at: stamp(Int64(index)), receipt: index)
        }
        #expect(try file.receipts(events.count) == events.indices.map { Receipt(number: $0, failure: nil) })
        file.close()

        let next = try NightFile.take(scratch.night, plan: "second")
        #expect(next.previousPlan == TakenPlan(digest: "first", since: stamp(0).wall))
        #expect(next.history.map(\.event) == events)
        #expect(next.history.map(\.at) == events.indices.map { stamp(Int64($0)) })
        #expect(next.history.map(\.sequence) == Array(1...events.count))
    }

    @Test("a step's secrets are not in it, and come back as secrets of nobody's")
    func secrets() throws {
        func event(_ password: String) -> NightEvent {
            let endpoint = EndpointPlan(url: .plain("http://a"), user: .plain("u"), password: .secret(password))
            let call = HTTPCall(method: "PUT", endpoint: endpoint)
            let step = StepPlan(.http(call), undo: .http(call))
            return .wave("ledger", .stepIntended(StepID(.switched, 1), step, found: .none))
        }
        let file = try NightFile.take(scratch.night)
        #expect(try file.record(event("hunter2")) == nil)
        file.close()
        #expect(try NightFile.take(scratch.night).history.map(\.event) == [event("")])
        #expect(!scratch.bytes.contains(Array("hunter2".utf8)))
    }

    @Test("where a wave stands comes back whole")
    func standing() throws {
        let step = StepID(.switched, 1)
        let plan = StepPlan(.fence(.source), undo: .unfence(.source), deadline: .seconds(9), fences: .source)
        var sum = WaveSum(at: stamp(0))
        for event: WaveEvent in [
            .stepIntended(step, plan, found: StepFound(text: "acl")), .stepSeen(step, .seen("there")),
            .turnedBack(why: .maxFreeze), .undoEnded(step, .failed("exit 1")), .stuck(at: step, why: "exit 1"),
        ] { sum.take(event, at: stamp(7)) }
        let fates = [StepFate(step: step, fate: .undoFailed("exit 1"))]
        let event = NightEvent.wave("ledger", .stands(sum, steps: fates, at: stamp(9)))
        let file = try NightFile.take(scratch.night)
        #expect(try file.record(event) == nil)
        file.close()
        #expect(try NightFile.take(scratch.night).history.map(\.event) == [event])
    }

    @Test("what is queued when it is closed is still written; what comes after is refused")
    func closing() throws {
        let file = try NightFile.take(scratch.night)
        for number in 1...500 { file.append(.key("\(number)"), at: stamp(1), receipt: number) }
        file.close()
        file.append(.key("late"), at: stamp(2), receipt: 501)
        let receipts = try file.receipts(501)
        #expect(receipts.prefix(500).allSatisfy { $0.failure == nil })
        #expect(receipts.last?.failure == "the night file is closed")
        #expect(try NightFile.take(scratch.night).history.count == 500)
    }

    @Test("events without a number share one receipt")
    func unnumbered() throws {
        let file = try NightFile.take(scratch.night)
        file.append(.key("a"), at: stamp(1), receipt: nil)
        #expect(try file.receipts(1) == [Receipt(number: nil, failure: nil)])
    }

    @Test("it is for its user's eyes alone, whatever the umask", arguments: ["000", "777"])
    func modes(umask: String) throws {
        let scribe = try Scribe(scratch.night, umask: umask)
        _ = try scribe.lines(until: "1")
        for suffix in ["", "-wal", "-shm", ".lock"] {
            #expect(scratch.mode(scratch.night + suffix) == 0o600, "\(suffix)")
        }
    }

    @Test("events of an earlier boot are put on this boot's clock, by the wall clock")
    func boots() throws {
        var clocks = BootClocks()
        let early = CommanderRow(
            number: 1, after: 0, planDigest: "", holder: ana, boot: "one",
            opened: Stamp(moment: Moment(nanoseconds: 900_000_000_000), wall: stamp(0).wall))
        let late = CommanderRow(
            number: 2, after: 1, planDigest: "", holder: ana, boot: "two",
            opened: Stamp(moment: Moment(nanoseconds: 5_000_000_000), wall: stamp(60).wall))
        clocks.take(early)
        clocks.take(late)
        let event = EventRow(
            sequence: 1, commander: 1, at: Stamp(moment: Moment(nanoseconds: 910_000_000_000), wall: stamp(10).wall),
            missing: 0, kind: "key", body: "")
        #expect(clocks.stamp(of: event) == Stamp(moment: Moment(nanoseconds: -45_000_000_000), wall: stamp(10).wall))
    }

    @Test("a plan's digest is the one any other tool computes")
    func digest() throws {
        let known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        #expect(try PlanDigest.of(Array("abc".utf8)) == known)
    }

    @Test("a post-mortem reads it with any SQLite tool")
    func timeline() throws {
        let file = try NightFile.take(scratch.night)
        #expect(try file.record(.wave("ledger", .armed(to: .switched)), at: 7) == nil)
        let database = try scratch.database()
        let line = try database.text("SELECT time || ' ' || commander || ' ' || wave || ' ' || kind FROM timeline")
        #expect(line == "2026-11-18T11:06:47.000Z ana@bastion ledger armed")
    }
}
