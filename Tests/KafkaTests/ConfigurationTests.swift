import Kafka
import Testing

@Suite("librdkafka's properties") struct ConfigurationTests {
    private func problem(_ name: String, _ value: String) -> Configuration.Problem? {
        Configuration([(name, value)]).problems().first
    }

    @Test(
        "a misspelt name is named, with the nearest one there is",
        arguments: [
            ("sasl.pasword", "sasl.password"), ("bootstrap.server", "bootstrap.servers"),
            ("security.protocoll", "security.protocol"), ("ssl.ca.locaton", "ssl.ca.location"),
        ])
    func misspelt(name: String, meant: String) {
        #expect(problem(name, "hunter2")?.suggestion == meant)
        #expect(problem(name, "hunter2")?.property == name)
    }

    @Test("a name like no other gets no guess", arguments: ["colour", "x", "", String(repeating: "a", count: 5_000)])
    func noGuess(name: String) {
        #expect(problem(name, "red") != nil)
        #expect(problem(name, "red")?.suggestion == nil)
    }

    @Test(
        "a value that is refused is not repeated, whole or in part",
        arguments: [
            ("security.protocol", "hunter2"), ("sasl.mechanisms", "PLAIN,hunter2"), ("debug", "broker,hunter2"),
            ("socket.timeout.ms", "hunter2"), ("socket.keepalive.enable", "hunter2"),
            ("security.protocol", "\"hunter2\""), ("security.protocol", String(repeating: "hunter2", count: 400)),
        ])
    func hiddenValues(name: String, value: String) throws {
        guard let problem = problem(name, value) else { return }
        #expect(!"\(problem)".contains("hunter2"))
        #expect(problem.property == name && !problem.reason.isEmpty)
        #expect(throws: Configuration.Problem.self) { try Client(.consumer, Configuration([(name, value)])) }
    }

    @Test("every problem is found, not only the first")
    func all() {
        let configuration = Configuration([
            ("bootstrap.servers", "127.0.0.1:1"), ("sasl.pasword", "x"), ("security.protocol", "telnet"),
        ])
        #expect(configuration.problems().map(\.property) == ["sasl.pasword", "security.protocol"])
    }

    @Test("a configuration describes itself without values")
    func description() {
        let configuration = Configuration([("sasl.password", "hunter2")])
        var dumped = ""
        dump(configuration, to: &dumped)
        for text in ["\(configuration)", String(reflecting: configuration), dumped] {
            #expect(!text.contains("hunter2"))
        }
    }
}
