import Night
import TestSupport
import Testing

@Suite("A pattern")
struct NamePatternTests {
    @Test(
        "matches the whole name",
        arguments: [
            Meaning("audit", matches: ["audit"], not: ["audit-1", "my-audit", "Audit"]),
            Meaning("audit-*", matches: ["audit-", "audit-eu"], not: ["audit", "an-audit-eu"]),
            Meaning("a?d*t", matches: ["audit", "addt"], not: ["adit", "audits"]),
            Meaning("/audit/", matches: ["audit"], not: ["audit-1", "my-audit", "Audit", ""]),
            Meaning("/^audit$/", matches: ["audit"], not: ["audit-1", "^audit$"]),
            Meaning("/eu|us/", matches: ["eu", "us"], not: ["eus", "euus", "e"]),
            Meaning("/(eu|us)-(?:a|b)/", matches: ["eu-a", "us-b"], not: ["eu", "eu-", "eu-ab"]),
            Meaning("/.*/", matches: ["", "a", "an\nother", "日本"], not: []),
            Meaning("/日.🦀?/", matches: ["日本", "日本🦀"], not: ["日", "日🦀🦀🦀"]),
            Meaning("/(-old)?a/", matches: ["a", "-olda"], not: ["old", ""]),
            Meaning("/a{2}/", matches: ["aa"], not: ["a", "aaa"]),
            Meaning("/a{2,}/", matches: ["aa", "aaaaa"], not: ["a"]),
            Meaning("/a{0,2}b/", matches: ["b", "ab", "aab"], not: ["aaab", "a"]),
            Meaning("/(ab?){2,3}/", matches: ["aa", "abaab"], not: ["a", "aaaa"]),
            Meaning("/a+?b*?c??/", matches: ["a", "aabc"], not: ["bc", "acc"]),
            Meaning("/(a*)*/", matches: ["", "aaa"], not: ["b"]),
        ])
    func meaning(_ meaning: Meaning) throws {
        try meaning.check()
    }

    @Test(
        "tells characters apart by class",
        arguments: [
            Meaning("/[a-c_.-]+/", matches: ["a-b", "_c."], not: ["d", "A", ""]),
            Meaning("/[^a-c]/", matches: ["d", "-", "é"], not: ["a", "b", "dd"]),
            Meaning("/[a^$*]+/", matches: ["a^$*"], not: ["b"]),
            Meaning("/[à-ü]/", matches: ["é"], not: ["e", "日"]),
            Meaning("/[^à-ü]/", matches: ["e", "日"], not: ["é"]),
            Meaning(#"/\d\w\s/"#, matches: ["1_ ", "0z\t"], not: ["aa ", "1- ", "1aa", "٣a "]),
            Meaning(#"/\D\W\S/"#, matches: ["a-b", "é日x"], not: ["1-b", "aab", "a- "]),
            Meaning(#"/[\d\-x]+/"#, matches: ["1-x"], not: ["d", "\\"]),
            Meaning(#"/[^\W\d]/"#, matches: ["a", "_"], not: ["1", "-"]),
            Meaning(#"/a\.b\/\\\*/"#, matches: [#"a.b/\*"#], not: [#"axb/\*"#]),
            Meaning(#"/\W/"#, matches: ["`", "@", "[", "{", "^", "/", ":"], not: ["_", "a", "Z", "9"]),
            Meaning(#"/\S/"#, matches: ["\u{8}", "\u{E}", "\u{1F}", "!"], not: [" ", "\t", "\r", "\u{B}"]),
        ])
    func classes(_ meaning: Meaning) throws {
        try meaning.check()
    }

    @Test("agrees with Swift's own expressions about short names", arguments: 1...8 as ClosedRange<UInt64>)
    func oracle(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<60 {
            let text = RandomExpression.text(&random, depth: 3)
            let pattern = try NamePattern("/\(text)/")
            let oracle = try Regex(text)
            for _ in 0..<12 {
                let name = random.list(upTo: 7) { random in ["a", "b", "1", "-", "."][random.below(5)] }.joined()
                let expected = try oracle.wholeMatch(in: name) != nil
                #expect(pattern.matches(name) == expected, "seed \(seed): /\(text)/ and \"\(name)\"")
            }
        }
    }

    @Test(
        "answers in a time that the name's length bounds, however much there is to try", .timeLimit(.minutes(5)),
        arguments: [
            "(a|aa|aaa)+b", "(.*)*x", ".*.*.*.*.*.*x", "(a*)*(a*)*b", "(((a|b){1,7}){1,7}){1,7}x", "(a?){200}a{200}x",
            "((a+)+)+[^a]", "(((a|b){1,6}){1,6}){2,}x",
        ])
    func hostile(text: String) throws {
        let pattern = try NamePattern("/\(text)/")
        for length in [249, 32_000] {
            #expect(!pattern.matches(String(repeating: "a", count: length)))
        }
    }

    @Test("follows a long name to its end")
    func longName() throws {
        let name = String(repeating: "a", count: 31_999) + "b"
        #expect(try NamePattern("/(a|aa|aaa)+b/").matches(name))
        #expect(try !NamePattern("/(a|aa|aaa)+b/").matches(name + "b"))
    }
}

struct Meaning: Sendable, CustomTestStringConvertible {
    let pattern: String
    let matching: [String]
    let others: [String]

    init(_ pattern: String, matches matching: [String], not others: [String]) {
        self.pattern = pattern
        self.matching = matching
        self.others = others
    }

    var testDescription: String { pattern }

    func check() throws {
        let made = try NamePattern(pattern)
        for name in matching { #expect(made.matches(name), "\(pattern) and \"\(name)\"") }
        for name in others { #expect(!made.matches(name), "\(pattern) and \"\(name)\"") }
    }
}

private enum RandomExpression {
    private static let singles = ["a", "b", "1", "-", ".", "[ab]", "[^a]", "[0-9a-]", #"\d"#, #"\w"#, #"\."#, #"\W"#]
    private static let counts = ["*", "+", "?", "{2}", "{1,}", "{0,2}", "{2,3}", "*?", "+?", "??", "{1,2}?"]

    static func text(_ random: inout SeededGenerator, depth: Int) -> String {
        let branches = (0...random.below(2)).map { _ in sequence(&random, depth: depth) }
        return branches.joined(separator: "|")
    }

    private static func sequence(_ random: inout SeededGenerator, depth: Int) -> String {
        (0...random.below(3)).map { _ in repeated(&random, depth: depth) }.joined()
    }

    private static func repeated(_ random: inout SeededGenerator, depth: Int) -> String {
        var piece = singles[random.below(singles.count)]
        if depth > 0, random.below(3) == 0 {
            piece = (random.below(2) == 0 ? "(" : "(?:") + text(&random, depth: depth - 1) + ")"
        }
        return random.below(2) == 0 ? piece : piece + counts[random.below(counts.count)]
    }
}
