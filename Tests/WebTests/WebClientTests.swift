import Night
import TestSupport
import Testing

@testable import Web

@Suite("A web client")
struct WebClientTests {
    @Test("asks below the endpoint's own path, and hands back status, kind and body")
    func asks() throws {
        let server = try StubServer(
            answering: StubServer.answer("202 Accepted", "Content-Type: application/json\r\n", body: "{}"))
        defer { server.end() }
        let client = WebClient(EndpointPlan("http://\(server.address)/base/?key=1"))
        let path = "/connectors/\("a->b/c.Mirror".asPathSegment)/pause"
        let answer = try client.call("PUT", path, body: #"{"a":1}"#, query: [("match[]", "a&b c")]).get()
        #expect(answer == WebAnswer(status: 202, body: Array("{}".utf8), contentType: "application/json"))
        // Digits of %5B may come in either case, and a bracket may come as it is.
        let asked = server.received.uppercased().replacing("%5B", with: "[").replacing("%5D", with: "]")
        #expect(asked.hasPrefix("PUT /BASE/CONNECTORS/A-%3EB%2FC.MIRROR/PAUSE?KEY=1&MATCH[]=A%26B+C HTTP/1.1\r\n"))
        #expect(server.received.contains("\r\nContent-Type: application/json\r\n"))
        #expect(server.received.hasSuffix("\r\n\r\n{\"a\":1}"))
    }

    @Test(
        "cannot be made to ask anything but http and https",
        arguments: ["file:///etc/passwd", "gopher://127.0.0.1/", "not a url", "", "http://", "http://a b/"])
    func unusable(url: String) {
        guard case .misconfigured = WebClient(EndpointPlan(url)).call().error else {
            Issue.record("\(url) was asked")
            return
        }
    }

    @Test("takes a body as long as the bound, and no part of a longer one for the whole")
    func bounded() throws {
        let body = String(repeating: "x", count: 1_000)
        let server = try StubServer(answering: StubServer.answer("200 OK", body: body))
        defer { server.end() }
        let endpoint = EndpointPlan("http://\(server.address)/")
        #expect(WebClient(endpoint, longestBody: 1_000).call().text == body)
        let start = WebAnswer(status: 200, body: Array(body.utf8.prefix(999)))
        #expect(WebClient(endpoint, longestBody: 999).call().error == .tooLong(start: start))
    }

    @Test("undoes compression, and bounds what comes out of it")
    func compressed() throws {
        let zipped = try zippedZeros(count: 20_000_000)
        #expect(zipped.count < 100_000)
        let server = try StubServer(
            answering: StubServer.answer("200 OK", "Content-Encoding: gzip\r\n", body: zipped))
        defer { server.end() }
        let endpoint = EndpointPlan("http://\(server.address)/")
        #expect(try WebClient(endpoint, longestBody: 20_000_000).call().get().body.count == 20_000_000)
        #expect(server.received.contains("\r\nAccept-Encoding: deflate, gzip"))
        guard case .tooLong(let start) = WebClient(endpoint, longestBody: 1_000_000).call().error else {
            Issue.record("it was taken whole")
            return
        }
        #expect(start.body.count == 1_000_000)
    }

    @Test("keeps its connection for the next question, and acts on one of its own")
    func connections() throws {
        let server = try StubServer(hangsUp: false) { _ in StubServer.answer("200 OK", body: "yes") }
        defer { server.end() }
        let client = WebClient(EndpointPlan("http://\(server.address)/"))
        for _ in 1...3 { #expect(client.call().text == "yes") }
        #expect(server.connections == 1)
        #expect(client.call("PUT").text == "yes")
        #expect(server.connections == 2)
    }

    @Test("says once what acts, though the connection it had kept is dead")
    func actsOnce() throws {
        let server = try StubServer(hangsUp: false) { request in
            request.hasPrefix("GET ") ? StubServer.answer("200 OK") : []
        }
        defer { server.end() }
        let client = WebClient(EndpointPlan("http://\(server.address)/"))
        #expect(client.call().error == nil)
        guard case .broken = client.call("PUT", "/pause").error else {
            Issue.record("nobody can tell what the server did")
            return
        }
        #expect(server.received.split(separator: "PUT /pause ").count == 2, "\(server.received)")
    }
}

@Suite("A call without an answer")
struct UnansweredTests {
    @Test("is out of time where the server thinks, and nobody can tell what it did")
    func silent() throws {
        let server = try StubServer(answering: nil)
        defer { server.end() }
        let error = WebClient(EndpointPlan("http://\(server.address)/")).call("GET", "", patience: .milliseconds(300))
            .error
        #expect(error == .outOfTime(.milliseconds(300)))
        #expect(error?.leavesUnknown == true)
    }

    @Test("was never sent where nothing listens, or nobody takes the connection")
    func absent() throws {
        let refused = WebClient(EndpointPlan("http://127.0.0.1:1/")).call().error
        #expect(refused == .nothingSent("Couldn't connect to server: Connection refused"))
        let full = try FullListener()
        let unheard = WebClient(EndpointPlan("http://\(full.address)/")).call(
            "PUT", "/pause", patience: .milliseconds(300))
        #expect(unheard.error == .nothingSent("no connection in time"))
        #expect(unheard.error?.leavesUnknown == false)
    }

    @Test(
        "broke half way where the server hangs up on it",
        arguments: [[], Array("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort".utf8)])
    func brokenOff(answer: [UInt8]) throws {
        let server = try StubServer(answering: answer)
        defer { server.end() }
        let error = WebClient(EndpointPlan("http://\(server.address)/")).call("PUT").error
        guard case .broken = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(error?.leavesUnknown == true)
    }
}

@Suite("A redirect")
struct RedirectTests {
    private func server(_ status: String, to location: String) throws -> StubServer {
        try StubServer { request in
            request.contains(" /here ")
                ? StubServer.answer("200 OK", body: "found")
                : StubServer.answer(status, "Location: \(location)\r\nConnection: close\r\n", body: "moved")
        }
    }

    @Test("on the same server is followed, by the method it was asked with", arguments: ["GET", "PUT"])
    func followed(method: String) throws {
        let server = try server("307 Temporary Redirect", to: "/here")
        defer { server.end() }
        #expect(WebClient(EndpointPlan("http://\(server.address)/there")).call(method).text == "found")
        #expect(server.received.contains("\(method) /here "))
    }

    @Test("that is the answer to an act is not taken for another order to act")
    func answerToAnAct() throws {
        let server = try server("303 See Other", to: "/here")
        defer { server.end() }
        #expect(try WebClient(EndpointPlan("http://\(server.address)/")).call("POST").get().status == 303)
        #expect(!server.received.contains("/here"))
    }

    @Test("to another port, host or scheme is refused with words, and without its query")
    func elsewhere() throws {
        let other = try server("200 OK", to: "")
        defer { other.end() }
        for place in ["http://\(other.address)", "https://127.0.0.1", "http://localhost:1", "//127.0.0.2:1"] {
            let server = try server("302 Found", to: "\(place)/here?token=hunter2")
            defer { server.end() }
            let endpoint = EndpointPlan(
                url: .plain("http://\(server.address)/"), user: .plain("switchback"), password: .secret("hunter2"))
            let error = WebClient(endpoint).call().error
            guard case .sentElsewhere(let why) = error else {
                Issue.record("\(place): \(String(describing: error))")
                continue
            }
            #expect(why.contains("/here?…, which is another server"), "\(why)")
            #expect(!why.contains("hunter2"))
        }
        #expect(other.connections == 0)
    }

    @Test("leads no further than three times")
    func loop() throws {
        let server = try server("301 Moved Permanently", to: "/round")
        defer { server.end() }
        guard case .sentElsewhere = WebClient(EndpointPlan("http://\(server.address)/")).call().error else {
            Issue.record("it went round and round")
            return
        }
        #expect(server.connections == 4)
    }

    @Test("is an answer like any other to who wants to see it")
    func seen() throws {
        let server = try server("302 Found", to: "/here")
        defer { server.end() }
        let client = WebClient(EndpointPlan("http://\(server.address)/"), redirects: .answered)
        #expect(try client.call().get().status == 302)
    }
}
