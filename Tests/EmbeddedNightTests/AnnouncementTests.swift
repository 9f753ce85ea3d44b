import Testing

@testable import EmbeddedNight

@Suite("An announcement")
struct AnnouncementTests {
    @Test("is read back as it was written")
    func roundTrip() {
        let clusters = [nil, "http://127.0.0.1:6001"].map {
            Announcement.Clusters(source: "127.0.0.1:4001,127.0.0.1:4002", target: "127.0.0.1:5001", connect: $0)
        }
        let announcements: [Announcement] =
            clusters.map { .ready($0, orders: "/tmp/a b/orders") }
            + [.starting("source: Kafka 3.9.2, 1 broker"), .failed("no broker")]
            + Script(.storm, seed: 5).lines.prefix(20).map { .script($0.change, $0.mishap.words) }
        for announcement in announcements {
            #expect(Announcement(line: announcement.line) == announcement)
        }
    }

    @Test("of a failure is one line, however much of a log it quotes")
    func failure() {
        let log = String(repeating: "WARN caf\u{e9}\n\u{1b}[31m", count: 200)
        let line = Announcement.failed("broker 1 ended:\n" + log).line
        guard case .failed(let words)? = Announcement(line: line) else {
            Issue.record("not understood: \(line)")
            return
        }
        #expect(words.hasPrefix("broker 1 ended: WARN caf"))
    }

    @Test(
        "that no child of ours would make is refused",
        arguments: [
            "", "ready", "ready\t127.0.0.1:1", "ready\t127.0.0.1:1\t127.0.0.1:2", "ready\t127.0.0.1:0\t127.0.0.1:1\t/o",
            "ready\t127.0.0.1:65536\t127.0.0.1:1\t/o", "ready\t127.0.0.1:1,\t127.0.0.1:1\t/o", "ready\t:1\t:2\t/o",
            "ready\t127.0.0.1:1\t127.0.0.1:2\tnot absolute", "ready\t127.0.0.1:1\t127.0.0.1:2\t/o\tmore",
            "ready\t127.0.0.1:1\t127.0.0.1:2\t/o\thttp://127.0.0.1:3\tmore", "starting",
            "script\tbegins\tan \u{1b}[2J escape",
            "script\tbegins\tb\u{0}d", "script\tbegins\tcaf\u{e9}", "script\tstarts\tbridge stalls", "READY\ta:1\tb:2",
            "script\tbegins\t" + String(repeating: "x", count: Announcement.lineLimit),
        ])
    func hostile(line: String) {
        #expect(Announcement(line: line) == nil)
    }
}
