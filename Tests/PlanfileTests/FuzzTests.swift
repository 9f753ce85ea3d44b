import Night
import Planfile
import TestSupport
import Testing

@Suite("A plan damaged at random")
struct FuzzTests {
    private static let hostile: [[UInt8]] = [
        "\t", "\0", ": ", "- ", "&a ", "*a", "<<: ", "{", "[", "]", "}", "\"", "'", "|", ">", "#", "!", "%", "?",
        "\n---\n",
        "${env:SOURCE_PASSWORD}", "${", "/(/", "\u{202E}", "\u{1B}[2J", "🦀", "99999999999999999999", "~",
    ].map { Array($0.utf8) }

    @Test("is a plan or has located problems, and gives no secret away", arguments: 1...8 as ClosedRange<UInt64>)
    func damaged(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let original = Array(examplePlan.utf8)
        let lines = original.count { $0 == UInt8(ascii: "\n") }
        for _ in 0..<400 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...4, using: &random) { Self.damage(&bytes, &random) }
            let loaded = Planfile.parse(bytes: bytes, secrets: exampleSecrets)
            let rendered = loaded.rendered.joined(separator: "\n")
            let isSound =
                (loaded.plan != nil) == loaded.errors.isEmpty
                && loaded.problems.allSatisfy { $0.line >= 1 && $0.line <= lines + 60 && $0.column >= 1 }
                && zip(loaded.problems, loaded.problems.dropFirst()).allSatisfy { $0.position <= $1.position }
                && !rendered.contains("correct-horse") && !rendered.contains("battery-staple")
                && !rendered.unicodeScalars.contains { $0.value < 32 && $0 != "\n" || $0 == "\u{202E}" }
            #expect(isSound, "seed \(seed): \(rendered)")
        }
    }

    private static func damage(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
        guard bytes.count > 40 else { return }
        let at = Int.random(in: 0..<bytes.count - 20, using: &random)
        switch Int.random(in: 0..<6, using: &random) {
        case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 2: bytes.removeSubrange(at..<at + Int.random(in: 1...20, using: &random))
        case 3: bytes.insert(contentsOf: hostile.randomElement(using: &random) ?? [], at: at)
        case 4: bytes.removeLast(bytes.count - at)
        default: swapLines(in: &bytes, &random)
        }
    }

    private static func swapLines(in bytes: inout [UInt8], _ random: inout SeededGenerator) {
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        lines.swapAt(.random(in: lines.indices, using: &random), .random(in: lines.indices, using: &random))
        bytes = Array(lines.joined(separator: [UInt8(ascii: "\n")]))
    }

    @Test("as a tower of aliases stays as small as it is written")
    func billionLaughs() {
        var text = "night: n\na0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol]\n"
        for level in 1...12 {
            let references = Array(repeating: "*a\(level - 1)", count: 8).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(references)]\n"
        }
        let loaded = load(text)
        #expect(loaded.plan == nil)
        #expect(loaded.problems.contains { $0.message.contains("no aliases") })
    }
}
