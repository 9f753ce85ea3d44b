import Glibc
import Night
import Planfile
import TestSupport
import Testing

@Suite("A file that is no plan")
struct LimitTests {
    private func problems(_ bytes: [UInt8]) -> [String] {
        let loaded = Planfile.parse(bytes: bytes, secrets: exampleSecrets)
        #expect(loaded.plan == nil)
        return loaded.rendered
    }

    private func problems(_ text: String) -> [String] { problems(Array(text.utf8)) }

    @Test("is told apart: empty, UTF-16, Latin-1, binary")
    func encodings() {
        let empty = ["plan.yaml:1:1: the file is empty; a plan begins with night: NAME"]
        #expect(problems("") == empty)
        #expect(problems("\u{FEFF}") == empty)
        #expect(problems("# nothing yet\n") == empty)
        #expect(problems("---\n") == empty)
        #expect(
            problems([0xFF, 0xFE, 0x6E, 0x00]) == ["plan.yaml:1:1: the file is UTF-16; save it as UTF-8"])
        #expect(
            problems(Array("night: n\nx: é".utf8) + [0xE9, 0x0A])
                == ["plan.yaml:2:5: not UTF-8 here; save the file as UTF-8"])
        #expect(problems("night: n\nx: \0") == ["plan.yaml:2:4: a NUL byte; a plan is text"])
        #expect(
            problems("night: \u{1B}[2J")
                == ["plan.yaml:1:8: the control character U+001B cannot stand in a plan; remove it"])
        #expect(problems("night: \"a\\0b\"").contains("plan.yaml:1:8: a value cannot hold a NUL character"))
    }

    @Test("may still begin with a UTF-8 mark or a document's dashes, and end its lines as DOS does")
    func harmless() {
        #expect(load("\u{FEFF}" + smallPlan).rendered == [])
        #expect(load("---\n" + smallPlan + "...\n").rendered == [])
        #expect(load(smallPlan.split(separator: "\n").joined(separator: "\r\n")).rendered == [])
    }

    @Test("is refused for its size, its depth, its number of values or one long value")
    func sizes() {
        let long = String(repeating: "# padding\n", count: 110_000)
        #expect(problems(long) == ["plan.yaml:1:1: the file is longer than 1024 KiB; a plan is not"])

        let deep = "a: " + String(repeating: "[", count: 10_000)
        #expect(problems(deep) == ["plan.yaml:1:19: nested deeper than 16 levels; a plan is not"])

        let many = "a: [" + String(repeating: "x,", count: 60_000) + "]"
        #expect(problems(many) == ["plan.yaml:1:99999: more than 50000 values; a plan is smaller than that"])

        let value = "night: " + String(repeating: "x", count: 20_000)
        #expect(problems(value).contains("plan.yaml:1:8: a value longer than 16 KiB"))
    }

    @Test("has its problems listed up to a number, and no further")
    func manyProblems() {
        let unknown = (0..<1000).map { "key-\($0): x\n" }.joined()
        let loaded = load(unknown + String(repeating: "night: n\n", count: 1000))
        #expect(loaded.plan == nil)
        #expect(loaded.errors.count == 400)
        #expect(loaded.problems.last?.message == "and 1600 more problems")
    }

    @Test("is not one for its warnings, however many")
    func manyWarnings() {
        let steps = String(repeating: "{ run: [x] }, ", count: 99)
        let waves = (0..<4).map { wave in
            "  - { wave: w\(wave), pattern: all-at-once, owner: me, topics: [t\(wave)], steps: { proven: [\(steps)] } }\n"
        }
        let loaded = load(smallPlan + waves.joined())
        #expect(loaded.plan?.waves.count == 5)
        #expect(loaded.warnings.count == 201)
        #expect(loaded.problems.last?.message == "and 196 more problems")
    }

    @Test("is a directory, missing, a FIFO or too long, and is never waited for")
    func files() throws {
        let scratch = try Scratch()
        let folder = scratch.path
        #expect(reason(folder) == "cannot be read: a directory, not a file")
        #expect(reason(folder + "/none") == "cannot be read: no such file or directory")

        let fifo = folder + "/fifo"
        #expect(mkfifo(fifo, 0o600) == 0)
        #expect(reason(fifo) == "cannot be read: not a regular file")

        let file = try scratch.write(examplePlan, to: "plan.yaml")
        #expect(Planfile.load(path: file, secrets: exampleSecrets).rendered == [])
        try scratch.write(String(repeating: "#", count: 1024 * 1024 + 1), to: "plan.yaml")
        #expect(reason(file) == "cannot be read: longer than 1024 KiB")

        try scratch.write("sesame\n", to: "plan.yaml")
        let plan = smallPlan.replacing(
            "a:9092 }", with: "a:9092, properties: { sasl.password: \"${file:\(file)}\" } }")
        #expect(load(plan, secrets: .system).plan?.source.properties.first?.value == .secret("sesame"))
    }

    private func reason(_ path: String) -> String? {
        Planfile.load(path: path, secrets: exampleSecrets).problems.first?.message
    }
}
