import Synchronization
import TestSupport

/// A registry of the tests' own: it answers as Confluent's documentation says a schema registry does, and counts what it
/// is asked. No real one can be had here.
final class StubRegistry: Sendable {
    struct Schema: Sendable {
        var id: Int
        var text: String
        var type: String?
    }

    /// What it holds, by subject and version.
    struct Content: Sendable {
        var subjects: [String: [Int: Schema]] = [:]
        var configs: [String: String] = [:]
        var compatibility = "BACKWARD"
        /// Nil: too old to know modes.
        var mode: String? = "READWRITE"
        /// Answered to every question, instead.
        var broken: [UInt8]?
    }

    private final class State: Sendable {
        let content: Mutex<Content>
        let asked = Mutex<[String]>([])

        init(_ content: Content) { self.content = Mutex(content) }
    }

    private let state: State
    private let server: StubServer

    init(_ content: Content) throws {
        let state = State(content)
        self.state = state
        server = try StubServer { request in
            let path = String(request.split(separator: " ").dropFirst().first ?? "")
            state.asked.withLock { $0.append(path) }
            return state.content.withLock { Self.answer(to: path, from: $0) }
        }
    }

    deinit { server.end() }

    var url: String { "http://\(server.address)" }
    var asked: [String] { state.asked.withLock { $0 } }
    var received: String { server.received }

    func change(_ change: @Sendable (inout Content) -> Void) { state.content.withLock { change(&$0) } }

    func forget() { state.asked.withLock { $0 = [] } }

    private static func answer(to path: String, from content: Content) -> [UInt8] {
        if let broken = content.broken { return broken }
        let parts = path.split(separator: "/").map { String($0).replacing("%3A", with: ":") }
        switch (parts.first, parts.count) {
        case ("subjects", 1): return ok("[\(content.subjects.keys.sorted().map(quoted).joined(separator: ","))]")
        case ("config", 1): return ok(#"{"compatibilityLevel":"\#(content.compatibility)"}"#)
        case ("config", 2):
            guard let level = content.configs[parts[1]] else {
                return refused(40408, "Subject '\(parts[1])' does not have subject-level compatibility configured")
            }
            return ok(#"{"compatibilityLevel":"\#(level)"}"#)
        case ("mode", 1):
            guard let mode = content.mode else { return StubServer.answer("404 Not Found", body: "no such page") }
            return ok(#"{"mode":"\#(mode)"}"#)
        case ("subjects", _): return answer(to: Array(parts.dropFirst()), of: content)
        default: return refused(404, "HTTP 404 Not Found")
        }
    }

    private static func answer(to parts: [String], of content: Content) -> [UInt8] {
        guard let versions = content.subjects[parts[0]] else {
            return refused(40401, "Subject '\(parts[0])' not found.")
        }
        guard parts.count == 3 else { return ok("[\(versions.keys.sorted().map { "\($0)" }.joined(separator: ","))]") }
        guard let number = Int(parts[2]), let schema = versions[number] else {
            return refused(40402, "Version \(parts[2]) not found.")
        }
        let type = schema.type.map { #","schemaType":"\#($0)""# } ?? ""
        return ok(
            #"{"subject":"\#(parts[0])","version":\#(number),"id":\#(schema.id)\#(type),"schema":\#(quoted(schema.text))}"#
        )
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n") + "\""
    }

    private static func ok(_ body: String) -> [UInt8] {
        StubServer.answer("200 OK", "Content-Type: application/vnd.schemaregistry.v1+json\r\n", body: body)
    }

    static func refused(_ code: Int, _ message: String) -> [UInt8] {
        let status = code >= 50_000 ? "500 Internal Server Error" : "404 Not Found"
        return StubServer.answer(
            status, "Content-Type: application/vnd.schemaregistry.v1+json\r\n",
            body: #"{"error_code":\#(code),"message":"\#(message)"}"#)
    }
}
