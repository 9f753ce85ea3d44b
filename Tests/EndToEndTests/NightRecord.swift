import BlackBox
import Night

/// What a night file says while somebody else writes it.
final class NightRecord {
    private let reader: NightFileReader
    private var events: [NightEvent] = []

    init(_ path: String) {
        reader = NightFileReader(path: path)
    }

    func all() throws -> [NightEvent] {
        events += try reader.newEvents().map(\.event)
        return events
    }

    /// In order.
    func events(ofWave wave: String) throws -> [WaveEvent] {
        try all().compactMap { event in
            if case .wave(wave, let event) = event { event } else { nil }
        }
    }
}
