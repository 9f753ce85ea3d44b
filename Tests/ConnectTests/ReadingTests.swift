import Night
import TestSupport
import Testing

@testable import Connect

@Suite("Reading Connect")
struct ReadingTests {
    @Test("a worker says what it is")
    func worker() throws {
        let server = try StubServer.saying(
            #"{"version":"3.9.2","commit":"0cc5","kafka_cluster_id":"q1Sh","started":{"by":["nobody known"]}}"#)
        defer { server.end() }
        let worker = try server.connect.worker(patience: patience)
        #expect(worker == ConnectWorker(version: "3.9.2", commit: "0cc5", clusterID: "q1Sh"))
        #expect(server.asked == ["GET /"])
    }

    /// As 3.9.2 says it; a state and fields that it has not are among them.
    static let connectors = #"""
        {"mirror-source":{"status":{"name":"mirror-source","connector":{"state":"RUNNING","worker_id":"a:8083"},
        "tasks":[{"id":0,"state":"RUNNING","worker_id":"a:8083"},{"id":1,"state":"FAILED","worker_id":"b:8083",
        "trace":"org.apache.kafka.common.errors.RecordTooLargeException: too large\n\tat a.b.C(D.java:1)\n"}],
        "type":"source","epoch":7},"info":{"name":"mirror-source","config":{
        "connector.class":"org.apache.kafka.connect.mirror.MirrorSourceConnector","tasks.max":"2","x":null},
        "tasks":[{"connector":"mirror-source","task":0}],"type":"source"}},
        "a->b.Checkpoint":{"status":{"name":"a->b.Checkpoint","connector":{"state":"HIBERNATING","worker_id":"a:8083"},
        "tasks":[],"type":"source"}},
        "somebody else's":{"status":"in a shape of its own"}}
        """#

    @Test("connectors and their tasks come by one call, however many are asked for, and the missing are named")
    func connectors() throws {
        let server = try StubServer.saying(Self.connectors)
        defer { server.end() }
        let reading = try server.connect.connectors(
            ["a->b.Checkpoint", "gone", "mirror-source"], patience: patience)
        let trace = "org.apache.kafka.common.errors.RecordTooLargeException: too large"
        #expect(
            reading
                == ConnectorsReading(
                    connectors: [
                        ConnectorReading(name: "a->b.Checkpoint", state: .other("HIBERNATING"), worker: "a:8083"),
                        ConnectorReading(
                            name: "mirror-source", className: "MirrorSourceConnector", state: .running,
                            worker: "a:8083",
                            tasks: [
                                TaskReading(id: 0, state: .running, worker: "a:8083"),
                                TaskReading(id: 1, state: .failed, worker: "b:8083", trace: trace),
                            ]),
                    ], missing: ["gone"]))
        #expect(server.asked == ["GET /connectors?expand=status&expand=info"])
    }

    @Test("a connector that was asked for and makes no sense is an error with its name, not a missing one")
    func senselessConnector() throws {
        let server = try StubServer.saying(Self.connectors)
        defer { server.end() }
        let error = error { () throws(ConnectError) in
            _ = try server.connect.connectors(["somebody else's"], patience: patience)
        }
        #expect(error.map { "\($0)".contains("what it says of somebody else's: not what belongs at") } == true)
    }

    @Test("offsets of MirrorMaker 2's source are progress; those of its other connectors are none")
    func offsets() throws {
        let server = try StubServer.saying(
            #"""
            {"offsets":[{"partition":{"cluster":"A","partition":0,"topic":"orders"},"offset":{"offset":1234}},
            {"partition":{"cluster":"A","partition":1,"topic":"orders"},"offset":null},
            {"partition":{"cluster":"A","partition":2,"topic":"orders"},"offset":{"offset":9223372036854775807}},
            {"partition":{"group":"g","topic":"A.orders","partition":0},"offset":{"offset":0}},
            {"partition":{"sourceClusterAlias":"A","targetClusterAlias":"B"},"offset":{"offset":0}},
            {"partition":{"kafka_topic":7},"offset":"elsewhere"}]}
            """#)
        defer { server.end() }
        let offsets = try server.connect.mirrorOffsets(of: "a->b/MirrorSource", patience: patience)
        #expect(offsets == [MirrorOffset(cluster: "A", topic: "orders", partition: 0, lastCarried: 1234)])
        #expect(offsets?.first?.next == 1235)
        #expect(server.asked == ["GET /connectors/a-%3Eb%2FMirrorSource/offsets"])
    }

    @Test(
        "a Connect that serves no offsets does not offer them, which is no error; an unknown connector is one",
        arguments: ["404 Not Found", "405 Method Not Allowed"])
    func noOffsets(status: String) throws {
        let old = try StubServer.saying(#"{"error_code":404,"message":"HTTP \#(status)"}"#, status: status)
        defer { old.end() }
        #expect(try old.connect.mirrorOffsets(of: "mirror", patience: patience) == nil)
        let new = try StubServer.saying(
            #"{"error_code":404,"message":"Connector mirror not found"}"#, status: "404 Not Found")
        defer { new.end() }
        let error = error { () throws(ConnectError) in
            _ = try new.connect.mirrorOffsets(of: "mirror", patience: patience)
        }
        #expect(error?.kind == .refused(status: 404, "Connector mirror not found"))
    }
}

@Suite("What Connect should not have said")
struct BadAnswerTests {
    /// `says`: a part of the words it leads to.
    struct Answer: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let body: String
        var type = "application/json"
        let says: String
    }

    static let answers = [
        Answer(
            testDescription: "a page", body: "<html>\n<h1>Welcome to nginx!</h1></html>", type: "text/html",
            says: #"not JSON; 40 bytes came (text/html): "<html>""#),
        Answer(testDescription: "nothing", body: "", says: "not JSON; 0 bytes came"),
        Answer(testDescription: "half of it", body: #"{"mirror":{"status":{"na"#, says: "not JSON; 24 bytes came"),
        Answer(testDescription: "a list", body: "[\"mirror\"]", says: "not the kind of JSON expected"),
        Answer(
            testDescription: "a number for a state",
            body: #"{"mirror":{"status":{"connector":{"state":7},"tasks":[]}}}"#,
            says: "what it says of mirror: not what belongs at .mirror.status.connector.state"),
        Answer(
            testDescription: "no tasks at all",
            body: #"{"mirror":{"status":{"connector":{"state":"RUNNING"}}}}"#,
            says: "what it says of mirror: no .mirror.status.tasks in it"),
        Answer(
            testDescription: "a pit", body: String(repeating: #"{"mirror":"#, count: 100_000), says: "not JSON"),
        Answer(
            testDescription: "50 MB", body: #"{"mirror":""# + String(repeating: "x", count: 50_000_000) + #""}"#,
            says: "HTTP 200 with more than 16777216 bytes"),
    ]

    @Test("is an error that says what came", arguments: answers)
    func senseless(answer: Answer) throws {
        let server = try StubServer.saying(answer.body, type: answer.type)
        defer { server.end() }
        let error = error { () throws(ConnectError) in
            _ = try server.connect.connectors(["mirror"], patience: patience)
        }
        let said = try #require(error.map { "\($0)" })
        #expect(
            said.hasPrefix("GET /connectors of http://\(server.address)/: ") && said.contains(answer.says), "\(said)")
        #expect(said.utf8.count < 1_000)
    }

    @Test("is not repeated where it repeats a secret")
    func echo() throws {
        let server = try StubServer.saying("who is hunter2?", status: "401 Unauthorized", type: "text/plain")
        defer { server.end() }
        let client = ConnectClient(
            EndpointPlan(url: .plain("http://\(server.address)"), user: .plain("u"), password: .secret("hunter2")))
        let error = error { () throws(ConnectError) in _ = try client.worker(patience: patience) }
        #expect(error?.kind == .refused(status: 401, "who is (not shown)?"))
    }
}
