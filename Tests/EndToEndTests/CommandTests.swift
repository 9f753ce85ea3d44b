import FoundationEssentials
import Processes
import TestSupport
import Testing

/// The commands that need no terminal, as scripts use them.
@Suite("commands for scripts", .seated) struct CommandTests {
    @Test("check says what is wrong with a plan, where, and with its exit code")
    func check() async throws {
        let good = try PlanOnDisk(source: "127.0.0.1:1", target: "127.0.0.1:2")
        let passed = try await Program.run("check", good.path)
        #expect(passed.exit == .code(0))
        #expect(passed.output.contains("1 wave"))

        let lean = try PlanOnDisk(
            source: "127.0.0.1:1", target: "127.0.0.1:2",
            budget: "      error-rate: { metric: errors.rate, limit: 1/s }")
        let warned = try await Program.run("check", lean.path)
        #expect(warned.exit == .code(1))
        #expect(warned.output.contains("replication-lag"))

        let bad = try PlanOnDisk(source: "127.0.0.1:1", target: "127.0.0.1:2", more: "    gaets: []\npol: 3s")
        let failed = try await Program.run("check", bad.path)
        #expect(failed.exit == .code(2))
        #expect(failed.output.contains("\(bad.path):"))
        #expect(failed.output.contains("gates") && failed.output.contains("poll"))

        let missing = try await Program.run("check", "/nowhere/plan.yaml")
        #expect(missing.exit == .code(2))
    }

    @Test("a demo is recorded in a file of its own: its clusters are new, and no night on them goes on from another")
    func recordedTwice() async throws {
        let scratch = try Scratch()
        let file = try scratch.write("kept", to: "x.night")
        let refused = try await Program.run("demo", "--autopilot", "--record", file)
        #expect(refused.exit == .code(70) && refused.errors.contains("x.night: it is there already"))
        #expect(scratch.bytes(of: "x.night") == Array("kept".utf8))
    }

    @Test("check says of a bridge, gate, line or step that it would never do anything, and where the wave would stop")
    func unbuilt() async throws {
        let scratch = try Scratch()
        let plan = try scratch.write(Self.unbuiltPlan, to: "plan.yaml")
        let warned = try await Program.run("check", plan)
        #expect(warned.exit == .code(1))
        for (line, words) in [
            (7, "only the first bridge is measured"),
            (9, "\"bytes\": source.bytes-out is read from the source's metrics:"),
            (21, "\"records\": not measured"), (22, "\"schema parity\": it compares the schema-registry: of both"),
            (24, "\"hot\": source.bytes-out"), (31, "\"closed\": closing a wave runs no steps"),
        ] {
            #expect(
                warned.output.split(separator: "\n").contains { $0.contains(":\(line):") && $0.contains(words) },
                "\(line): \(words)\n\(warned.output)")
        }
        #expect(!warned.output.contains("inventory"), "this gate is measured")
        for line in 27...30 { #expect(!warned.output.contains(":\(line):"), "these steps do what they say") }
    }

