import Night
import Synchronization

/// What one wave writes, and the link that carries it. While its producers write to the target, what they write is there
/// only; before they write to the source again, it is carried back.
final class WaveTraffic: Sendable {
    let wave: Estate.Wave
    private let bootstraps: Bootstraps
    private let producers: Mutex<Producers>
    private let link: any Link

    /// For what was written to be acknowledged.
    private static let flushTime = Duration.seconds(10)

    init(_ wave: Estate.Wave, on ground: any Ground, seed: UInt64, now: ContinuousClock.Instant) throws {
        self.wave = wave
        bootstraps = ground.bootstraps
        producers = Mutex(try Producers(wave.topics, to: bootstraps.source, seed: seed, now: now))
        link = try ground.link(for: wave, now: now)
    }

    func write(now: ContinuousClock.Instant, retryStorm: Bool) {
        producers.withLock { $0.step(now: now, retryStorm: retryStorm) }
    }

    func carry(now: ContinuousClock.Instant, stalled: Bool) {
        link.carry(now: now, stalled: stalled)
    }

    var status: String {
        producers.withLock { producers in
            let fences = producers.fences.map { ", fenced off \($0.rawValue)" }.sorted().joined()
            return "\(wave.name): producers write to \(producers.side.rawValue)\(fences)"
        }
    }

    /// Returns once nothing the wave's producers wrote is on its way there any more.
    func fence(_ side: ClusterRole, _ patience: Patience) throws(Refusal) -> String {
        producers.withLock { _ = $0.fences.insert(side) }
        guard patience.wait(atMost: Self.flushTime, until: { areFlushed || writesTo(side.across) }) else {
            producers.withLock { _ = $0.fences.remove(side) }
            throw Refusal("\(side.rawValue) did not answer for all that producers of \(wave.name) wrote")
        }
        return "\(side.rawValue) takes nothing more from the producers of \(wave.name)"
    }

    func unfence(_ side: ClusterRole) -> String {
        producers.withLock { _ = $0.fences.remove(side) }
        return "\(side.rawValue) takes what the producers of \(wave.name) write"
    }

    /// Producers stop, what is only where they wrote is carried to the other side, and they write there.
    func moveProducers(to side: ClusterRole, _ patience: Patience) throws(Refusal) -> String {
        guard !writesTo(side) else { return "the producers of \(wave.name) write to \(side.rawValue) already" }
        producers.withLock { $0.arePaused = true }
        defer { producers.withLock { $0.arePaused = false } }
        guard patience.wait(atMost: Self.flushTime, until: { areFlushed }) else {
            throw Refusal("\(side.across.rawValue) did not answer for all that producers of \(wave.name) wrote")
        }
        do {
            let producer = try Producers.connect(to: bootstraps[side])
            switch side {
            case .target: try link.leaveSource(patience)
            case .source: try link.returnToSource(patience)
            }
            producers.withLock { $0.move(to: side, over: producer) }
        } catch {
            throw error as? Refusal ?? Refusal("\(error)")
        }
        return "the producers of \(wave.name) write to \(side.rawValue)"
            + link.standing(with: side)
    }

    private var areFlushed: Bool { producers.withLock { $0.areFlushed } }

    private func writesTo(_ side: ClusterRole) -> Bool { producers.withLock { $0.side == side } }
}
