import Night
import TestSupport
import Testing

@testable import Metrics

private func read(_ text: String, _ selectors: String..., isOpenMetrics: Bool = false) throws -> Exposition {
    let selectors = try selectors.map { try SampleSelector($0) }
    return try Exposition(Array(text.utf8), wanting: selectors, isOpenMetrics: isOpenMetrics)
}

extension Exposition {
    fileprivate func values(_ selector: Int = 0) -> [Double] { samples[selector].series.map(\.value) }
}

@Suite("an exposition of metrics") struct ExpositionTests {
    @Test(
        "a value is read as it is written",
        arguments: [
            ("12", 12), ("-3", -3), ("2.0", 2), ("1.7E9", 1.7e9), ("1e-3", 0.001), ("+Inf", .infinity),
            ("-Inf", -.infinity), ("0.1", 0.1), ("123456789012345680", 123_456_789_012_345_680), ("-0", 0),
        ] as [(String, Double)])
    func values(_ text: String, _ value: Double) throws {
        #expect(try read("queue \(text)\n", "queue").values() == [value])
        #expect(try read("queue{a=\"b\"}\t \(text) \r\n", "queue").values() == [value])
    }

    @Test("what is not a number is read as that, and not as zero")
    func notANumber() throws {
        #expect(try read("queue NaN\n", "queue").values().first?.isNaN == true)
    }

    @Test("a label's value holds quotes, backslashes, braces and line breaks")
    func escapes() throws {
        let line = #"queue{a="say \"}, b=\"",b="C:\\dir",c="two\nlines",d="\d",e="größe",} 1"# + "\n"
        let labels = try read(line, "queue").samples[0].series[0].labels
        #expect(labels.map(\.value) == ["say \"}, b=\"", "C:\\dir", "two\nlines", "\\d", "größe"])
    }

    @Test("a selector takes the series whose labels it names, and those only")
    func selecting() throws {
        let text = """
            latency{request="Produce",quantile="0.99"} 12
            latency{quantile="0.99",request="Fetch"} 500
            latency{request="Produce",quantile="0.5"} 2
            latency_of_others{request="Produce",quantile="0.99"} 77
            latency 1

            """
        let found = try read(
            text, #"latency{quantile="0.99", request="Produce"}"#, #"latency{request!="Produce"}"#, "latency",
            #"latency{request=""}"#, "laten")
        #expect(found.values(0) == [12])
        #expect(found.values(1) == [500, 1])
        #expect(found.values(2) == [12, 500, 2, 1])
        #expect(found.values(3) == [1])
        #expect(found.values(4) == [])
    }

    @Test(
        "a selector that cannot be followed is refused with words",
        arguments: [
            ("", "no name"), ("1st", "no name"), ("a{b=~\"x.*\"}", "not with an expression"),
            ("a{b!~\"x\"}", "not with an expression"), ("a{b}", "= or !="), ("a{b=c}", "double quotes"),
            ("a{b=\"c\"", "end with }"), ("a{b=\"c\"} > 3", "no more"), ("a b", "no more"),
            ("a{b=\"c}", "double quotes"), ("a{=\"c\"}", "a label's name"),
        ])
    func refusedSelectors(_ text: String, _ words: String) throws {
        let refusal = #expect(throws: SampleSelector.Invalid.self) { try SampleSelector(text) }
        #expect(refusal?.description.contains(words) == true, "\(refusal?.description ?? "")")
    }

    @Test("both formats' types, comments, timestamps and exemplars are understood")
    func bothFormats() throws {
        let text = """
            # HELP bytes Bytes out, with a \\ and "quotes".
            # TYPE bytes counter
            # UNIT bytes bytes
            bytes_total{topic="a"} 17.0 1790000000.5 # {trace_id="x y"} 0.67 1790000000
            bytes_created{topic="a"} 1.6e9
            # TYPE wait histogram
            wait_bucket{le="+Inf"} 5 # {} 1
            wait_sum 3
            # TYPE threads_count gauge
            threads_count 7 1790000000500
            plain_count 8
            old_total 9
            # EOF

            """
        let found = try read(
            text, "bytes_total", "bytes_created", "wait_bucket", "wait_sum", "threads_count", "plain_count",
            "old_total", isOpenMetrics: true)
        #expect(
            found.samples.map(\.kind)
                == [.counter, .gauge, .counter, .counter, .gauge, .undeclaredCount, .counter])
        #expect(found.samples.map { $0.series.map(\.value) } == [[17], [1.6e9], [5], [3], [7], [8], [9]])
        #expect(found.samples[0].series[0].takenAt?.milliseconds == 1_790_000_000_500)
        #expect(found.samples[4].series[0].takenAt?.milliseconds == 1_790_000_000_500)
        #expect(found.faults == 0)
    }

