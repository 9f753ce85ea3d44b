import Testing

@testable import EmbeddedNight

@Suite("An announcement")
struct AnnouncementTests {
    @Test("is read back as it was written")
    func roundTrip() {
        let announcements: [Announcement] =
            [.ready(source: "127.0.0.1:4001,127.0.0.1:4002", target: "127.0.0.1:5001", orders: "/tmp/a b/orders")]
            + Script(.storm, seed: 5).lines.prefix(20).map { .script($0.change, $0.mishap.words) }
        for announcement in announcements {
            #expect(Announcement(line: announcement.line) == announcement)
        }
    }

    @Test(
        "that no child of ours would make is refused",
        arguments: [
            "", "ready", "ready\t127.0.0.1:1", "ready\t127.0.0.1:1\t127.0.0.1:2", "ready\t127.0.0.1:0\t127.0.0.1:1\t/o",
            "ready\t127.0.0.1:65536\t127.0.0.1:1\t/o", "ready\t127.0.0.1:1,\t127.0.0.1:1\t/o", "ready\t:1\t:2\t/o",
            "ready\t127.0.0.1:1\t127.0.0.1:2\tnot absolute", "ready\t127.0.0.1:1\t127.0.0.1:2\t/o\tmore",
            "script\tbegins\tan \u{1b}[2J escape",
            "script\tbegins\tb\u{0}d", "script\tbegins\tcaf\u{e9}", "script\tstarts\tbridge stalls", "READY\ta:1\tb:2",
            "script\tbegins\t" + String(repeating: "x", count: Announcement.lineLimit),
        ])
    func hostile(line: String) {
        #expect(Announcement(line: line) == nil)
    }
}
