import Kafka
import Night
import Synchronization

/// The embedded clusters' own link, which preserves offsets. While producers write to the target it stands aside, and
/// what they write is there only; before they write to the source again, it carries that back.
final class CopiedLink: Link {
    private let wave: Estate.Wave
    private let bootstraps: Bootstraps
    /// Nil: it stands aside.
    private let copier: Mutex<Copier?>

    /// How much more than what is written it may read.
    private static let headroom = 1.9
    /// Records a second on the way back, which somebody waits for.
    private static let backQuota = 50_000.0

    init(_ wave: Estate.Wave, on bootstraps: Bootstraps, now: ContinuousClock.Instant) throws {
        self.wave = wave
        self.bootstraps = bootstraps
        copier = Mutex(try Self.there(wave, on: bootstraps, now: now))
    }

    private static func there(
        _ wave: Estate.Wave, on bootstraps: Bootstraps, now: ContinuousClock.Instant
    ) throws -> Copier {
        try Copier(
            topics: wave.topics, from: bootstraps.source, to: bootstraps.target, quota: wave.rate * headroom, now: now)
    }

    /// It says on the source how far that is complete.
    private static func back(
        _ wave: Estate.Wave, on bootstraps: Bootstraps, now: ContinuousClock.Instant
    ) throws -> Copier {
        try Copier(
            topics: wave.topics, from: bootstraps.target, to: bootstraps.source, committingOn: bootstraps.source,
            quota: backQuota, now: now)
    }

    func carry(now: ContinuousClock.Instant, stalled: Bool) {
        copier.withLock { $0?.step(now: now, stalled: stalled) }
    }

    func leaveSource(_ patience: Patience) throws {
        try drain(patience)
        exchange(for: nil)
    }

    func returnToSource(_ patience: Patience) throws {
        exchange(for: try Self.back(wave, on: bootstraps, now: .now))
        do {
            try drain(patience)
            exchange(for: try Self.there(wave, on: bootstraps, now: .now))
        } catch {
            exchange(for: nil)
            throw error
        }
    }

    func standing(with side: ClusterRole) -> String {
        side == .target ? "; the link stands aside" : ", which has all they wrote; the link carries on from there"
    }

    /// The one before is ended outside of the lock: that takes its time.
    private func exchange(for other: Copier?) {
        _ = copier.withLock { copier in
            defer { copier = other }
            return copier
        }
    }

    /// Until it has carried all there is.
    private func drain(_ patience: Patience) throws(Refusal) {
        let origin = copier.withLock { $0?.origin }
        var ends: [PartitionKey: Int64]?
        let isDrained = patience.wait(atMost: LinkTimes.drain) {
            if ends == nil { ends = origin?.logs(.end, of: wave.topics) }
            return ends.map { ends in copier.withLock { $0?.hasCarried(to: ends) ?? false } } ?? false
        }
        guard isDrained else { throw Refusal("the bridge still has records of \(wave.name) to carry") }
    }
}
