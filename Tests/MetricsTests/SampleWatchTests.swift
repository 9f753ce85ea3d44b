import Night
import Testing

@testable import Metrics

/// One endpoint over time: what is served at a second of the night, and what is made of it.
private struct Served {
    private let selector: SampleSelector
    private var watch: SampleWatch

    init(_ selector: String, asksForPace: Bool = false) throws {
        self.selector = try SampleSelector(selector)
        watch = SampleWatch(window: .seconds(15), asksForPace: asksForPace)
    }

    mutating func take(_ text: String, at seconds: Int64) throws -> SampleVerdict {
        let exposition = try Exposition(Array(text.utf8), wanting: [selector])
        return watch.take(exposition.samples[0], at: Self.stamp(seconds))
    }

    static func stamp(_ seconds: Int64) -> Stamp {
        Stamp(
            moment: Moment(nanoseconds: seconds * 1_000_000_000),
            wall: WallTime(milliseconds: 1_790_000_000_000 + seconds * 1_000))
    }
}

extension SampleVerdict {
    fileprivate var finding: SampleFinding? { if case .known(let finding) = self { finding } else { nil } }
    fileprivate var why: String? { if case .unknown(let why) = self { why } else { nil } }
}

@Suite("a sample of an endpoint over time") struct SampleWatchTests {
    @Test("of several gauges the largest counts, and how many there were is known")
    func gauges() throws {
        var served = try Served("queue")
        let finding = try served.take("queue{b=\"1\"} 3\nqueue{b=\"2\"} 9\n", at: 1).finding
        #expect(finding?.value == 9 && finding?.series == 2 && finding?.leavesOut == nil)
    }

    @Test("counters become a pace, series by series, and are summed")
    func counters() throws {
        var served = try Served("bytes_total")
        let first = try served.take("bytes_total{b=\"1\"} 5e9\nbytes_total{b=\"2\"} 0\n", at: 0)
        #expect(first.why == "one reading so far")
        let finding = try served.take("bytes_total{b=\"1\"} 5.00002e9\nbytes_total{b=\"2\"} 100\n", at: 10).finding
        #expect(finding?.value == 2_010)
        #expect(finding?.series == 2)
    }

    @Test("a name that ends in _count and declares nothing is a counter where a pace is asked for")
    func undeclaredCounts() throws {
        var gauge = try Served("connectors_count")
        #expect(try gauge.take("connectors_count 3\n", at: 0).finding?.value == 3)
        var counter = try Served("requests_count", asksForPace: true)
        _ = try counter.take("requests_count 30\n", at: 0)
        #expect(try counter.take("requests_count 50\n", at: 2).finding?.value == 10)
    }

    @Test("a counter that began anew gives a lower bound that says so, until its fall is out of the window")
    func reset() throws {
        var served = try Served("bytes_total")
        _ = try served.take("bytes_total 1000\n", at: 0)
        _ = try served.take("bytes_total 1100\n", at: 1)
        let after = try served.take("bytes_total 50\n", at: 2).finding
        #expect(after?.value == 75, "what came after the fall is counted from zero")
        #expect(after?.leavesOut == "its counter began anew")
        for second in Int64(3)...16 { _ = try served.take("bytes_total \(50 + second)\n", at: second) }
        #expect(try served.take("bytes_total 70\n", at: 18).finding?.leavesOut == nil)
    }

    @Test("no pace is taken across a time nobody looked")
    func gap() throws {
        var served = try Served("bytes_total")
        _ = try served.take("bytes_total 0\n", at: 0)
        _ = try served.take("bytes_total 10\n", at: 1)
        #expect(try served.take("bytes_total 1000000\n", at: 60).why == "one reading so far")
    }

    @Test("a sample that is not served is told from one that is served no more; neither is zero or the old number")
    func disappeared() throws {
        var served = try Served("queue")
        #expect(try served.take("other 1\n", at: 0) == .notServed)
        _ = try served.take("queue 4\n", at: 1)
        #expect(try served.take("other 1\n", at: 2).why == "served no more")
        #expect(try served.take("", at: 3).why == "served no more")
    }

    @Test("one of several series that goes away leaves a lower bound for a while")
    func oneDisappeared() throws {
        var served = try Served("queue")
        _ = try served.take("queue{b=\"1\"} 900\nqueue{b=\"2\"} 3\n", at: 0)
        let finding = try served.take("queue{b=\"2\"} 3\n", at: 1).finding
        #expect(finding?.value == 3 && finding?.leavesOut == "1 of 2 series went away")
        for second in Int64(2)...15 { _ = try served.take("queue{b=\"2\"} 3\n", at: second) }
        #expect(try served.take("queue{b=\"2\"} 3\n", at: 16).finding?.leavesOut == nil)
    }

