import Night
import Processes
import Testing

@testable import Web

@Suite("A TLS endpoint")
struct TLSTests {
    @Test("is asked where the plan's CA vouches for it, by name")
    func vouchedFor() throws {
        let server = try TLSServer()
        var endpoint = EndpointPlan("https://127.0.0.1:\(server.port)/")
        endpoint.ca = server.path("server.pem")
        #expect(try WebClient(endpoint).call().get().status == 200)

        endpoint.url = .plain("https://localhost:\(server.port)/")
        let mistaken = WebClient(endpoint).call().error
        guard case .nothingSent(let why) = mistaken, why.contains("localhost") else {
            Issue.record("the certificate is for 127.0.0.1: \(String(describing: mistaken))")
            return
        }
    }

    @Test("that nobody vouches for is told nothing, and neither is one vouched for by another")
    func stranger() throws {
        let server = try TLSServer()
        var endpoint = EndpointPlan("https://127.0.0.1:\(server.port)/")
        for ca in [nil, server.path("client.pem")] {
            endpoint.ca = ca
            let error = WebClient(endpoint).call("PUT").error
            guard case .nothingSent(let why) = error, why.contains("certificate") else {
                Issue.record("\(String(describing: error))")
                continue
            }
        }
    }

    @Test("that wants a certificate gets the plan's, and refuses who has none")
    func certificate() throws {
        let server = try TLSServer(wantsCertificate: true)
        var endpoint = EndpointPlan("https://127.0.0.1:\(server.port)/")
        endpoint.ca = server.path("server.pem")
        let refused = WebClient(endpoint).call().error
        #expect(refused.map { "\($0)".contains("certificate required") } == true, "\(String(describing: refused))")

        endpoint.certificate = server.path("client.pem")
        endpoint.key = server.path("client.key")
        let text = try #require(WebClient(endpoint).call().text)
        #expect(text.contains("Client certificate\n") && text.contains("switchback"))
    }

    @Test("is not reached with files that are not there, which are named", arguments: ["ca", "certificate", "key"])
    func absent(file: String) throws {
        let server = try TLSServer()
        var endpoint = EndpointPlan("https://127.0.0.1:\(server.port)/")
        endpoint.ca = file == "ca" ? "/nowhere/x.pem" : server.path("server.pem")
        endpoint.certificate = file == "certificate" ? "/nowhere/x.pem" : server.path("client.pem")
        endpoint.key = file == "key" ? "/nowhere/x.pem" : server.path("client.key")
        let error = WebClient(endpoint).call().error
        guard case .nothingSent(let why) = error, why.contains("/nowhere/x.pem") else {
            Issue.record("\(String(describing: error))")
            return
        }
    }
}
