import EmbeddedNight
import Glibc
import Processes
import TestSupport
import Testing

/// The demo's clusters, traffic and troubles in a process of their own, and the demo's plan beside them: a commander
/// may die, and the estate goes on.
final class HostedEstate {
    private var host: Child
    private let scratch: Scratch
    private let orders: String
    let plan: String
    let record: NightRecord

    init() async throws {
        host = try Child(Launch(Program.path, ["_embedded", "guided", "1", "1"], input: .pipe, output: .pipe))
        host.output?.setNonBlocking()
        scratch = try Scratch()
        let estate = try await Self.whenReady(host.output)
        orders = estate.orders
        let script = EmbeddedNight.orderScript(orders: orders, program: Program.path)
        _ = try scratch.write(script, to: EmbeddedNight.orderScriptName)
        plan = try scratch.write(
            EmbeddedNight.planText(of: estate.clusters), to: "demo.yaml")
        record = NightRecord("\(scratch.path)/demo.night")
    }

    private static func whenReady(
        _ output: borrowing Descriptor?
    ) async throws -> (clusters: Announcement.Clusters, orders: String) {
        var text = ""
        let deadline = ContinuousClock.now + patience
        while ContinuousClock.now < deadline {
            if case .bytes(let bytes)? = try output?.read(atMost: 4_096) {
                text += String(decoding: bytes, as: UTF8.self)
            }
            for line in text.split(separator: "\n") {
                if case .ready(let clusters, let orders) = Announcement(line: String(line)) {
                    return (clusters, orders)
                }
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw TookTooLong(what: "the embedded estate is up", seen: text)
    }

    deinit {
        host.closeInput()
        if host.wait(atMost: .seconds(5)) == nil {
            host.signal(SIGKILL)
            _ = host.wait(atMost: .seconds(5))
        }
    }

    /// Where the producers write and the groups read, a line each, as the estate itself knows it.
    func status() async throws -> [String] {
        try await Program.run("_demo", orders, "status").output.split(separator: "\n").map(String.init)
    }
}
