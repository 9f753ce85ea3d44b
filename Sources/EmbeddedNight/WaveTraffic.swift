import Kafka
import Night
import Synchronization

/// What one wave writes, and the link that carries it from the source to the target. While its producers write to the
/// target the link stands aside, and what they write is there only; before they write to the source again, the link
/// carries that back.
final class WaveTraffic: Sendable {
    let wave: Estate.Wave
    private let bootstraps: Bootstraps
    private let producers: Mutex<Producers>
    /// Nil: it stands aside.
    private let link: Mutex<Copier?>

    /// How much more than what is written the link may read.
    private static let linkHeadroom = 1.9
    /// Records a second on the way back, which somebody waits for.
    private static let backQuota = 50_000.0
    /// For what was written to be acknowledged.
    private static let flushTime = Duration.seconds(10)
    /// For the link to carry the rest.
    private static let drainTime = Duration.seconds(20)
    private static let askTime = Duration.milliseconds(500)

    init(_ wave: Estate.Wave, on bootstraps: Bootstraps, seed: UInt64, now: ContinuousClock.Instant) throws {
        self.wave = wave
        self.bootstraps = bootstraps
        producers = Mutex(try Producers(wave.topics, to: bootstraps.source, seed: seed, now: now))
        link = Mutex(try Self.linkThere(of: wave, on: bootstraps, now: now))
    }

    private static func linkThere(
        of wave: Estate.Wave, on bootstraps: Bootstraps, now: ContinuousClock.Instant
    ) throws -> Copier {
        try Copier(
            topics: wave.topics, from: bootstraps.source, to: bootstraps.target, quota: wave.rate * linkHeadroom,
            now: now)
    }

    /// It says on the source how far that is complete.
    private static func linkBack(
        of wave: Estate.Wave, on bootstraps: Bootstraps, now: ContinuousClock.Instant
    ) throws -> Copier {
        try Copier(
            topics: wave.topics, from: bootstraps.target, to: bootstraps.source, committingOn: bootstraps.source,
            quota: backQuota, now: now)
    }

    func write(now: ContinuousClock.Instant, retryStorm: Bool) {
        producers.withLock { $0.step(now: now, retryStorm: retryStorm) }
    }

    func copy(now: ContinuousClock.Instant, stalled: Bool) {
        link.withLock { $0?.step(now: now, stalled: stalled) }
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
            case .target: try leaveSource(patience)
            case .source: try returnToSource(patience)
            }
            producers.withLock { $0.move(to: side, over: producer) }
        } catch {
            throw error as? Refusal ?? Refusal("\(error)")
        }
        return "the producers of \(wave.name) write to \(side.rawValue)"
            + (side == .target
                ? "; the link stands aside" : ", which has all they wrote; the link carries on from there")
    }

    private func leaveSource(_ patience: Patience) throws {
        try drain(patience)
        exchangeLink(for: nil)
    }

    private func returnToSource(_ patience: Patience) throws {
        exchangeLink(for: try Self.linkBack(of: wave, on: bootstraps, now: .now))
        do {
            try drain(patience)
            exchangeLink(for: try Self.linkThere(of: wave, on: bootstraps, now: .now))
        } catch {
            exchangeLink(for: nil)
            throw error
        }
    }

    /// The one before is ended outside of the lock: that takes its time.
    private func exchangeLink(for other: Copier?) {
        _ = link.withLock { link in
            defer { link = other }
            return link
        }
    }

    /// Until the link has carried all there is; nothing must be written meanwhile.
    private func drain(_ patience: Patience) throws(Refusal) {
        let origin = link.withLock { $0?.origin }
        var ends: [Copier.Key: Int64]?
        let isDrained = patience.wait(atMost: Self.drainTime) {
            if ends == nil { ends = origin.flatMap(self.ends) }
            return ends.map { ends in link.withLock { $0?.hasCarried(to: ends) ?? false } } ?? false
        }
        guard isDrained else { throw Refusal("the bridge still has records of \(wave.name) to carry") }
    }

    /// Nil: not every partition's leader said where it ends.
    private func ends(on client: Client) -> [Copier.Key: Int64]? {
        let names = Set(wave.topics.map(\.name))
        guard let metadata = try? client.metadata(wanting: names.contains, timeout: Self.askTime) else { return nil }
        var ends: [Copier.Key: Int64] = [:]
        for led in LedPartitions.grouped(metadata.topics) {
            for topic in (try? client.offsets(.end, of: led, timeout: Self.askTime))?.offsets ?? [] {
                for end in topic.offsets { ends[.init(topic: topic.topic, partition: end.partition)] = end.offset }
            }
        }
        return ends.count == wave.topics.reduce(0) { $0 + $1.partitions } ? ends : nil
    }

    private var areFlushed: Bool { producers.withLock { $0.areFlushed } }

    private func writesTo(_ side: ClusterRole) -> Bool { producers.withLock { $0.side == side } }
}

/// Where both clusters are.
struct Bootstraps: Sendable {
    let source: String
    let target: String

    subscript(side: ClusterRole) -> String { side == .source ? source : target }
}

extension ClusterRole {
    var across: ClusterRole { self == .source ? .target : .source }
}
