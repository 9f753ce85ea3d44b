import BlackBox
import Foundation
import Glibc
import Night
import Processes
import SampleNights
import TestSupport
import Testing

/// The demo's night, played by itself and recorded, and every command that looks at the record afterwards.
@Suite("the morning after", .seated) struct MorningAfterTests {
    /// One wave went, one turned red and went back; then the program ended in good order.
    private static func record(in scratch: Scratch) async throws -> String {
        let file = "\(scratch.path)/x.night"
        let played = try await Program.run(["demo", "--autopilot", "--record", file], atMost: .seconds(240))
        #expect(played.exit == .code(0), "\(played.output.suffix(2_000))\(played.errors)")
        #expect(played.output.contains("autopilot: turns orders back: order-router does not converge"))
        #expect(played.output.contains("autopilot: orders is back where it was"))
        #expect(!played.output.contains("\u{1b}"))
        return file
    }

    private func good(_ words: String...) async throws -> String {
        let result = try await Program.run(words, atMost: .seconds(120))
        #expect(result.exit == .code(0), "\(words): \(result.errors)")
        return result.output
    }

    @Test("verify, replay, report, shot and export all tell the same night")
    func everything() async throws {
        let scratch = try Scratch()
        let file = try await Self.record(in: scratch)
        #expect(try await good("verify", file).contains("intact"))
        try await replays(file)
        try await replaysOnTerminal(file)
        try await reports(file, in: scratch)
        try await shoots(file, in: scratch)
        try await exports(file)
        try await hidesNames(file)
        try await overlays(file, in: scratch)
    }

    private func replays(_ file: String) async throws {
        let frames = try await good("replay", file, "--headless", "5", "--size", "120x36")
        #expect(frames.split(separator: "\n").count { $0.hasPrefix("-- frame ") } == 5)
        let end = try await good("replay", file, "--headless", "1", "--at", "end", "--screen", "runbook")
        #expect(end.contains("analytics") && end.contains("done"))
        #expect(try await good("replay", file, "--plain").contains("orders is back where it was"))
        let nowhere = try await Program.run("replay", file, "--headless", "1", "--at", "teatime")
        #expect(nowhere.exit == .code(64) && nowhere.errors.contains("teatime"))
    }

    private func replaysOnTerminal(_ file: String) async throws {
        let seat = try await Seat(120, 36)
        try await seat.start("replay \(file)")
        try await seat.wait(for: "THE PAST", "replay", "space play")
        try await seat.press("n")
        try await seat.wait(for: "RED orders order-router does not converge", "✗ RED")
        try await seat.press("a")
        try await seat.wait(for: "a recording: nothing can be done in it")
        try await seat.press("2", "/")
        try await seat.press("o", "r", "d", "e", "r", "s", "-", "p", "a", "i", "d", "Enter", "Enter")
        try await seat.wait(for: "PARTITIONS 1 to ", "order-router")
        try await seat.press("1", ":", "s", "t", "a", "r", "t", "Enter", ".", ".", ".", ".", "p")
        try await seat.wait(for: "16x", "end of the record")
        try await seat.press("q")
        #expect(try await seat.waitForEnd() == 0)
    }

    private func reports(_ file: String, in scratch: Scratch) async throws {
        let text = try await good("report", file)
        #expect(text.contains("Wave orders") && text.contains("went back at") && text.contains("is intact"))
        _ = try await good("report", file, "-o", "\(scratch.path)/x.html")
        let page = String(decoding: scratch.bytes(of: "x.html"), as: UTF8.self)
        #expect(page.hasPrefix("<!doctype html>") && page.contains("</html>") && page.contains("Price of going back"))
        let again = try await Program.run("report", file, "-o", "\(scratch.path)/x.html")
        #expect(again.exit == .code(70) && again.errors.contains("it is there already"))
    }

    private func shoots(_ file: String, in scratch: Scratch) async throws {
        _ = try await good("shot", file, "--at", "end", "--size", "80x24", "-o", "\(scratch.path)/x.txt")
        _ = try await good("shot", file, "--at", "end", "--size", "80x24", "-o", "\(scratch.path)/x.svg")
        let frame = try await good("replay", file, "--headless", "1", "--at", "end", "--size", "80x24")
        let text = String(decoding: scratch.bytes(of: "x.txt"), as: UTF8.self)
        #expect(text == frame.split(separator: "\n", maxSplits: 1).last.map(String.init))
        #expect(String(decoding: scratch.bytes(of: "x.svg"), as: UTF8.self).contains("</svg>"))
    }

