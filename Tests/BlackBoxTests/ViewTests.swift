import Night
import SampleNights
import TestSupport
import Testing

@testable import BlackBox

@Suite("A night file in any SQLite tool")
struct ViewTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    @Test(
        "each view has what was shown, by name",
        arguments: [
            "lag", "bridge_lag", "budget", "gates", "triggers", "price", "topics", "probes", "keys", "steps",
            "timeline", "gaps",
        ])
    func views(name: String) throws {
        try record(seconds: 1)
        let database = try trusting()
        #expect(try database.integer("SELECT count(*) FROM \(name)") > 0)
        #expect(try database.text("SELECT time FROM \(name)").hasSuffix("Z"))
        let published = try database.text("SELECT sql FROM sqlite_schema WHERE name = '\(name)'")
        #expect(published.contains("\n-- "))
        let night = try RecordedNight(path: scratch.night)
        let view = try #require(RecordedView(rawValue: name))
        var rows = 0
        try night.rows(of: view) { _ in
            rows += 1; return true
        }
        #expect(try Int64(rows) == database.integer("SELECT count(*) FROM \(name)"))
        #expect(try night.columns(of: view).contains("time"))
    }

    @Test("SELECT * FROM lag WHERE grp = … gives what a group's lag was, or why nobody knew")
    func lag() throws {
        try record(seconds: 31)
        let database = try scratch.database()
        let group = try #require(SampleNight.snapshot().groups.first { $0.source.lag.time.value != nil })
        let rows = "FROM lag WHERE grp = '\(group.name)' AND cluster = 'source'"
        #expect(try database.integer("SELECT count(*) \(rows)") == 4)
        let lag = group.source.lag
        #expect(try database.integer("SELECT records \(rows) LIMIT 1") == lag.records.value)
        let seconds = try database.text("SELECT printf('%.3f', seconds) \(rows) LIMIT 1")
        #expect(Double(seconds).map { abs($0 - (lag.time.value ?? -1)) < 0.001 } == true)
        #expect(try database.text("SELECT bound || ' ' || method \(rows) LIMIT 1").isEmpty == false)
        #expect(
            try database.integer(
                "SELECT count(*) FROM lag WHERE (records IS NULL OR seconds IS NULL) <> (why NOT NULL)")
                == 0)
        let points = try RecordedNight(path: scratch.night)
            .measures(of: .lagRecords(group: group.name, .source))
        #expect(points.count == 4 && points[0].value == lag.records.value.map(Double.init))
        #expect(points.map(\.at) == [0, 10, 20, 30].map { SampleNight.at($0) })
    }

    @Test("the words of steps, keys and gaps are where a person looks for them")
    func words() throws {
        try record(seconds: 1)
        let database = try trusting()
        #expect(
            try database.text("SELECT group_concat(pressed || coalesce(': ' || refused, ''), ', ') FROM keys")
                == "arm ledger, arm ledger: held")
        #expect(
            try database.text(
                "SELECT group_concat(phase || ' ' || step || ' ' || kind || ' ' || says, '; ') FROM steps")
                == "switched 2 step-intended {\"drain\":{\"lag\":0,\"stillFor\":[0,5000000000000000000]}}; "
                + "switched 2 said one of two; switched 2 step-ended exit 3; switched 2 stopped why; "
                + "switched 2 undo-seen there")
        #expect(try database.text("SELECT seconds || ' ' || kept || ' ' || why FROM gaps") == "60.0 nothing asleep")
        #expect(try database.integer("SELECT count(*) FROM timeline WHERE kind = 'kept'") == 0)
    }

    /// A hundred topics and ten groups for eight hours.
    @Test("the measures of a whole night take about ten megabytes")
    func size() throws {
        var snapshot = SampleNight.snapshot()
        let (topic, group) = (snapshot.topics[0], snapshot.groups[0])
        snapshot.topics = (0..<100).map {
            var topic = topic
            topic.name = "topic-\($0)"
            return topic
        }
        snapshot.groups = (0..<10).map {
            var group = group
            group.name = "group-\($0)"
            return group
        }
        try NightFile.take(scratch.night).close()
        let database = try scratch.database()
        let writer = try RecordedRowWriter(database, commander: 1)
        var sampler = Sampler()
        let before = try database.integer("PRAGMA page_count")
        let samples = 180
        try database.run("BEGIN")
        for number in 0..<samples {
            snapshot.at = SampleNight.at(Int64(number) * 10)
            for topic in snapshot.topics.indices {
                let number = Double(number * 1000 + topic)
                snapshot.topics[topic].sourceRate = .known(Reading(number, takenAt: snapshot.at.moment, origin: .both))
            }
            if let sample = sampler.sample(of: snapshot) { try writer.insert(sample) }
        }
        try database.run("COMMIT")
        let bytes = (try database.integer("PRAGMA page_count") - before) * 4096
        #expect(bytes * 2880 / Int64(samples) < 14_000_000)
    }

    /// As SQLite's own tool opens it: a file's views may use functions that read JSON.
    private func trusting() throws -> Database {
        let database = try scratch.database()
        try database.run("PRAGMA trusted_schema = ON")
        return database
    }

    private func record(seconds: Int64) throws {
        let file = try NightFile.take(scratch.night)
        for second in 0..<seconds {
            var snapshot = SampleNight.commanded()
            snapshot.at = SampleNight.at(second)
            file.show(snapshot)
        }
        let step = StepID(.switched, 2)
        let events: [NightEvent] = [
            .key("arm ledger"), .refused(key: "arm ledger", why: "held"),
            .wave(
                "ledger", .stepIntended(step, StepPlan(.drain(lag: 0, stillFor: .seconds(5))), found: .none)),
            .said(step: step, wave: "ledger", "one of two"), .wave("ledger", .stepEnded(step, .failed("exit 3"))),
            .wave("ledger", .stopped(at: step, why: "why")), .wave("ledger", .undoSeen(step, .seen("there"))),
            .gap(kept: .nothing, from: stamp(0), to: stamp(60), why: "asleep"),
        ]
        for event in events { file.append(event, at: stamp(1), receipt: nil) }
        file.close()
    }
}
