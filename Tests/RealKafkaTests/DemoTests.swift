import Glibc
import Night
import Processes
import TestSupport
import Testing

@testable import RealKafka

/// The program itself, started from outside.
@Suite("The demo on real Kafka", .enabled(if: Tier.runs, "\(Tier.report)"))
struct DemoTests {
    @Test(
        "shows both clusters and what MirrorMaker 2 moves, carries out orders there and back, and leaves nothing behind"
    )
    func orders() async throws {
        try await withDemo("--headless", "1000") { demo in
            try await demo.wait { said in
                let frame = said.suffix(40 * 150)
                return frame.matches(of: /probe +✓ sweeping/).count >= 2 && frame.contains(/moves +[1-9]/)
            }
            #expect(try demo.processes().count { $0.contains("kafka.Kafka") } == 4)

            try await demo.order("fence", "orders", "source")
            try await demo.order("stop-group", "order-router")
            // Each returns once the other side has all that was written.
            try await demo.order("move-producers", "orders", "target")
            try await demo.order("start-group", "order-router", "target")
            try await demo.order("stop-group", "order-router")
            try await demo.order("move-producers", "orders", "source")
            try await demo.order("start-group", "order-router", "source")
            let refused = try await demo.ordered("start-group", "order-router", "target")
            #expect(refused.exit == .code(1) && refused.said.contains("order-router runs on source"))

            demo.signal(SIGTERM)
            try await demo.expectNothingLeft()
        }
    }

    @Test("has the storm's troubles for real, and killed in the midst of them leaves nothing behind")
    func storm() async throws {
        try await withDemo("--plain", "--scenario", "storm", "--speed", "8") { demo in
            for trouble in ["bridge stalls", "target answers", "target broker"] {
                try await demo.wait { $0.contains("script: begins: \(trouble)") }
            }
            try await demo.wait { $0.contains("script: ends: target broker") }
            demo.signal(SIGKILL)
            try await demo.expectNothingLeft()
        }
    }

    @Test("says what is missing, before anything is started")
    func missing() async throws {
        let folder = try Keeper(in: "/tmp")
        let said = folder.folder + "/said"
        var environment = Launch.inheritedEnvironment()
        environment["KAFKA_HOME"] = folder.folder
        let demo = KeptProcess(
            try Child(
                Launch(
                    products + "/switchback", ["demo", "--kafka", "--plain"], environment: environment,
                    output: .file(said), errors: .output)))
        #expect(try await demo.exit(within: .seconds(120)) == .code(70))
        let start = "switchback: no demo on real Kafka: no libs/kafka-clients-*.jar in \(folder.folder);"
        #expect(try readText(said, atMost: 4_096).hasPrefix(start))
        await folder.end()
    }

    private func withDemo(_ options: String..., body: (RunningDemo) async throws -> Void) async throws {
        let seats = try await JavaSeats.ofThisProcess.takeForBrokers(6)
        defer { withExtendedLifetime(seats) {} }
        let demo = try RunningDemo(options)
        do {
            try await body(demo)
            await demo.end()
        } catch {
            await demo.end()
            throw error
        }
    }
}

/// `switchback demo --kafka`, with a folder that everything it starts is told of, and so can be found by.
private struct RunningDemo {
    private let keeper: Keeper
    private let temporary: String
    private let output: String
    private let process: KeptProcess

    init(_ options: [String]) throws {
        keeper = try Keeper(in: "/tmp")
        temporary = keeper.folder + "/t"
        try makeFolder(temporary)
        output = keeper.folder + "/output"
        var environment = Launch.inheritedEnvironment()
        environment["TMPDIR"] = temporary
        process = KeptProcess(
            try Child(
                Launch(
                    products + "/switchback", ["demo", "--kafka", Tier.installation.home] + options,
                    environment: environment, output: .file(output), errors: .output)))
    }

    func wait(until holds: @Sendable (String) -> Bool) async throws {
        try await process.wait(atMost: .seconds(180), named: "the demo", log: output) { [output] in
            (try? readText(output, atMost: 16 << 20)).map(holds) ?? false
        }
    }

    func order(_ words: String...) async throws {
        let (exit, said) = try await ordered(words)
        #expect(exit == .code(0), "\(words): \(said)")
    }

    func ordered(_ words: String...) async throws -> (exit: Exit?, said: String) { try await ordered(words) }

    private func ordered(_ words: [String]) async throws -> (exit: Exit?, said: String) {
        let folder = try #require(firstFile(of: temporary) { access("\(temporary)/\($0)/orders", F_OK) == 0 })
        let said = "\(keeper.folder)/said-\(words.joined(separator: "-"))"
        let order = KeptProcess(
            try Child(
                Launch(
                    products + "/switchback", ["_demo", "\(temporary)/\(folder)/orders"] + words,
                    output: .file(said), errors: .output)))
        return (try await order.exit(within: .seconds(120)), try readText(said, atMost: 1 << 16))
    }

    func signal(_ signal: Int32) { process.signal(signal) }

    func expectNothingLeft() async throws {
        let gone = try await Deadline.waiting(atMost: .seconds(120)) {
            (try? processes().isEmpty) == true && firstFile(of: temporary, where: Self.isVisible) == nil
        }
        let left = try processes() + [firstFile(of: temporary, where: Self.isVisible)].compactMap { $0 }
        #expect(gone, "\(left)")
    }

    private static func isVisible(_ file: String) -> Bool { !file.hasPrefix(".") }

    /// The command lines of all that it started.
    func processes() throws -> [String] {
        var found: [String] = []
        _ = firstFile(of: "/proc") { name in
            guard Int32(name) != nil, let told = try? readText("/proc/\(name)/environ", atMost: 1 << 20),
                told.contains(temporary), let line = try? readText("/proc/\(name)/cmdline", atMost: 1 << 20),
                !line.isEmpty
            else { return false }
            found.append(line.replacing("\0", with: " "))
            return false
        }
        return found
    }

    func end() async {
        process.kill()
        await keeper.end()
    }
}
