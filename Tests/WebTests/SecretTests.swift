import Night
import TestSupport
import Testing

@testable import Web

@Suite("Who a call says it is")
struct SecretTests {
    @Test("goes out as the plan has it: a user with a password, or a token")
    func identified() throws {
        let server = try StubServer(answering: StubServer.answer("200 OK"))
        defer { server.end() }
        var endpoint = EndpointPlan("http://\(server.address)/")
        endpoint.user = .plain("switchback")
        endpoint.password = .secret("hunter2")
        #expect(WebClient(endpoint).call().error == nil)
        #expect(server.received.contains("\r\nAuthorization: Basic c3dpdGNoYmFjazpodW50ZXIy\r\n"))
        endpoint.user = nil
        endpoint.token = .secret("to.ke-n")
        #expect(WebClient(endpoint).call().error == nil)
        #expect(server.received.contains("\r\nAuthorization: Bearer to.ke-n\r\n"))
    }

    @Test("is not sent where it would end its line and begin another header")
    func headers() throws {
        let server = try StubServer(answering: StubServer.answer("200 OK"))
        defer { server.end() }
        let endpoint = EndpointPlan(url: .plain("http://\(server.address)/"), token: .secret("hunter2\r\nX-Admin: yes"))
        #expect(WebClient(endpoint).call().error == .misconfigured("the token is not one line of text"))
        let client = WebClient(EndpointPlan("http://\(server.address)/"))
        let answer = client.call("GET", "", headers: [("X", "hunter2\nX-Admin: yes")], patience: .seconds(30))
        #expect(answer.error == .misconfigured("the header X is not one line of text"))
        #expect(server.connections == 0)
    }

    @Test("is not shown where a server repeats it as it was sent, encoded with the user")
    func encoded() {
        let endpoint = EndpointPlan(
            url: .plain("http://127.0.0.1:1"), user: .plain("me"), password: .secret("hunter2"))
        #expect(WebClient(endpoint).withoutSecrets("boom Basic bWU6aHVudGVyMg==") == "boom Basic (not shown)")
    }

    @Test("stands in no error and in no address shown, and neither does a query or a URL that is secret")
    func neverSaid() throws {
        let silent = try StubServer(answering: nil)
        let broken = try StubServer(answering: [])
        let long = try StubServer(answering: StubServer.answer("500 hunter2", body: "hunter2 and more"))
        let moved = try StubServer(
            answering: StubServer.answer("302 Found", "Location: https://u:hunter2@h:1/?hunter2\r\n"))
        let places = [
            "127.0.0.1:1", silent.address, broken.address, long.address, moved.address, "hunter2 x", "hunter2.invalid",
        ]
        for place in places {
            for isSecret in [false, true] where isSecret || !place.hasPrefix("hunter2.") {
                let url = "http://switchback:hunter2@\(place)/?token=hunter2"
                let endpoint = EndpointPlan(
                    url: isSecret ? .secret(url) : .plain(url), user: .secret("hunter2"), password: .secret("hunter2"),
                    ca: "/nowhere", certificate: "/nowhere")
                let client = WebClient(endpoint, longestBody: 3)
                let error = client.call("GET", "/x", query: [("key", "hunter2")], patience: .milliseconds(300)).error
                #expect(error.map { !"\($0)".contains("hunter2") } == true, "\(place): \(String(describing: error))")
                #expect(!client.address.contains("hunter2") && !client.address.contains("switchback"))
                if isSecret { #expect(client.address == "(secret)" && error.map { !"\($0)".contains("127.") } == true) }
            }
        }
        for server in [silent, broken, long, moved] { server.end() }
    }
}
