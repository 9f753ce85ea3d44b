import Night
import Synchronization
import TestSupport
import Testing
import Web

@testable import Connect

@Suite("Telling Connect")
struct ActingTests {
    @Test(
        "goes to the connector by its name as a URL has it",
        arguments: [
            (StepPlan.ConnectorAct.pause, "PUT /connectors/a-%3Eb.MirrorSource/pause"),
            (.resume, "PUT /connectors/a-%3Eb.MirrorSource/resume"),
            (.start, "PUT /connectors/a-%3Eb.MirrorSource/resume"),
            (.stop, "PUT /connectors/a-%3Eb.MirrorSource/stop"),
            (.restart, "POST /connectors/a-%3Eb.MirrorSource/restart?includeTasks=true"),
            (.restartFailed, "POST /connectors/a-%3Eb.MirrorSource/restart?includeTasks=true&onlyFailed=true"),
        ])
    func told(act: StepPlan.ConnectorAct, asked: String) throws {
        let server = try StubServer.saying("", status: "202 Accepted")
        defer { server.end() }
        try server.connect.tell("a->b.MirrorSource", to: act, patience: patience)
        #expect(server.asked == [asked])
    }

    private static let rebalance = #"{"error_code":409,"message":"Cannot complete request because of a rebalance"}"#

    @Test("is said again while it rebalances")
    func rebalances() throws {
        let asked = Atomic(0)
        let server = try StubServer { _ in
            asked.add(1, ordering: .relaxed).newValue < 3
                ? StubServer.answer("409 Conflict", body: Self.rebalance) : StubServer.answer("202 Accepted")
        }
        defer { server.end() }
        try server.connect.tell("mirror", to: .pause, patience: patience)
        #expect(server.connections == 3)
    }

    @Test("ends refused, with Connect's words, where it rebalances for ever")
    func rebalancesForEver() throws {
        let server = try StubServer.saying(Self.rebalance, status: "409 Conflict")
        defer { server.end() }
        let error = error { () throws(ConnectError) in
            try server.connect.tell("mirror", to: .pause, patience: .seconds(1))
        }
        #expect(error?.kind == .rebalancing(for: .seconds(1), "Cannot complete request because of a rebalance"))
        #expect(error?.leavesUnknown == false)
        #expect(server.connections > 1)
    }

    @Test("that is refused says so in Connect's words, whatever they are")
    func refused() throws {
        let server = try StubServer.saying(
            #"{"error_code":404,"message":"Unknown connector mirror"}"#, status: "404 Not Found")
        defer { server.end() }
        let error = error { () throws(ConnectError) in
            try server.connect.tell("mirror", to: .stop, patience: patience)
        }
        #expect(error?.kind == .refused(status: 404, "Unknown connector mirror"))
        #expect(
            error.map { "\($0)" }
                == "PUT /connectors/mirror/stop of http://\(server.address)/: HTTP 404: Unknown connector mirror")
        #expect(error?.leavesUnknown == false)
    }

    @Test("leaves unknown what became of it where no answer comes, or one of a server that gave up waiting")
    func unknown() throws {
        let silent = try StubServer(answering: nil)
        let gaveUp = try StubServer.saying(
            #"{"error_code":500,"message":"Request timed out"}"#, status: "500 Internal Server Error")
        defer {
            silent.end()
            gaveUp.end()
        }
        for server in [silent, gaveUp] {
            let error = error { () throws(ConnectError) in
                try server.connect.tell("mirror", to: .stop, patience: .milliseconds(500))
            }
            #expect(error?.leavesUnknown == true, "\(String(describing: error))")
        }
        let absent = ConnectClient(EndpointPlan("http://127.0.0.1:1"))
        let error = error { () throws(ConnectError) in try absent.tell("mirror", to: .stop, patience: patience) }
        #expect(error?.leavesUnknown == false, "\(String(describing: error))")
    }
}