    @Test("check says of a position or a drain without a bridge to rest on that the wave would stop there")
    func bridgeless() async throws {
        let scratch = try Scratch()
        let bridge =
            "bridge:\n  - mirrormaker2: { connect: \"http://127.0.0.1:3\", connectors: [mirror] }\n  - link: {}\n"
        let plan = try scratch.write(
            Self.unbuiltPlan.replacing(bridge, with: "").replacing(
                "connect: { pause: mirror, at: source-side }", with: "wait: 1s"),
            to: "plan.yaml")
        let warned = try await Program.run("check", plan)
        for (line, words) in [
            (13, "\"reports\": positions are carried over a bridge, and the plan names none"),
            (25, "\"offsets\": positions are carried over a bridge, and the plan names none: the wave would stop here"),
            (26, "\"drain\": it waits for a bridge, and the plan names none: the wave would stop here"),
        ] {
            #expect(
                warned.output.split(separator: "\n").contains { $0.contains(":\(line):") && $0.contains(words) },
                "\(line): \(words)\n\(warned.output)")
        }
        #expect(!warned.output.contains("settlement"), "a reset needs no bridge")
    }

    private static let unbuiltPlan = """
        night: rehearsal
        clusters:
          source: { bootstrap: "127.0.0.1:1" }
          target: { bootstrap: "127.0.0.1:2", prometheus: { url: "http://127.0.0.1:4" } }
        bridge:
          - mirrormaker2: { connect: "http://127.0.0.1:3", connectors: [mirror] }
          - link: {}
        budget:
          bytes: { metric: source.bytes-out, limit: 80 MB/s }
        waves:
          - wave: first
            pattern: consumer-first
            owner: payments
            topics: [orders]
            groups:
              - { group: reports, offsets: translate }
              - { group: settlement, offsets: { reset: earliest } }
            producers: [User:web]
            gates:
              - gate: inventory
              - gate: records
              - gate: schema parity
            triggers:
              - { trigger: hot, metric: source.bytes-out, above: 80 MB/s, for: 10s }
            steps:
              consumers-moved:
                - connect: { pause: mirror, at: source-side }
                - offsets: translate
                - drain: { still-for: 5s }
                - offsets: { reset: earliest }
              closed:
                - wait: 1s
        """

    @Test("check says of a hook that could not be started why, and where the plan names it")
    func hooks() async throws {
        let plan = try PlanOnDisk(
            source: "127.0.0.1:1", target: "127.0.0.1:2",
            more: """
                    gates:
                      - { gate: ours, owner: web, run: [./checks/ours.sh] }
                      - { gate: theirs, owner: web, run: ["true"] }
                    steps:
                      replicating:
                        - { run: [no-such-program, up], undo: [./plan.yaml, down] }
                        - { run: [sh, -c, "exit 0"], undo: [/bin/sh, -c, "exit 0"] }
                """)
        let warned = try await Program.run("check", plan.path)
        #expect(warned.exit == .code(1))
        let hook = "\(plan.folder)/./"
        let expected = [
            "23:35: warning: \"./checks/ours.sh\": \(hook)checks/ours.sh: No such file or directory: "
                + "this gate would stay unknown",
            "27:13: warning: \"no-such-program\": no-such-program: not an executable in any folder of PATH: "
                + "the wave would stop here",
            "27:41: warning: \"./plan.yaml\": \(hook)plan.yaml: not executable; chmod +x it: "
                + "the way back would be stuck here",
        ]
        let lines = warned.output.split(separator: "\n").map(String.init)
        #expect(lines.last?.hasPrefix("night file: at least ") == true)
        let warnings = lines.dropLast(2)
        #expect(Array(warnings) == expected.map { "\(plan.path):\($0)" })
    }

    @Test("check --connect asks the clusters")
    func connect() async throws {
        let estate = try QuietEstate()
        let right = try estate.plan()
        let found = try await Program.run("check", "--connect", right.path)
        #expect(found.exit == .code(0), "\(found.output)")

        let misspelt = try estate.plan(topics: ["odrers"])
        let missed = try await Program.run("check", "--connect", misspelt.path)
        #expect(missed.exit == .code(3))
        #expect(missed.output.contains("on neither cluster: odrers"))
    }

    @Test("status is 0 when all is inside, 1 when a line warns, 2 when a partition has no leader or nothing answers")
    func status() async throws {
        let estate = try QuietEstate()
        let plan = try estate.plan()
        let green = try await Program.run("status", "--json", plan.path)
        #expect(green.exit == .code(0), "\(green.output)")
        try #expect(standing(in: green.output) == "green")

        let tight = try estate.plan(
            budget: "      target-produce-latency: { metric: target.produce.p99, limit: 0.01ms, for: 1h }")
        let warned = try await Program.run("status", "--json", tight.path)
        #expect(warned.exit == .code(1), "\(warned.output)")
        try #expect(standing(in: warned.output) == "warning")

        try estate.loseLeader(of: "orders")
        let red = try await Program.run("status", plan.path)
        #expect(red.exit == .code(2), "\(red.output)")
        #expect(red.output.contains("without a leader"))

        let unreachable = try PlanOnDisk.unreachable()
        let silent = try await Program.run("status", unreachable.path)
        #expect(silent.exit == .code(2))
        #expect(silent.output.contains("answers nothing"))
    }

    @Test("status is 3 when what the plan is about cannot be seen")
    func statusUnknown() async throws {
        let estate = try QuietEstate()
        let plan = try estate.plan(topics: ["odrers"])
        let unknown = try await Program.run("status", "--json", plan.path)
        #expect(unknown.exit == .code(3))
        try #expect(standing(in: unknown.output) == "unknown")
    }

    private struct Status: Decodable {
        let schema: Int
        let standing: String
    }

    private func standing(in json: String) throws -> String {
        try JSONDecoder().decode(Status.self, from: Data(json.utf8)).standing
    }

    @Test("headless frames are as many as asked, each of the size asked, each another")
    func headless() async throws {
        let result = try await Program.run("demo", "--headless", "3", "--size", "120x36")
        #expect(result.exit == .code(0))
        let frames = result.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            .split { $0.hasPrefix("-- frame") }.map(Array.init)
        #expect(frames.count == 3)
        #expect(Set(frames).count == 3)
        for frame in frames {
            #expect(frame.count == 36)
            #expect(frame.allSatisfy { $0.count <= 120 })
        }
    }

    @Test("with no terminal the cockpit goes on with lines, and no escape sequence")
    func pipe() async throws {
        let plan = try PlanOnDisk.unreachable()
        let result = try await Program.run("sh", ["-c", "\(Program.path) watch \(plan.path) | head -n 3"])
        #expect(result.errors.contains("not both a terminal"))
        #expect(result.output.contains("source probe"))
        #expect(!result.output.utf8.contains(0x1b))
    }

    @Test(
        "a command line that makes no sense is answered with what would",
        arguments: [
            ("wach plan.yaml", "did you mean watch?"), ("watch", "a plan file is missing"),
            ("watch a b", "'b' is one word too many"), ("demo --senario calm", "did you mean --scenario?"),
            ("demo --speed 99", "expected 0.25 to 16"), ("demo --size 80", "COLUMNSxROWS"),
            ("demo --theme nosuch", "colour-blind-safe"), ("demo --headless", "--headless wants a number"),
            ("help me", "no command 'me'"), ("run a --size 80x24", "--size are for watch"),
            ("release a --why x", "no option --why here"),
        ])
    func usage(words: String, answer: String) async throws {
        let result = try await Program.run(Program.path, words.split(separator: " ").map(String.init))
        #expect(result.exit == .code(64))
        #expect(result.output.isEmpty)
        #expect(result.errors.contains(answer), "\(result.errors)")
        #expect(result.errors.contains("see switchback help"))
    }
}
