import BlackBox
import Foundation
import Night
import Processes
import SampleNights
import TestSupport
import Testing

/// A night whose names are made to do harm, and what other tools are given of it.
@Suite("names made to do harm") struct HostileNameTests {
    private static let names = [
        "\u{1}\u{7f}\u{9b}31m\r\n\t\u{1b}[2J", "'; DROP TABLE events; --", "a,\"\u{301}b\n\u{301}", "../../etc/passwd",
        "=cmd|' /C calc'!A0", "=\u{301}1", "{\"json\": \"\\\"}", "</script><script>alert(1)</script>",
        "\u{202e}gnp.exe\u{2028}", String(repeating: "n", count: 65_536),
    ]

    private let scratch: Scratch
    private var file: String { "\(scratch.path)/x.night" }

    init() throws {
        scratch = try Scratch()
        let at = SampleNight.start
        var picture = SampleNight.snapshot()
        let group = picture.groups[0]
        picture.groups = Self.names.map { name in
            var group = group
            group.name = name
            return group
        }
        let holder = Holder(user: "ana", host: "bastion", process: 1)
        let night = try NightFile.open(
            path: "\(scratch.path)/x.night", night: "hostile", planDigest: "plan", holder: holder, at: at)
        for name in Self.names { night.append(.key("arm \(name)"), at: at, receipt: nil) }
        night.recorder.take(shown: picture)
        night.close()
    }

    private func export(_ words: String...) async throws -> String {
        let result = try await Program.run(["export", file] + words, atMost: patience)
        #expect(result.exit == .code(0), "\(result.errors)")
        return result.output
    }

    @Test("are in a line of JSON as they are, each line an object")
    func jsonLines() async throws {
        var groups: Set<String> = []
        var keys: [String] = []
        for line in try await export("--as", "jsonl").utf8.split(separator: UInt8(ascii: "\n")) {
            let object = try #require(try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
            if object["table"] as? String == "lag" { groups.insert(try #require(object["grp"] as? String)) }
            if object["table"] as? String == "keys" { keys.append(try #require(object["pressed"] as? String)) }
        }
        #expect(groups == Set(Self.names))
        #expect(keys == Self.names.map { "arm \($0)" })
    }

    @Test("are one field of a CSV, and no formula")
    func csv() async throws {
        let rows = Self.parsed(try await export("--as", "csv", "--of", "lag"))
        let place = try #require(rows.first?.firstIndex(of: "grp"))
        #expect(rows.allSatisfy { $0.count == rows[0].count })
        let safe = Self.names.map { $0.unicodeScalars.first == "=" ? "'" + $0 : $0 }
        #expect(Set(rows.dropFirst().map { $0[place] }) == Set(safe))
    }

    @Test("reach no screen, picture or page as they are")
    func shown() async throws {
        let commands = [
            ["report"], ["replay", "--headless", "1", "--screen", "groups"], ["shot", "--screen", "groups"],
        ]
        for words in commands {
            let result = try await Program.run([words[0], file] + words.dropFirst(), atMost: patience)
            #expect(result.exit == .code(0), "\(words): \(result.errors)")
            let harm: [Unicode.Scalar] = ["\u{1}", "\u{7f}", "\u{9b}", "\u{202e}"]
            #expect(!result.output.unicodeScalars.contains { harm.contains($0) }, "\(words)")
            #expect(!result.output.contains("\u{1b}[2J"), "\(words)")
        }
        _ = try await Program.run(["report", file, "-o", "\(scratch.path)/x.html"], atMost: patience)
        let page = String(decoding: scratch.bytes(of: "x.html"), as: UTF8.self)
        #expect(page.hasPrefix("<!doctype html>") && !page.contains("<script>alert"))
    }

    @Test("times are UTC, wherever it is looked at")
    func utc() async throws {
        let here = try await export("--as", "csv", "--of", "timeline")
        let there = try await Program.run(
            "/usr/bin/env", ["TZ=America/New_York", Program.path, "export", file, "--as", "csv", "--of", "timeline"])
        #expect(there.output == here)
        let report = try await Program.run("/usr/bin/env", ["TZ=Asia/Kathmandu", Program.path, "report", file])
        #expect(try await Program.run("report", file).output == report.output)
    }

    /// RFC 4180, by scalars.
    private static func parsed(_ text: String) -> [[String]] {
        var (rows, row, field) = ([[String]](), [String](), "")
        var isQuoted = false
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\"" where isQuoted && rest.first == "\"":
                field.unicodeScalars.append("\"")
                rest = rest.dropFirst()
            case "\"": isQuoted.toggle()
            case "," where !isQuoted:
                row.append(field)
                field = ""
            case "\r" where !isQuoted && rest.first == "\n":
                rest = rest.dropFirst()
                rows.append(row + [field])
                (row, field) = ([], "")
            default: field.unicodeScalars.append(scalar)
            }
        }
        return rows
    }
}
