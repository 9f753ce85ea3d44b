import Night
import SampleNights
import Testing

@testable import Cockpit

@Suite("a side's endpoints on the screen") struct EndpointsRowTests {
    private let well = EndpointHealth(.metrics, "http://b1:9404/metrics", took: .milliseconds(8))
    private let down = EndpointHealth(
        .metrics, "http://b2:9404/metrics", took: .zero, problem: "\u{1b}[31mrefused")

    private func picture(_ health: [EndpointHealth]?, _ state: Snapshot.Probe.State = .sweeping) -> String {
        var snapshot = SampleNight.snapshot()
        snapshot.source.endpoints = health.map { health in
            var probe = snapshot.source.probe
            probe.state = state
            return Snapshot.Endpoints(role: .source, probe: probe, health: health)
        }
        return frame(of: snapshot, view: CockpitView(), size: Size(columns: 200, rows: 60), glyphs: .unicode).text
    }

    @Test("are counted in their cluster's pane, and one that is silent is never green and says why")
    func counted() {
        let both = picture([well, well])
        #expect(both.contains("2 of 2 answer") && both.contains("\(Glyphs.unicode.ok) 2 of 2"))
        let one = picture([well, down])
        #expect(one.contains("? 1 of 2 answer ␛[31mrefused"))
    }

    @Test("have the words of their process where it is not there to ask")
    func process() {
        #expect(
            picture([well], .down("killed by SIGABRT")).contains("http    \(Glyphs.unicode.critical) down killed by"))
        #expect(picture([], .starting).contains("http    ? starting"))
        #expect(!picture(nil).contains("http    "))
    }
}