    private func exports(_ file: String) async throws {
        let csv = try await good("export", file, "--as", "csv", "--of", "lag")
        #expect(csv.hasPrefix("time,grp,cluster,records") && csv.contains(",order-router,"))
        for line in try await good("export", file, "--as", "jsonl").split(separator: "\n") {
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            try #require(object?["table"] is String, "\(line)")
        }
        let cast = try await good("export", file, "--as", "asciicast", "--size", "80x24").split(separator: "\n")
        #expect(cast.first?.contains("\"version\":3") == true)
        for line in cast.dropFirst() {
            try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) is [Any], "\(line.prefix(200))")
        }
        #expect(cast.contains { $0.contains("\"m\"") && $0.contains("orders") })
    }

    private func hidesNames(_ file: String) async throws {
        let names = ["order-router", "settlement", "balances-cache", "127.0.0.1"]
        for words in [
            ["report"], ["replay", "--headless", "3", "--size", "200x60"], ["replay", "--plain"],
            ["export", "--as", "jsonl"], ["export", "--as", "asciicast"], ["shot", "--size", "200x60"],
        ] {
            let said = try await Program.run(
                [words[0], file] + words.dropFirst() + ["--anonymise"], atMost: .seconds(120))
            #expect(said.exit == .code(0), "\(said.errors)")
            for name in names { #expect(!said.output.contains(name), "\(words): \(name)") }
        }
    }

    @Test("what happened after the last picture is marked in the asciicast, and no escape hides a name in an export")
    func afterTheLastPicture() async throws {
        let scratch = try Scratch()
        let path = "\(scratch.path)/x.night"
        let picture = SampleNight.snapshot()
        let (wave, topic) = (picture.waves[0].plan.name, picture.topics[0].name)
        let file = try NightFile.open(
            path: path, night: "payments", planDigest: String(repeating: "0", count: 64),
            holder: Holder(user: "ana", host: "bastion", process: 4_242), at: picture.at)
        file.recorder.take(shown: picture)
        file.append(
            .said(step: StepID(.proven, 1), wave: wave, "moved:\n\(topic)"), at: SampleNight.at(5), receipt: nil)
        file.append(.wave(wave, .closed), at: SampleNight.at(9), receipt: nil)
        file.close()
        let cast = try await good("export", path, "--as", "asciicast").split(separator: "\n")
        let marked = cast.suffix(3).dropLast()
        #expect(
            marked.allSatisfy { $0.contains("\"m\"") } && marked.last?.contains("wave \(wave)") == true, "\(marked)")
        for words in [["--as", "jsonl"], ["--as", "csv", "--of", "timeline"], ["--as", "csv", "--of", "steps"]] {
            let said = try await Program.run(["export", path, "--anonymise"] + words, atMost: .seconds(60)).output
            #expect(said.contains("moved:") && !said.contains(topic), "\(words): \(said)")
        }
    }

    /// The plan of the night itself, and two whose trigger on consumer lag is drawn tighter and wider.
    private func overlays(_ file: String, in scratch: Scratch) async throws {
        let plan = try await good("demo", "--print-plan")
        func judged(limit: String) async throws -> String {
            let other = plan.replacing("above: 12s", with: "above: \(limit)")
            let path = try scratch.write(other, to: "\(limit).yaml")
            return try await good("replay", file, "--plan", path)
        }
        let renamed = try scratch.write(
            plan.replacing("wave: orders", with: "wave: other").replacing(", orders]", with: "]"), to: "renamed.yaml")
        let other = try await good("replay", file, "--plan", renamed)
        #expect(other.contains("wave other is not in this night") && other.contains("this plan has no such wave"))
        let (same, stricter, wider) = try await (judged(limit: "12s"), judged(limit: "3s"), judged(limit: "10m"))
        let reds = same.split(separator: "\n").filter { $0.hasPrefix("trigger ") }
        #expect(!reds.isEmpty && reds.allSatisfy { $0.hasSuffix("that night at the same time") }, "\(same)")
        #expect(!same.contains("not red "), "\(same)")
        #expect(stricter.contains("order-router does not converge red") && stricter.contains("s later"), "\(stricter)")
        #expect(stricter.contains("the way back could have begun"), "\(stricter)")
        #expect(wider.contains("with this plan it would not have been"), "\(wider)")
        #expect(wider.contains("this plan's triggers would not have said so earlier"), "\(wider)")
    }

    @Test("a replayed frame is the frame that was live, at every moment and on every screen")
    func sameFrame() async throws {
        let scratch = try Scratch()
        for screen in ["night", "groups", "gates"] {
            let file = "\(scratch.path)/\(screen).night"
            let live = try await good(
                "demo", "--scenario", "storm", "--headless", "12", "--size", "120x36", "--screen", screen, "--record",
                file)
            let shown = live.components(separatedBy: "-- frame ").dropFirst().map { Self.picture($0) }
            #expect(shown.count == 12)
            let all = try await good(
                "replay", file, "--headless", "99", "--at", "start", "--size", "120x36", "--screen", screen)
            let replayed = all.components(separatedBy: "-- frame ").dropFirst().map { Self.picture($0) }
            for picture in shown { #expect(replayed.contains(picture), "\(screen):\n\(picture)") }
        }
    }

    private static func picture(_ printed: String) -> String {
        printed.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false).last.map(String.init) ?? ""
    }
}
