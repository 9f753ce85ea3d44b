import Glibc
import Night
import Processes
import Synchronization

/// The estate, running on some ground: those who write and read, and what is carried between.
final class LiveEstate: Sendable {
    let estate: Estate
    let ground: any Ground
    let traffic: [WaveTraffic]
    /// Those that run. Who is being stopped is in nobody's hands but theirs who stop it.
    let groups: Mutex<[String: ConsumerGroup]>
    private let moves: Mutex<[GroupMove]> = Mutex([])
    private let conditions = Mutex(Conditions())
    private let ending = Atomic(false)
    private let workers: Mutex<[Worker]> = Mutex([])

    /// Nothing is written yet.
    init(_ estate: Estate, on ground: any Ground, seed: UInt64) throws {
        self.estate = estate
        self.ground = ground
        let now = ContinuousClock.now
        traffic = try estate.waves.enumerated().map { number, wave in
            try WaveTraffic(wave, on: ground, seed: seed &+ UInt64(number), now: now)
        }
        groups = Mutex(
            Dictionary(
                uniqueKeysWithValues: try estate.groups.map { group in
                    let member = try ConsumerGroup(
                        group, of: estate, at: ground.bootstraps.source, joining: ground.servesGroups, now: now)
                    return (group.name, member)
                }))
    }

    func start() throws {
        let bridge = try Worker { [self] in copy() }
        workers.withLock { $0.append(bridge) }
        let applications = try Worker { [self] in work() }
        workers.withLock { $0.append(applications) }
    }

    private func copy() {
        while !ending.load(ordering: .relaxed) {
            let stalled = conditions.withLock(\.bridgeStalled)
            for wave in traffic { wave.carry(now: .now, stalled: stalled) }
            usleep(25_000)
        }
    }

    private func work() {
        while !ending.load(ordering: .relaxed) {
            let conditions = conditions.withLock { $0 }
            for wave in traffic { wave.write(now: .now, retryStorm: conditions.retryStorm) }
            for group in estate.groups.map(\.name) {
                groups.withLock { $0[group]?.step(now: .now, share: conditions.slowConsumers[group]) }
            }
            usleep(50_000)
        }
    }

    func tell(_ move: GroupMove) {
        moves.withLock { $0.append(move) }
    }

    /// Which groups came and went since this was last asked.
    func takeMoves() -> [GroupMove] {
        moves.withLock { moves in
            defer { moves = [] }
            return moves
        }
    }

    /// False: this trouble is not to be had on these clusters.
    func apply(_ line: ScriptLine) throws -> Bool {
        guard try ground.apply(line) else { return false }
        conditions.withLock { $0.apply(line) }
        return true
    }

    /// To be called about once a second: while the script has brokers refuse requests, some of the next are refused.
    func refuseSome(using generator: inout some RandomNumberGenerator) {
        ground.refuseSome(conditions.withLock(\.brokersRefuse), using: &generator)
    }

    func end() {
        ending.store(true, ordering: .relaxed)
        let workers = workers.withLock { workers in
            defer { workers = [] }
            return workers
        }
        for worker in workers { worker.join() }
        ground.end()
    }
}
