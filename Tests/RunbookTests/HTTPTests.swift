import Night
import Processes
import TestSupport
import Testing

@testable import Runbook

@Suite("An HTTP step")
struct HTTPTests {
    let errands = ErrandRun()

    private func server(_ status: String, _ headers: String = "", body: String = "") throws -> StubServer {
        let length = "Content-Length: \(body.utf8.count)\r\n"
        return try StubServer(
            answering: Array("HTTP/1.1 \(status)\r\nConnection: close\r\n\(length)\(headers)\r\n\(body)".utf8))
    }

    @Test("says where it would go without going there, and shows neither user nor query")
    func looks() throws {
        let server = try server("200 OK")
        defer { server.end() }
        let look = try errands.look(
            .http("PUT", "http://user:hunter2@\(server.address)/pause?token=hunter2", body: "{}", expect: 202))
        #expect(
            look
                == .ready(
                    found: .none,
                    would: ["PUT http://\(server.address)/pause?… with a body of 2 bytes, expecting HTTP 202"]))
        #expect(!server.isConnected && server.received.isEmpty)
    }

    @Test(
        "goes by http and https only",
        arguments: ["file:///etc/passwd", "gopher://127.0.0.1/", "not a url", "", "http://"])
    func refuses(url: String) throws {
        guard case .refused = try errands.look(.http("GET", url)) else {
            Issue.record("\(url) was not refused")
            return
        }
        guard case .failed = try ErrandRun().end(.http("GET", url)) else {
            Issue.record("\(url) did not fail")
            return
        }
    }

    @Test("sends what the plan says and is done when the answer is what it expects")
    func accepted() throws {
        let server = try server("204 No Content")
        defer { server.end() }
        let end = try errands.end(.http("PUT", "http://\(server.address)/connectors/mm/pause", body: #"{"a":1}"#))
        #expect(end == .done("HTTP 204"))
        #expect(server.received.hasPrefix("PUT /connectors/mm/pause HTTP/1.1\r\n"))
        #expect(server.received.hasSuffix("\r\n\r\n{\"a\":1}"))
    }

    @Test("fails on any other answer, and says its first line, made safe")
    func refused() throws {
        let server = try server("409 Conflict", body: "\u{1b}[2Jrebalance\nsecond line")
        defer { server.end() }
        let end = try errands.end(.http("POST", "http://\(server.address)/"))
        #expect(end == .failed("HTTP 409: ␛[2Jrebalance, expected HTTP 2xx"))
        #expect(errands.said == ["HTTP 409: ␛[2Jrebalance"])
        #expect(try ErrandRun().end(.http("POST", "http://\(server.address)/", expect: 409)) == .done("HTTP 409"))
    }

    @Test("follows no redirect")
    func redirected() throws {
        let elsewhere = try server("200 OK")
        let server = try server("307 Temporary Redirect", "Location: http://\(elsewhere.address)/\r\n")
        defer {
            server.end()
            elsewhere.end()
        }
        #expect(try errands.end(.http("POST", "http://\(server.address)/")) == .failed("HTTP 307, expected HTTP 2xx"))
        #expect(elsewhere.received.isEmpty)
    }

    @Test("reads no more of an answer than anybody looks at")
    func huge() throws {
        let server = try server("200 OK", body: String(repeating: "x", count: 20_000_000))
        defer { server.end() }
        #expect(try errands.end(.http("POST", "http://\(server.address)/")) == .done("HTTP 200"))
        #expect(errands.said.map(\.count) == [SafeLine.longest])
    }

    @Test("without an answer in its time is not failed: nobody can tell")
    func unanswered() throws {
        let server = try StubServer(answering: nil)
        defer { server.end() }
        let end = try errands.end(.http("POST", "http://\(server.address)/", deadline: .milliseconds(300)))
        #expect(end == .outOfTime("no answer; nobody can tell whether the call was carried out"))
    }

    @Test("whose connection breaks after the call went out is lost, and failed when none ever stood")
    func broken() throws {
        let server = try StubServer(answering: [])
        let url = "http://\(server.address)/"
        guard case .lost = try errands.end(.http("POST", url)) else {
            Issue.record("nobody can tell what the server did")
            return
        }
        server.end()
        guard case .failed = try ErrandRun().end(.http("POST", "http://127.0.0.1:1/")) else {
            Issue.record("nothing listens there")
            return
        }
    }

    @Test("whose undo could not be sent is refused: there would be no way back")
    func unsendableUndo() throws {
        let undo = StepPlan.Act.http(HTTPCall(method: "PUT", endpoint: EndpointPlan("ftp://127.0.0.1/")))
        let look = try errands.look(StepPlan(.wait(.seconds(1)), undo: undo))
        #expect(look == .refused("its undo could not run: the URL is neither http nor https"))
    }

    @Test("goes back by the call that the plan gives it")
    func undo() throws {
        let server = try server("202 Accepted")
        defer { server.end() }
        let call = HTTPCall(method: "PUT", endpoint: EndpointPlan("http://\(server.address)/resume"))
        let end = try errands.end(
            StepPlan(.http(HTTPCall(method: "PUT", endpoint: EndpointPlan("x:"))), undo: .http(call)), as: .undo)
        #expect(end == .done("HTTP 202"))
        #expect(server.received.hasPrefix("PUT /resume "))
        #expect(server.received.contains("\r\nContent-Length: 0\r\n"), "some servers want one")
    }

    @Test("comes in as the plan says, and what the server repeats of that is not shown")
    func identified() throws {
        let server = try server("403 Forbidden", body: "who is hunter2?")
        defer { server.end() }
        let endpoint = EndpointPlan(url: .plain("http://\(server.address)/"), token: .secret("hunter2"))
        let end = try errands.end(StepPlan(.http(HTTPCall(method: "POST", endpoint: endpoint))))
        #expect(server.received.contains("\r\nAuthorization: Bearer hunter2\r\n"))
        #expect(end == .failed("HTTP 403: who is (not shown)?, expected HTTP 2xx"))
        #expect(!errands.said.contains { $0.contains("hunter2") })
    }

    @Test("asks no proxy that the environment names: the plan names who is asked")
    func proxies() throws {
        let server = try server("204 No Content")
        let proxy = try self.server("200 OK")
        defer {
            server.end()
            proxy.end()
        }
        var environment = Launch.inheritedEnvironment()
        for name in ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"] {
            environment[name] = "http://\(proxy.address)"
        }
        var child = try Child(
            Launch("\(products)/switchback", ["_step"], environment: environment, input: .pipe, output: .pipe))
        let errand = Errand(
            number: 1, kind: .act, step: StepID(.switched, 1), plan: .http("POST", "http://\(server.address)/"))
        let cluster = ErrandOrder.Cluster(bootstrap: "")
        try child.input?.write(try ErrandOrder(errand, night: "n", wave: "w", source: cluster, target: cluster).line)
        #expect(child.wait(atMost: .seconds(30)) == .code(0))
        #expect(proxy.connections == 0 && server.connections == 1)
    }
}
