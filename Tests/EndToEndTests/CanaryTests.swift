import BlackBox
import Glibc
import Night
import Processes
import TestSupport
import Testing

/// A commanded night with a canary in every place a secret can have, and everything that is left of it the morning
/// after.
@Suite("no secret and no payload", .seated) struct CanaryTests {
    private static let payload = "canary-payload-9b1d"
    private static let variables = [
        "CANARY_SASL": "canary-sasl-51c0", "CANARY_URL": "canary-url-77ae", "CANARY_USER": "canary-user-0f3b",
        "CANARY_WORD": "canary-word-c9d2",
    ]
    /// In the environment of whatever the program starts, which is told the locale.
    private static let hooks = "canary-hook-4e88"
    private static let fromFile = "canary-file-a6f5"
    private static var canaries: [String] { [payload, fromFile, hooks] + variables.values }

    private let night: SteppedNight
    private let scratch: Scratch

    init() throws {
        night = try SteppedNight(payload: Self.payload)
        scratch = try Scratch()
        try plant()
    }

    /// Nobody answers where the plan's own endpoints lead: what is said of that is part of the night.
    private func plant() throws {
        let secret = try scratch.write(Self.fromFile, to: "secret")
        let access = "user: \"${env:CANARY_USER}\", password: \"${env:CANARY_WORD}\""
        let url = "\"http://127.0.0.1:1/${env:CANARY_URL}\""
        try night.editPlan(
            "probe-topic: switchback-probe",
            to: """
                probe-topic: switchback-probe, metrics: [{ url: \(url), \(access) }], \
                prometheus: { url: \(url), token: "${file:\(secret)}" }, \
                schema-registry: { url: \(url), \(access) }, \
                properties: { sasl.password: "${env:CANARY_SASL}", ssl.key.password: "${file:\(secret)}" }
                """)
        try night.editPlan(
            "undo: [./step.sh, undo, \"2\"] }",
            to: """
                undo: [./step.sh, undo, "2"] }
                        - { http: { method: PUT, url: \(url), \(access) }, undo: [./step.sh, undo, "2"] }
                  - wave: second
                    pattern: consumer-first
                    owner: payments
                    topics: [others]
                    groups: []
                    producers: [User:web]
                    observe: 10m
                    connectors:
                      - { sink: warehouse, source-side: { url: \(url), \(access) }, target-side: { url: \(url) } }
                """)
        let script = night.contents(of: "step.sh")
        try night.write(
            script.replacing("#!/bin/sh\n", with: "#!/bin/sh\nenv > environment\n"),
            to: "step.sh")
    }

    @Test("is in the record, on a screen, in a report or an export, or in what the program says")
    func canaries() async throws {
        try await record()
        let file = night.nightFile
        #expect(try await good("verify", file).contains("intact"))
        var left = [("the night file", night.plan.bytes(of: "rehearsal.night"))]
        left.append(("its blocks", Array(try unpacked().utf8)))
        left.append(("standard error", night.plan.bytes(of: "errors")))
        let tables = RecordedView.allCases.map { ["export", "--as", "csv", "--of", $0.rawValue] }
        let screens = [
            ["report"], ["replay", "--plain"],
            ["replay", "--headless", "3", "--size", "200x60", "--screen", "runbook"],
            ["export", "--as", "jsonl"], ["export", "--as", "asciicast", "--size", "200x60", "--screen", "runbook"],
            ["shot", "--size", "200x60", "--screen", "runbook"],
        ]
        for words in screens + tables {
            let result = try await Program.run([words[0], file] + words.dropFirst(), atMost: patience)
            #expect(result.exit == .code(0), "\(words): \(result.errors)")
            left.append((words.joined(separator: " "), Array((result.output + result.errors).utf8)))
        }
        for (command, name) in [("report", "x.html"), ("shot", "x.svg"), ("shot", "x.png")] {
            _ = try await good(command, file, "-o", "\(scratch.path)/\(name)")
            left.append((name, scratch.bytes(of: name)))
        }
        let given = night.contents(of: "environment")
        for canary in Self.canaries { #expect(given.contains(canary) == (canary == Self.hooks), "\(canary)") }
        for (place, bytes) in left {
            #expect(place == "standard error" || !bytes.isEmpty, "\(place)")
            for canary in Self.canaries { #expect(!bytes.contains(canary.utf8), "\(canary) in \(place)") }
        }
        // They were looked for where they would be: what was recorded speaks of the places they stood in.
        #expect(left.count { $0.1.contains("(secret)".utf8) } > 3)
    }

    /// What is packed in the file, and no byte of which can be found in it: all pictures and readings.
    private func unpacked() throws -> String {
        let record = try RecordedNight(path: night.nightFile)
        var text = ""
        var at = try record.span?.first
        while let stamp = at {
            text += String(reflecting: try record.picture(at: stamp.moment))
            at = try record.pictureStamp(after: stamp.moment)
        }
        try record.readings(from: nil) { observed in
            text += String(reflecting: observed); return true
        }
        return text
    }

    private func good(_ words: String...) async throws -> String {
        let result = try await Program.run(words, atMost: patience)
        #expect(result.exit == .code(0), "\(words): \(result.errors)")
        return result.output
    }

    /// The steps that can go go; the one that calls an address nobody answers at stops it.
    private func record() async throws {
        let seat = try await Seat(environment: Self.variables.merging(["LC_CANARY": Self.hooks]) { $1 })
        try await seat.start("run \(night.path) --execute 2>\(night.plan.folder)/errors")
        try await seat.wait(for: "NIGHT rehearsal", "q quit")
        try await seat.wait(until: "both clusters are read") {
            !$0.shows("no sweep yet") && !$0.shows("no answer yet")
        }
        try await seat.press("a", opening: "ADVANCE first")
        try await seat.wait(until: "nothing is in its way") {
            $0.shows("armed, lapses in", "0 unknown", "3 ready", "leaves")
        }
        try await seat.spell("first")
        try await seat.wait(for: "matches, enter")
        try await seat.press("Enter")
        try await until("the call of nobody has failed") {
            try night.recorded().contains { if case .stopped = $0 { true } else { false } }
        }
        // As often as it takes: keys that come right after the screen has changed are not heard.
        try await seat.wait(for: "STOPPED first at replicating 3")
        try await seat.press("q", opening: "ended:0.")
    }
}
