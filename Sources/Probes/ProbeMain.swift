import Dispatch
import Glibc
import Kafka
import Links
import Night
import Processes
import Synchronization
import Wire

/// The life of a probe process: an order on standard input, observations on standard output, until the input ends or
/// librdkafka under it is no longer to be trusted.
public enum ProbeMain {
    /// Exit code for a configuration that no restart will mend; as in sysexits.h.
    public static let misconfigured: Int32 = 78

    public static func run() -> Never {
        signal(SIGPIPE, SIG_IGN)
        let input = Descriptor(owning: STDIN_FILENO)
        guard let order = readOrder(from: input) else { _exit(2) }
        endWithInput(input)
        let voice = Voice()
        let reader: any ProbeReader
        do {
            reader = try order.reader { voice.say(.observed(SystemClock.now(), order.withoutSecrets($0))) }
        } catch {
            let trouble = Trouble(kind: .configuration, asked: "\(order.name) properties", said: "\(error)")
            voice.say(.observed(SystemClock.now(), order.withoutSecrets(.trouble(trouble))))
            _exit(misconfigured)
        }
        while true {
            let began = SystemClock.moment()
            let busy = reader.sweep()
            if let poison = reader.poison {
                voice.say(.retiring(poison))
                // Not exit: tearing librdkafka down is what could hang now.
                _exit(0)
            }
            // Never busy more than half of the time: whoever is under pressure is asked less often.
            rest(for: max(order.poll - (SystemClock.moment() - began), busy))
        }
    }

    private static func rest(for pause: Duration) {
        usleep(UInt32(clamping: pause.inNanoseconds / 1_000))
    }

    private static func readOrder(from input: Descriptor) -> ProbeOrder? {
        var bytes: [UInt8] = []
        while case .bytes(let more) = try? input.read(atMost: 1 << 16) {
            bytes += more
            if more.last == UInt8(ascii: "\n") { return try? ProbeOrder(decoding: bytes) }
            guard bytes.count <= ProbeOrder.longest else { return nil }
        }
        return nil
    }

    /// A parent that is gone closes the pipe, however it went; whatever hangs in here, this thread does not.
    private static func endWithInput(_ input: Descriptor) {
        DispatchQueue(label: "parent").async {
            while let read = try? input.read(atMost: 64), read != .end {}
            _exit(0)
        }
    }
}

/// What a probe process does again and again.
package protocol ProbeReader {
    /// How long it had to wait for answers that nothing else can go around: the poll backs off by that.
    func sweep() -> Duration
    /// Why nothing under it is to be trusted any longer.
    var poison: String? { get }
}

extension ProbeOrder {
    fileprivate func reader(
        _ report: @escaping @Sendable (Observation) -> Void
    ) throws(Configuration.Problem) -> any ProbeReader {
        switch self {
        case .cluster(let order): return try Sweeper(order, report: report)
        case .mirrorMaker(let order): return try MirrorMakerSweeper(order, report: report)
        case .endpoints(let order): return EndpointsSweeper(order, report: report)
        case .link(let order):
            guard let service = order.bridge.linkService else {
                throw Configuration.Problem(property: nil, reason: "this kind of bridge has no service to ask")
            }
            return LinkSweeper(order, service, report: report)
        }
    }
}

/// Standard output, in the framing; one message after the other, whichever thread has it.
private final class Voice: Sendable {
    private let writer: Mutex<WireWriter>
    private let output = Descriptor(owning: STDOUT_FILENO)

    init() {
        var writer = WireWriter()
        writer.open()
        self.writer = Mutex(writer)
    }

    func say(_ message: ProbeMessage) {
        writer.withLock { writer in
            message.write(to: &writer)
            do { try output.write(writer.take()) } catch { _exit(0) }
        }
    }
}
