import Glibc
import Kafka
public import Processes

/// A whole night in one process: two clusters, an estate at work on them, a bridge, and what goes wrong.
public enum EmbeddedNight {
    /// Runs until `input` ends, which ends the process at once, whatever else is going on: the parent is gone, or
    /// wants it so. Throws when it cannot start.
    public static func run(
        _ options: Options, input: Descriptor, announce: (Announcement) -> Void
    ) throws -> Never {
        _ = try Worker { exitWhenEnded(input) }
        let live = try LiveEstate(.shop)
        try live.start(seed: options.seed)
        announce(.ready(source: live.source.bootstrap, target: live.target.bootstrap))
        try play(options, on: live, announce: announce)
    }

    private static func exitWhenEnded(_ input: Descriptor) {
        while true {
            switch try? input.read(atMost: 4_096) {
            case .bytes: continue
            case .nothing: usleep(50_000)
            case .end, nil: _exit(EXIT_SUCCESS)
            }
        }
    }

    private static func play(
        _ options: Options, on live: LiveEstate, announce: (Announcement) -> Void
    ) throws -> Never {
        let began = ContinuousClock.now
        var generator = SeededGenerator(seed: options.seed)
        var rest = Script(options.scenario, seed: options.seed).lines[...]
        var nextRefusals = began
        while true {
            let now = ContinuousClock.now
            while let line = rest.first, began + line.at / options.speed <= now {
                rest.removeFirst()
                try live.apply(line)
                announce(.script(line.change, line.mishap.words))
            }
            if now >= nextRefusals {
                live.refuseSome(using: &generator)
                nextRefusals = now + .seconds(1)
            }
            usleep(50_000)
        }
    }
}
