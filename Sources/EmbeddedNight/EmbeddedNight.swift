import Glibc
import Kafka
public import Processes
public import RealKafka

/// A whole night of its own: two clusters, embedded in this process or real ones, an estate at work on them, a bridge,
/// and what goes wrong.
public enum EmbeddedNight {
    /// Runs until `input` ends, which ends the process at once, whatever else is going on: the parent is gone, or
    /// wants it so. Throws when it cannot start.
    /// `kafka`: real clusters from there; they end with this process.
    public static func run(
        _ options: Options, on kafka: KafkaInstallation? = nil, input: Descriptor, announce: (Announcement) -> Void
    ) throws -> Never {
        let folder = try OrderFolder()
        do {
            _ = try Worker { exitWhenEnded(input, folder) }
            let ground: any Ground
            var connect: String?
            if let kafka {
                let real = try RealGround(.shop, on: kafka, seed: options.seed) { announce(.starting($0)) }
                connect = real.connect
                ground = real
            } else {
                ground = try MockGround(.shop)
            }
            let live = try LiveEstate(.shop, on: ground, seed: options.seed)
            try live.start()
            let desk = try OrderDesk(at: folder.socket, carryOut: live.carryOut)
            let clusters = ground.bootstraps
            announce(
                .ready(
                    Announcement.Clusters(source: clusters.source, target: clusters.target, connect: connect),
                    orders: folder.socket))
            try withExtendedLifetime(desk) { try play(options, on: live, announce: announce) }
        } catch {
            folder.remove()
            throw error
        }
    }

    private static func exitWhenEnded(_ input: Descriptor, _ folder: OrderFolder) {
        while true {
            switch try? input.read(atMost: 4_096) {
            case .bytes: continue
            case .nothing: usleep(50_000)
            case .end, nil:
                folder.remove()
                _exit(EXIT_SUCCESS)
            }
        }
    }

    private static func play(
        _ options: Options, on live: LiveEstate, announce: (Announcement) -> Void
    ) throws -> Never {
        let began = ContinuousClock.now
        var generator = SeededGenerator(seed: options.seed)
        var script = Script(options.scenario, seed: options.seed).lines[...]
        var sequel = Sequel(options.scenario)
        var nextRefusals = began
        while true {
            let now = ContinuousClock.now
            let time = began.duration(to: now) * options.speed
            var lines: [ScriptLine] = []
            while let line = script.first, line.at <= time {
                script.removeFirst()
                lines.append(line)
            }
            lines += live.takeMoves().compactMap { sequel?.take($0, at: time) }
            lines += [sequel?.due(at: time)].compactMap { $0 }
            for line in lines {
                if try live.apply(line) { announce(.script(line.change, line.mishap.words)) }
            }
            if now >= nextRefusals {
                live.refuseSome(using: &generator)
                nextRefusals = now + .seconds(1)
            }
            usleep(50_000)
        }
    }
}
