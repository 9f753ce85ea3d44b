import Night
import Processes
import TestSupport
import Testing

@testable import Probes

@Suite("The probe of a side's endpoints") struct EndpointTests {
    @Test("reads every endpoint and its Prometheus, in a process of its own that knows no Kafka")
    func process() throws {
        let (one, two) = (try FickleServer(serving: "queue 3\n"), try FickleServer(serving: "queue 8\n"))
        let json = #"{"status":"success","data":{"resultType":"scalar","result":[1790000000,"0.5"]}}"#
        let prometheus = try FickleServer(serving: json)
        var order = EndpointsOrder.asking(of: [one, two], prometheus: prometheus)
        order.asked.append(MetricAsked(.prometheus("rate(x[1m])"), asksForPace: false))
        let run = ProbeRun(.endpoints(order))
        defer { run.end() }
        try run.run(until: "both metrics have a value") { run in
            run.observed.contains { observed in
                guard case .samples(let samples) = observed.what, observed.by == .endpoints(.target) else {
                    return false
                }
                return samples.map(\.answer) == [.value(8, series: 2), .value(0.5, series: 1)]
            }
        }
        try run.run(until: "sweeps go on") { $0.sweeps >= 3 }
        #expect(run.events.count == 1, "one start and no death: \(run.events)")
        #expect(prometheus.received.contains("/api/v1/query?query=rate%28x%5b1m%5d%29"))
    }

    @Test("takes no endpoint's silence for another's, and says which is silent")
    func oneDown() throws {
        let one = try FickleServer(serving: "queue 3\n")
        var order = EndpointsOrder.asking(of: [one])
        order.metrics.append(EndpointPlan("http://127.0.0.1:1/metrics"))
        let run = EndpointsRun(order)
        try run.sweep(until: "both were asked") { $0.health.count == 2 && $0.value == 3 }
        let silent = "http://127.0.0.1:1/metrics: "
        #expect(run.samples[0].leavesOut?.hasPrefix(silent) == true)
        #expect(run.samples[0].leavesOut?.contains("refused") == true)
        #expect(run.health.map { $0.problem == nil } == [true, false])
        #expect(run.troubles.contains { $0.asked == "metrics http://127.0.0.1:1/metrics" })
    }

    @Test("goes on with the others while one is slow, which is asked again only when it has answered or timed out")
    func oneSlow() throws {
        let (quick, slow) = (try FickleServer(serving: "queue 3\n"), try FickleServer(answering: nil))
        let run = EndpointsRun(.asking(of: [quick, slow], patience: .seconds(3)))
        try run.sweep(until: "the quick one was read again and again") { $0.calls >= 4 && $0.value == 3 }
        #expect(run.samples[0].leavesOut?.contains("no reading yet") == true)
        #expect(slow.received.split(separator: "GET ").count == 1)
        try run.sweep(until: "the slow one has timed out") { $0.samples[0].leavesOut?.contains("no answer") == true }
    }

