import Night
import SampleNights
import Testing

@testable import Cockpit

@Suite("A link on the screen")
struct LinkScreenTests {
    private let now = SampleNight.start.moment

    private func service(_ state: LinkReading.State, age: Double = 1, error: String? = nil) -> Snapshot.LinkService {
        let mirrors = [LinkReading.Mirror.State.promoted, .promoting, .active]
        return Snapshot.LinkService(
            service: "Cluster Linking", link: "old-to-new",
            state: .known(
                Reading(
                    state, takenAt: now - .milliseconds(Int64(age * 1_000)), method: .reported,
                    origin: .bridge("Cluster Linking"))),
            goodFor: .seconds(15), error: error, caveat: "its service may say ACTIVE for five minutes too long",
            topics: mirrors.map {
                Snapshot.LinkService.Topic(
                    name: "t", wave: "ledger", mirror: .init(sourceTopic: "t", mirrorTopic: "t", state: $0))
            } + [.init(name: "rates", wave: "ledger", mirror: nil)],
            promotions: [.init(wave: "ledger", topics: 4, promoted: 1, promoting: 1)])
    }

    private func screen(_ service: Snapshot.LinkService, gaps: Snapshot.Gaps = Snapshot.Gaps()) -> String {
        var snapshot = SampleNight.snapshot()
        (snapshot.bridge.service, snapshot.bridge.gaps) = (service, gaps)
        var view = CockpitView()
        _ = view.press(.character("4"), snapshot: snapshot)
        return frame(of: snapshot, view: view, size: Size(columns: 120, rows: 36), glyphs: .unicode).text
    }

    @Test("says what the link's service tells of it, and what its word is worth")
    func tells() {
        let text = screen(service(.active))
        #expect(text.contains("ACTIVE") && text.contains("old-to-new, as Cluster Linking says"))
        #expect(text.contains("but its service may say ACTIVE for five minutes too long"))
        #expect(text.contains("3 of 4 topics") && text.contains("1 not mirrored"))
        #expect(text.contains("ledger: 1 of 4 promoted, 1 on the way"))
    }

    @Test("shows no old word as if it were one, and nothing that a terminal would obey")
    func ill() {
        #expect(screen(service(.active, age: 20)).contains("no word"))
        #expect(!screen(service(.active, age: 20)).contains("ACTIVE  "))
        #expect(screen(service(.failed, error: "no\u{1b}[2Jkey")).contains("FAILED no␛[2Jkey"))
        #expect(screen(service(.other("RUN\u{7}NING"))).contains("RUN␇NING"))
    }

    @Test("names what will never come over, and shows it partition by partition")
    func gaps() {
        let gaps = Snapshot.Gaps(
            absent: .init(records: 300, partitions: 1, places: "orders/0"),
            uncarried: .init(records: 200, partitions: 2, places: "clicks/1 and 1 more"),
            apart: .init(partitions: 1, places: "rates/0"))
        let text = screen(service(.active), gaps: gaps)
        #expect(text.contains("300 on the source alone, the target begins behind: orders/0"))
        #expect(text.contains("200 left the source uncarried: clicks/1 and 1 more"))
        #expect(text.contains("the source's log ends before the target's begins: rates/0"))
    }
}