    @Test(
        "a malformed line is named and costs only the sample whose it is",
        arguments: [
            (#"queue{a="b" 3"#, LineFault.unclosed), (#"queue{a="b 3"#, .unclosed), ("queue{a=b} 3", .unquoted),
            ("queue{a} 3", .noEqualSign), ("queue{=\"b\"} 3", .noLabelName), ("queue", .noValue),
            ("queue three", .notANumber), ("queue 3 soon", .notATimestamp), ("queue 3 4 5", .more),
            ("queue{a=\"b\"}", .noValue), ("queue 3\nqueue 4", .twice),
            ("queue " + String(repeating: "3", count: 100), .notANumber),
        ])
    func malformed(_ line: String, _ fault: LineFault) throws {
        let found = try read("other 1\n\(line)\nother{a=\"b\"} 2\n", "queue", "other")
        #expect(found.samples[0].fault?.what == fault)
        #expect(found.samples[1].fault == nil)
        #expect(found.values(1) == [1, 2])
        #expect(found.faults == 1)
        #expect(found.firstFault?.line == (fault == .twice ? 3 : 2))
    }

    @Test("a line that names nothing is counted, and the rest is read")
    func nameless() throws {
        let found = try read("queue 1\n{a=\"b\"} 3\n=== 4\n\n  \nqueue{b=\"c\"} 2\n", "queue")
        #expect(found.values() == [1, 2])
        #expect(found.faults == 2)
        #expect(found.firstFault == Exposition.Fault(line: 2, what: .noName))
    }

    @Test("a number that may be cut off is not taken for a number")
    func cutOff() throws {
        let found = try read("other 1\nqueue 12", "queue", "other")
        #expect(found.values(0) == [] && found.samples[0].fault?.what == .cutOff)
        #expect(found.values(1) == [1])
        #expect(throws: ExpositionError.cutOff) { try read("queue 12\n", "queue", isOpenMetrics: true) }
    }

    @Test(
        "a page for people is not an exposition without samples",
        arguments: ["<!DOCTYPE html>\n<p>\nqueue 3\n</p>\n", "{\"error\": \"no\"}\n", "\n\n <html>\nqueue 3\n"])
    func pages(_ page: String) {
        #expect(throws: ExpositionError.self) { try read(page, "queue") }
    }

    @Test("what an endpoint serves is bounded")
    func bounds() throws {
        let labels = (0...LineCursor.mostLabels).map { "l\($0)=\"\"" }.joined(separator: ",")
        #expect(try read("queue{\(labels)} 1\n", "queue").samples[0].fault?.what == .tooManyLabels)
        let long = String(repeating: "x", count: LineCursor.longest)
        #expect(try read("queue{a=\"\(long)\"} 1\n", "queue").samples[0].fault?.what == .tooLong)
        let many = (0...ExpositionReader.mostSeries).map { "queue{a=\"\($0)\"} 1\n" }.joined()
        let found = try read(many, "queue").samples[0]
        #expect(found.isOverfull && found.series.count == ExpositionReader.mostSeries)
        let large = [UInt8](repeating: 0x0a, count: ExpositionReader.mostBytes + 1)
        #expect(throws: ExpositionError.tooLarge(large.count)) { try Exposition(large, wanting: []) }
    }

    @Test("whatever bytes come, reading them ends")
    func anyBytes() throws {
        var generator = SeededGenerator(seed: 6)
        let pieces = "queue { } \" \\ , = # TYPE 1 NaN a ÿ".split(separator: " ").map(String.init) + [" ", "\n", "\r"]
        let selector = try SampleSelector("queue{a!=\"b\"}")
        for _ in 0..<2_000 {
            let text = (0..<Int.random(in: 0...30, using: &generator)).map { _ in
                pieces[generator.below(pieces.count)]
            }
            _ = try? Exposition(Array(text.joined().utf8), wanting: [selector])
            let noise = (0..<40).map { _ in UInt8.random(in: 0...255, using: &generator) }
            _ = try? Exposition(noise, wanting: [selector])
        }
    }

    @Test("of two hundred thousand lines the ones asked for are found")
    func large() throws {
        let lines = (0..<200_000).map { "family_\($0 / 100){n=\"\($0)\"} \($0)\n" }.joined()
        let found = try read(lines, "family_7", "family_1999{n=\"199999\"}")
        #expect(found.values(0) == (700..<800).map(Double.init))
        #expect(found.values(1) == [199_999])
        #expect(found.lines == 200_000)
    }
}