    struct Bad: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let answer: [UInt8]
        let says: String
        var isProblem = true
    }

    private static let bad = [
        Bad(
            testDescription: "503", answer: FickleServer.http("queue 3\n", status: "503 Service Unavailable"),
            says: "HTTP 503"),
        Bad(
            testDescription: "a page", answer: FickleServer.http("<!DOCTYPE html>\nqueue 3\n"),
            says: "not a metrics exposition: it begins with \"<!DOCTYPE html>\""),
        Bad(
            testDescription: "half an answer",
            answer: FickleServer.http(Array("queue 3\nother 4\n".utf8), claiming: 1_000), says: "partial"),
        Bad(
            testDescription: "OpenMetrics without its end",
            answer: FickleServer.http("queue 3\n", headers: ["Content-Type: application/openmetrics-text"]),
            says: "cut off"),
        Bad(
            testDescription: "fifty megabytes",
            answer: FickleServer.http([UInt8](repeating: 0x0a, count: 50 << 20)), says: "more than"),
        Bad(
            testDescription: "elsewhere",
            answer: FickleServer.http("", status: "302 Found", headers: ["Location: http://127.0.0.1:2/metrics"]),
            says: "another server"),
        Bad(testDescription: "nothing", answer: FickleServer.http(""), says: "an empty answer"),
        Bad(
            testDescription: "not a number", answer: FickleServer.http("queue NaN\n"), says: "the sample is nan",
            isProblem: false),
        Bad(
            testDescription: "a line cut off", answer: FickleServer.http("other 1\nqueue 12"),
            says: "line 2: ends without",
            isProblem: false),
        Bad(
            testDescription: "no such sample", answer: FickleServer.http("other 1\n"),
            says: "not served by the endpoint",
            isProblem: false),
    ]

    @Test("has a reason and no number where an endpoint serves something else", arguments: bad)
    func badAnswer(_ bad: Bad) throws {
        let server = try FickleServer(serving: "queue 3\n")
        let run = EndpointsRun(.asking(of: [server]))
        try run.sweep(until: "a value was read") { $0.value == 3 }
        server.answers(bad.answer)
        try run.sweep(until: "it is gone") { $0.value == nil }
        // What was served before is missed by its name; what never was is not.
        let says = bad.says == "not served by the endpoint" ? "served no more" : bad.says
        #expect(run.why?.contains(says) == true, "\(run.why ?? "")")
        #expect((run.health.first?.problem != nil) == bad.isProblem)
        server.answers(FickleServer.http("queue 4\n"))
        try run.sweep(until: "it is back") { $0.value == 4 }
        #expect(run.health.first?.problem == nil)
    }

    @Test("says of a counter that began anew that its pace is a lower bound, and of one that went that it went")
    func counters() throws {
        let server = try FickleServer(serving: "bytes_total 5000\n")
        let run = EndpointsRun(.asking(.sample("bytes_total"), of: [server]))
        try run.sweep(until: "it was read once") { $0.why?.contains("one reading so far") == true }
        server.answers(FickleServer.http("bytes_total 6000\n"))
        try run.sweep(until: "it has a pace") { ($0.value ?? 0) > 0 && $0.samples[0].leavesOut == nil }
        server.answers(FickleServer.http("bytes_total 10\n"))
        try run.sweep(until: "its fall was seen") {
            $0.samples[0].leavesOut?.contains("its counter began anew") == true
        }
        server.answers(FickleServer.http("other_total 10\n"))
        try run.sweep(until: "it is gone") { $0.why?.contains("served no more") == true }
    }

    @Test("finds its sample among two hundred thousand lines, zipped")
    func large() throws {
        let script = "seq 1 200000 | sed 's/.*/other{n=\"&\"} &/; 150000s/.*/queue 7/' | gzip -1"
        var command = try Child(Launch("/bin/sh", ["-c", script], output: .pipe))
        var zipped: [UInt8] = []
        while case .bytes(let bytes) = try command.output?.read(atMost: 1 << 16) { zipped += bytes }
        try #require(command.wait(atMost: .seconds(60)) == .code(0))
        let server = try FickleServer(answering: FickleServer.http(zipped, headers: ["Content-Encoding: gzip"]))
        let run = EndpointsRun(.asking(of: [server]))
        try run.sweep(until: "it was found") { $0.value == 7 }
    }

    @Test(
        "has a Prometheus' reason where it gives no value, and calls it silent where it evaluates nothing",
        arguments: [
            (FickleServer.http("upstream is away", status: "503 Service Unavailable"), "HTTP 503", true),
            (FickleServer.http("<html>"), "no answer of Prometheus", true),
            (FickleServer.http(#"{"status":"success","data":{"resu"#), "not all of it", true),
            (
                FickleServer.http(
                    #"{"status":"error","errorType":"bad_data","error":"parse error"}"#, status: "400 Bad Request"),
                "bad_data: parse error", false
            ),
            (
                FickleServer.http(#"{"status":"success","data":{"resultType":"vector","result":[]}}"#),
                "the expression gives no series", false
            ),
            (
                FickleServer.http(#"{"status":"success","data":{"resultType":"scalar","result":[1790000000,"NaN"]}}"#),
                "the value is nan", false
            ),
        ])
    func prometheus(_ answer: [UInt8], _ says: String, _ isProblem: Bool) throws {
        let server = try FickleServer(answering: answer)
        let run = EndpointsRun(.asking(.prometheus("up"), of: [], prometheus: server))
        try run.sweep(until: "it has answered") { !$0.health.isEmpty }
        #expect(run.why?.contains(says) == true, "\(run.why ?? "")")
        #expect((run.health[0].problem != nil) == isProblem)
    }

    @Test("lets out no secret that a server repeats")
    func secrets() {
        var order = EndpointsOrder.asking(of: [])
        order.prometheus = EndpointPlan(url: .secret("http://p:9090/hidden"), token: .secret("hunter2"))
        let told = ProbeOrder.endpoints(order).withoutSecrets(
            .samples([MetricSample(.prometheus("up"), .none("no access for hunter2 at http://p:9090/hidden"))]))
        #expect(told == .samples([MetricSample(.prometheus("up"), .none("no access for (not shown) at (not shown)"))]))
    }

    @Test("asks only what budget lines and triggers name, and is not started where that is nothing")
    func orders() throws {
        func order(_ lines: [BudgetLine], _ role: ClusterRole) -> EndpointsOrder? {
            var side = ClusterPlan(bootstrap: "a:9092", metrics: [EndpointPlan("http://a:9404/metrics")])
            side.prometheus = EndpointPlan("http://p:9090")
            return EndpointsOrder(
                of: Plan(night: "n", poll: .seconds(1), source: side, target: side, budget: lines), cluster: role)
        }
        let queue = BudgetLine(name: "q", metric: .sample("queue"), cluster: .target, limit: Limit(1, .perSecond))
        let up = BudgetLine(name: "u", metric: .prometheus("up"), cluster: .target, limit: Limit(1, .count))
        let bytes = BudgetLine(name: "b", metric: .builtIn(.sourceBytesOut), limit: Limit(1, .bytesPerSecond))
        #expect(order([queue, queue], .source) == nil)
        #expect(order([queue, queue], .target)?.asked == [MetricAsked(.sample("queue"), asksForPace: true)])
        #expect(order([queue], .target)?.prometheus == nil)
        #expect(order([up], .target)?.metrics == [])
        #expect(order([bytes], .source)?.asked == [MetricAsked(.builtIn(.sourceBytesOut), asksForPace: true)])
        #expect(order([bytes], .target) == nil)
    }
}
