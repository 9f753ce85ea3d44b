import Dispatch
import Glibc
import Links
import Night
import Processes

/// The life of a step's child: one order on standard input, the work, one answer on standard output.
public enum StepMain {
    /// Exit code for an order that makes no sense; as in sysexits.h.
    private static let badOrder: Int32 = 65

    public static func run() -> Never {
        signal(SIGPIPE, SIG_IGN)
        let input = Descriptor(owning: STDIN_FILENO)
        guard let order = readOrder(from: input) else { _exit(badOrder) }
        endWithInput(input)
        say(perform(order, by: work(for: order)))
        // Not exit: librdkafka's tearing down could hang.
        _exit(0)
    }

    static func work(for order: ErrandOrder) -> any StepWork {
        switch order.plan.act {
        case .http(let call): HTTPWork(call, deadline: order.plan.deadline)
        case .offsets: OffsetsWork(order)
        case .fence, .unfence: FenceWork(order)
        case .drain: DrainWork(order)
        case .connect(let act, let connector, let side): ConnectWork(order, act, connector, at: side)
        case .link(let act): linkWork(act, for: order)
        case .run, .wait, .ask: RefusedWork(why: "this step needs no process of its own")
        }
    }

    private static func linkWork(_ act: StepPlan.LinkAct, for order: ErrandOrder) -> any StepWork {
        guard let service = order.bridge?.linkService else {
            return RefusedWork(why: "the bridge that this night measures takes no orders")
        }
        return LinkWork(order, act, over: service)
    }

    private static func perform(_ order: ErrandOrder, by work: any StepWork) -> StepWord {
        let sayLine = { (text: String) in say(.said(text)) }
        return switch order.kind {
        case .look: .looked(work.look())
        case .act: .ended(work.act(sayLine))
        case .observe: .seen(work.observe())
        case .undo: .ended(work.undo(sayLine))
        case .observeUndo: .seen(work.observeUndo())
        }
    }

    private static func say(_ word: StepWord) {
        // Nobody listens any more: there is nobody to work for either.
        do { try Descriptor.output.write(try word.line) } catch { _exit(0) }
    }

    private static func readOrder(from input: Descriptor) -> ErrandOrder? {
        var bytes: [UInt8] = []
        while case .bytes(let more) = try? input.read(atMost: 1 << 16) {
            bytes += more
            if more.last == UInt8(ascii: "\n") { return try? ErrandOrder(line: bytes) }
            guard bytes.count <= ErrandOrder.longestLine else { return nil }
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

extension Descriptor {
    fileprivate static let output = Descriptor(owning: STDOUT_FILENO)
}
