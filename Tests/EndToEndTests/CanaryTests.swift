import BlackBox
import Foundation
import Night
import Processes
import Testing

/// A commanded night with a canary in every place a secret can have, and everything that is left of it the morning
/// after.
@Suite("no secret and no payload", .seated) struct CanaryTests {
    private static let payload = "canary-payload-9b1d"
    private static let variables = [
        "CANARY_SASL": "canary-sasl-51c0", "CANARY_URL": "canary-url-77ae", "CANARY_USER": "canary-user-0f3b",
        "CANARY_WORD": "canary-word-c9d2", "CANARY_HOOK": "canary-hook-4e88",
    ]
    private static let fromFile = "canary-file-a6f5"
    private static var canaries: [String] { [payload, fromFile] + variables.values }

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
            "    steps:",
            to: """
                    connectors:
                      - { sink: warehouse, source-side: { url: \(url), \(access) }, target-side: { url: \(url) } }
                    steps:
                """)
        try night.editPlan(
            "undo: [./step.sh, undo, \"2\"] }",
            to: """
                undo: [./step.sh, undo, "2"] }
                        - { http: { method: PUT, url: \(url), \(access) }, undo: [./step.sh, undo, "2"] }
                """)
    }

    @Test("are in the record, on a screen, in a report or an export, or in what the program says")
    func canaries() async throws {
        try await record()
        let file = night.nightFile
        #expect(try await good("verify", file).contains("intact"))
        var left = [("the night file", night.plan.bytes(of: "rehearsal.night"))]
        left.append(("its blocks", Array(try unpacked().utf8)))
        left.append(("standard error", night.plan.bytes(of: "errors")))
        for words in [
            ["report"], ["report", "-o", "\(scratch.path)/x.html"], ["replay", "--plain"],
            ["replay", "--headless", "3", "--size", "200x60", "--screen", "runbook"],
            ["export", "--as", "jsonl"], ["export", "--as", "asciicast", "--size", "200x60", "--screen", "runbook"],
            ["shot", "--size", "200x60", "--screen", "runbook"],
            ["shot", "--size", "200x60", "-o", "\(scratch.path)/x.svg"],
        ] {
            let result = try await Program.run([words[0], file] + words.dropFirst(), atMost: patience)
            #expect(result.exit == .code(0), "\(words): \(result.errors)")
            left.append((words.joined(separator: " "), Array((result.output + result.errors).utf8)))
        }
        for name in ["x.html", "x.svg"] { left.append((name, scratch.bytes(of: name))) }
        for (place, bytes) in left {
            #expect(place == "standard error" || !bytes.isEmpty, "\(place)")
            for canary in Self.canaries { #expect(!bytes.contains(canary.utf8), "\(canary) in \(place)") }
        }
        #expect(left.contains { $0.1.contains("127.0.0.1:1".utf8) })
    }

    /// What is packed in the file, and no byte of which can be found in it: all pictures and readings.
    private func unpacked() throws -> String {
        let record = try RecordedNight(path: night.nightFile)
        var text = ""
        var at = record.span?.first
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
        let seat = try await Seat(environment: Self.variables)
        try await seat.start("run \(night.path) --execute 2>\(night.plan.folder)/errors")
        try await seat.wait(for: "NIGHT rehearsal", "q quit")
        try await seat.wait(until: "both clusters are read") { !$0.shows("no sweep yet") }
        try await seat.press("a", opening: "ADVANCE first")
        try await Task.sleep(for: .seconds(5))
        print(try await seat.screen())
        try await seat.press("Escape")
        try await seat.wait(until: "the dialog is gone") { !$0.shows("ADVANCE first") }
        try await seat.press("q")
        #expect(try await seat.waitForEnd() == 0)
    }
}