    @Test("what is not a number counts for nothing and is said")
    func notANumber() throws {
        var served = try Served("queue")
        #expect(try served.take("queue NaN\n", at: 0).why == "the sample is nan")
        #expect(try served.take("queue +Inf\n", at: 0).why == "the sample is inf")
        #expect(try served.take("queue{b=\"1\"} NaN\nqueue{b=\"2\"} -Inf\n", at: 0).why?.contains("none of 2") == true)
        let finding = try served.take("queue{b=\"1\"} NaN\nqueue{b=\"2\"} 2\n", at: 1).finding
        #expect(finding?.value == 2 && finding?.leavesOut == "1 of 2 series is no number")
        var counter = try Served("bytes_total")
        _ = try counter.take("bytes_total 5\n", at: 0)
        #expect(try counter.take("bytes_total NaN\n", at: 1).finding == nil)
    }

    @Test("a malformed line of the sample leaves no value, even where others could be read")
    func malformed() throws {
        var served = try Served("queue")
        #expect(try served.take("queue{b=\"1\"} 1\nqueue{b=\"2\" 9\n", at: 0).why == "line 2: its labels do not end")
    }

    @Test("a value that is dated is as old as its date")
    func dated() throws {
        var served = try Served("queue")
        let old = try served.take("queue{b=\"1\"} 1 1790000010000\nqueue{b=\"2\"} 9\n", at: 40).finding
        #expect(old?.takenAt == Served.stamp(10).moment)
        let ahead = try served.take("queue 1 1790000099000\n", at: 40).finding
        #expect(ahead?.takenAt == Served.stamp(40).moment, "nothing was seen in the future")
    }

    @Test("the same dated number read again is no standstill")
    func sameDate() throws {
        var served = try Served("bytes_total")
        _ = try served.take("bytes_total 100 1790000000000\n", at: 1)
        _ = try served.take("bytes_total 200 1790000010000\n", at: 11)
        #expect(try served.take("bytes_total 200 1790000010000\n", at: 13).finding?.value == 10)
    }

    @Test("of names that mean the same the first that is served counts")
    func synonyms() throws {
        var watch = SampleWatch(window: .seconds(15), asksForPace: true)
        let names = BytesOut.selectors
        func verdict(_ text: String, at seconds: Int64) throws -> SampleVerdict {
            let served = try Exposition(Array(text.utf8), wanting: names)
            return watch.take(firstOf: served.samples, at: Served.stamp(seconds))
        }
        let name = "kafka_server_BrokerTopicMetrics_Count"
        func served(_ bytes: Int) -> String {
            """
            \(name){name="BytesInPerSec",} 9e9
            \(name){name="BytesOutPerSec",} \(bytes)
            \(name){name="BytesOutPerSec",topic="orders",} \(bytes)

            """
        }
        #expect(try verdict("other 1\n", at: 0) == .notServed)
        _ = try verdict(served(1_000), at: 1)
        #expect(try verdict(served(3_000), at: 2).finding?.value == 2_000, "topics are not counted on top")
    }
}

@Suite("what several endpoints say of a sample") struct TogetherTests {
    private func known(
        _ value: Double, isPace: Bool = false, at seconds: Int64 = 5, leavesOut: String? = nil
    ) -> SampleVerdict {
        .known(
            SampleFinding(
                value: value, isPace: isPace, series: 1, takenAt: Served.stamp(seconds).moment, leavesOut: leavesOut))
    }

    @Test("the largest counts, paces are summed, and the oldest says how old it is")
    func folding() {
        let largest = SampleVerdict.together([("a", known(3)), ("b", known(9, at: 2)), ("c", .notServed)]).finding
        #expect(largest?.value == 9 && largest?.series == 2 && largest?.leavesOut == nil)
        #expect(largest?.takenAt == Served.stamp(2).moment)
        #expect(
            SampleVerdict.together([("a", known(3, isPace: true)), ("b", known(4, isPace: true))]).finding?.value == 7)
    }

    @Test("one that does not answer makes the rest a lower bound that names it")
    func oneSilent() {
        let together = SampleVerdict.together([("a", known(3)), ("http://b", .unknown("connection refused"))])
        #expect(together.finding?.value == 3)
        #expect(together.finding?.leavesOut == "http://b: connection refused")
        let reset = SampleVerdict.together([("a", known(3, leavesOut: "its counter began anew")), ("b", known(1))])
        #expect(reset.finding?.leavesOut == "a: its counter began anew")
    }

    @Test("where none knows there is no value, and a failure is told before an absence")
    func noneKnows() {
        #expect(SampleVerdict.together([("a", .notServed), ("b", .unknown("down"))]).why == "b: down")
        #expect(SampleVerdict.together([("a", .notServed), ("b", .notServed)]) == .notServed)
        #expect(SampleVerdict.together([]) == .notServed)
    }
}
