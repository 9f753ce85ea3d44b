import Cockpit
import Night
import SampleNights
import Testing

@testable import Archive

@Suite("other names for an estate's")
struct AnonymiserTests {
    private let anonymiser = Anonymiser([
        (.topic, "orders"), (.topic, "orders.eu"), (.topic, "id"), (.group, "billing"), (.wave, "proven"),
    ])

    @Test(
        "a name is found between signs and not within a word, the longest first",
        arguments: [
            ("orders/3 behind", "topic-1/3 behind"), ("reorders, orders2", "reorders, orders2"),
            ("orders.eu-7", "topic-2-7"), ("billing:orders", "group-1:topic-1"), ("paid id", "paid topic-3"),
            ("ördersorders", "ördersorders"), ("", ""),
        ])
    func found(text: String, changed: String) {
        #expect(anonymiser.anonymised(text) == changed)
    }

    @Test("a name in a document is found through its escapes")
    func document() throws {
        let document = #"{"run":["sh -c 'x \"orders\"'","first\norders","\u006frders","proven"],"orders":7}"#
        let quoted = Anonymiser([(.step, "sh -c 'x \"orders\"'"), (.topic, "orders"), (.wave, "proven")])
        #expect(
            quoted.anonymised(document: document)
                == #"{"orders":7,"run":["step-1","first\ntopic-1","topic-1","proven"]}"#)
        for text in ["orders", "[orders", "7", "\"orders\""] { #expect(quoted.anonymised(document: text) == nil) }
    }

    @Test("a name that is also one of the program's words breaks no event")
    func ownWords() throws {
        let event = NightEvent.wave("proven", .settled(.proven))
        #expect(try anonymiser.anonymised(event) == .wave("proven", .settled(.proven)))
        #expect(try anonymiser.anonymised(.key("proven it")) == .key("wave-1 it"))
    }

    @Test("what a step passes on in the program's own words is no name; a person's parts are")
    func parts() {
        var night = SampleNight.snapshot()
        night.waves[0].plan.owner = "alice@bastion"
        night.waves[0].plan.gates = [GatePlan(name: "soaked", evidence: .run(["./soak", "gatearg", "source"]))]
        let names = Anonymiser.names(in: night) + Anonymiser.names(in: .link(LinkPlan(group: "copier")))
        let anonymiser = Anonymiser(names)
        let said = anonymiser.anonymised("alice on bastion: ./soak gatearg source, commits of copier")
        for name in ["alice", "bastion", "soak", "gatearg", "copier"] { #expect(!said.contains(name), "\(said)") }
        #expect(said.contains(" source, commits of group-"))
    }

    @Test("no name is left anywhere on any screen", arguments: PictureTests.nights.indices)
    func nothingLeft(number: Int) throws {
        let shown = PictureTests.nights[number].1
        // What the sample calls a thing by a word that the screen uses too.
        let ambiguous: Set = ["connect", "inventory", "under-replicated"]
        let all = Anonymiser.names(in: shown)
        let names = all.filter { $0.name.count > 3 && !ambiguous.contains($0.name) }
        let again = try Anonymiser(all).anonymised(shown)
        for screen in Screen.allCases where screen != .help {
            let text = frame(
                of: again, view: CockpitView(screen: screen), size: Size(columns: 250, rows: 70), glyphs: .unicode
            ).text
            for (kind, name) in names {
                #expect(!text.contains(name), "\(kind) \(name) on \(screen)")
            }
        }
        #expect(!names.isEmpty)
    }
}
