import Night
import TestSupport
import Testing

@testable import Probes

@Suite("The reader of a schema registry")
struct SchemaRegistryTests {
    private typealias Schema = StubRegistry.Schema

    private func reader(
        _ registry: StubRegistry, _ topics: [String] = ["orders"], twinPrefix: String = "",
        every: Duration = .zero
    ) throws -> SchemaRegistryEndpoint {
        let order = EndpointsOrder(
            cluster: .source, poll: .seconds(1), topics: try topics.map { try NamePattern($0) },
            twinPrefix: twinPrefix, patience: .seconds(30))
        return SchemaRegistryEndpoint(EndpointPlan(registry.url), order, every: every)
    }

    /// Reads until a round is through.
    private func listing(_ reader: SchemaRegistryEndpoint) throws -> (SubjectListing, mostCalls: Int) {
        var most = 0
        for _ in 0..<1_000 {
            let answer = reader.read()
            most = max(most, answer.calls.count)
            for case .subjects(let listing) in answer.observations { return (listing, most) }
        }
        throw NeverThrough()
    }

    private struct NeverThrough: Error {}

    @Test("reads what the plan's topics have in it: versions, ids, compatibility, mode; others are only counted")
    func reads() throws {
        let registry = try StubRegistry(
            .init(
                subjects: [
                    "orders-value": [
                        1: Schema(id: 7, text: #"{"type":"string"}"#), 3: Schema(id: 9, text: "x", type: "PROTOBUF"),
                    ],
                    "orders-key": [1: Schema(id: 8, text: #""long""#)], "com.acme.Order": [1: Schema(id: 1, text: "y")],
                    "refunds-value": [1: Schema(id: 2, text: "z")],
                ], configs: ["orders-key": "FULL"]))
        let (listing, _) = try listing(reader(registry))
        #expect(listing.total == 4 && listing.leftOut == 0 && listing.failure == nil)
        #expect(listing.compatibility == "BACKWARD" && listing.mode == "READWRITE")
        #expect(listing.subjects.map(\.name) == ["orders-key", "orders-value"])
        #expect(listing.subjects.map(\.compatibility) == ["FULL", nil])
        #expect(listing.subjects.last?.versions.map(\.number) == [1, 3])
        #expect(listing.subjects.last?.versions.map(\.id) == [7, 9])
        #expect(registry.received.contains("application/vnd.schemaregistry.v1+json"))
        #expect(!registry.asked.contains { $0.contains("refunds") || $0.contains("acme") })
    }

    @Test("the same schema has the same digest however it is laid out, and another type or text another")
    func digests() throws {
        func digest(_ text: String, _ type: String? = nil) throws -> String? {
            let schema = Schema(id: 1, text: text, type: type)
            let registry = try StubRegistry(.init(subjects: ["orders-value": [1: schema]]))
            return try listing(reader(registry)).0.subjects.first?.versions.first?.digest
        }
        let plain = try digest(#"{"type":"record","doc":"a \"b  c"}"#)
        #expect(try digest("{ \"type\" : \"record\",\n \"doc\":\"a \\\"b  c\" }") == plain)
        #expect(try digest(#"{"type":"record","doc":"a \"b c"}"#) != plain)
        #expect(try digest(#"{"type":"record","doc":"a \"b  c"}"#, "JSON") != plain)
        #expect(try digest(#"{"type":"record","doc":"a \"b  c"}"#, "AVRO") == plain)
    }

    @Test("does not ask again for a version it has read, until the subject is made anew")
    func unchanged() throws {
        let registry = try StubRegistry(
            .init(subjects: ["orders-value": [1: Schema(id: 7, text: "a"), 2: Schema(id: 8, text: "b")]]))
        let reader = try reader(registry)
        _ = try listing(reader)
        registry.forget()
        registry.change { $0.subjects["orders-value"]?[3] = Schema(id: 9, text: "c") }
        #expect(try listing(reader).0.subjects.first?.versions.map(\.id) == [7, 8, 9])
        #expect(registry.asked.filter { $0.contains("versions/") } == ["/subjects/orders-value/versions/3"])
        registry.change { $0.subjects["orders-value"] = [1: Schema(id: 30, text: "other")] }
        #expect(try listing(reader).0.subjects.first?.versions.map(\.id) == [30])
    }

    @Test("asks a registry of five thousand subjects for the plan's alone, and never more at a time than its budget")
    func budget() throws {
        var content = StubRegistry.Content()
        for number in 0..<5_000 { content.subjects["t\(number)-value"] = [1: Schema(id: number, text: "s\(number)")] }
        let registry = try StubRegistry(content)
        let (listing, mostCalls) = try listing(reader(registry, ["t4?"]))
        #expect(listing.subjects.count == 10 && listing.total == 5_000)
        #expect(mostCalls <= SchemaRegistryEndpoint.requestsPerRead)
        // A budget spent within a subject has its versions listed once more.
        #expect(registry.asked.count <= 3 + 10 * 3 + 2)
    }

    @Test("knows a twin's subject behind the bridge's prefix, and a registry too old to know modes")
    func twins() throws {
        let registry = try StubRegistry(
            .init(subjects: ["source.orders-value": [1: Schema(id: 7, text: "a")]], mode: nil))
        let (listing, _) = try listing(reader(registry, twinPrefix: "source."))
        #expect(listing.subjects.map(\.name) == ["source.orders-value"])
        #expect(listing.mode == nil && listing.failure == nil)
    }

    @Test("says what is wrong instead of what it held before, and is asked again")
    func failures() throws {
        let registry = try StubRegistry(.init(subjects: ["orders-value": [1: Schema(id: 7, text: "a")]]))
        let reader = try reader(registry)
        _ = try listing(reader)
        let bad: [(bytes: [UInt8], says: String)] = [
            (StubRegistry.refused(50_001, "Error in the backend data store"), "HTTP 500, 50001: Error in the backend"),
            (
                StubServer.answer("200 OK", "Content-Type: text/html\r\n", body: "<html>login</html>"),
                "no registry's answer"
            ),
            (StubServer.answer("200 OK", body: #"["orders-value""#), "no registry's answer"),
            (StubServer.answer("401 Unauthorized", body: "no"), "HTTP 401: no"),
        ]
        for (bytes, says) in bad {
            registry.change { $0.broken = bytes }
            let (listing, _) = try listing(reader)
            #expect(listing.subjects.isEmpty)
            #expect(listing.failure?.contains(says) == true, "\(listing.failure ?? "nothing")")
        }
        registry.change { $0.broken = nil }
        #expect(try listing(reader).0.subjects.count == 1)
    }

    @Test("rests between its rounds, and asks nothing meanwhile")
    func rests() throws {
        let registry = try StubRegistry(.init())
        let reader = try reader(registry, every: .seconds(3_600))
        _ = try listing(reader)
        registry.forget()
        #expect(reader.read().calls.isEmpty && registry.asked.isEmpty)
    }
}
