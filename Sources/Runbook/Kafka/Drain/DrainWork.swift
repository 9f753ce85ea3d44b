import Kafka
import Night

/// Waits until the bridge has carried over what the source holds and the source stands still. It changes nothing, so
/// there is nothing to undo.
struct DrainWork: StepWork {
    let order: ErrandOrder

    init(_ order: ErrandOrder) {
        self.order = order
    }

    func look() -> StepLook {
        do {
            guard case .drain(let lag, let stillFor) = order.plan.act else { throw KafkaStepError.anotherStep }
            if order.topics.isEmpty { return .refused("no topic of the wave is on the source") }
            guard let reader = try BridgeGapReader(order) else { return .refused(Self.unmeasured) }
            let gap = try reader.read()
            if !gap.nowhere.isEmpty { return .refused("not on the target: \(gap.nowhere.summed())") }
            if !gap.ahead.isEmpty { return .refused(gap.aheadInWords) }
            let limit = Int64(exactly: lag.rounded()) ?? 0
            return .ready(
                found: .none,
                would: [
                    "wait for \(limit) records left and a source still for \(stillFor); now \(gap.remaining) left"
                        + (gap.known.map { ", by \($0)" } ?? "")
                ]
            )
        } catch {
            return .unknown("\(error)")
        }
    }

    func act(_ say: (String) -> Void) -> StepEnd {
        do {
            guard case .drain(let lag, let stillFor) = order.plan.act else { throw KafkaStepError.anotherStep }
            guard let reader = try BridgeGapReader(order) else { return .failed(Self.unmeasured) }
            return drained(by: reader, DrainWatch(lag: lag, stillFor: stillFor), say)
        } catch {
            return .failed("\(error)")
        }
    }

    func observe() -> StepSight {
        do {
            guard case .drain(let lag, let stillFor) = order.plan.act else { throw KafkaStepError.anotherStep }
            guard let reader = try BridgeGapReader(order) else { return .unknown(Self.unmeasured) }
            let first = try reader.read()
            Pause.take(min(stillFor, ClusterAccess.moment))
            let gap = try reader.read()
            if gap.sourceEnds != first.sourceEnds { return .notSeen("the source still grows") }
            if Double(gap.remaining) > lag { return .notSeen(gap.remainingInWords) }
            return gap.ahead.isEmpty
                ? .seen("\(gap.remainingInWords), and the source stands still") : .notSeen(gap.aheadInWords)
        } catch {
            return .unknown("\(error)")
        }
    }

    func undo(_ say: (String) -> Void) -> StepEnd { .done("a drain changes nothing") }
    func observeUndo() -> StepSight { .seen("a drain changes nothing") }

    private static let unmeasured = """
        how far this bridge is cannot be measured over the Kafka protocol: it does not preserve offsets, and the plan \
        names no group of its own
        """
    private static let interval = Duration.milliseconds(250)
    /// So many readings lost in a row are no hiccup.
    private static let mostFailures = 5

    private func drained(by reader: BridgeGapReader, _ start: DrainWatch, _ say: (String) -> Void) -> StepEnd {
        var watch = start
        var failures = 0
        let clock = ContinuousClock()
        let began = clock.now
        while true {
            do throws(KafkaStepError) {
                switch watch.take(try reader.read(), at: clock.now - began) {
                case .drained(let words): return .done(words)
                case .ahead(let words): return .failed(words)
                case .waiting(let words?): say(words)
                case .waiting(nil): break
                }
                failures = 0
            } catch {
                watch.startAgain()
                failures += 1
                guard failures < Self.mostFailures else { return .failed("\(error)") }
                say("\(error)")
            }
            Pause.take(Self.interval)
        }
    }
}

/// Decides, reading by reading, whether the source is drained.
struct DrainWatch {
    enum Answer: Equatable {
        /// What to say of it, if there is something new.
        case waiting(String?)
        case drained(String)
        case ahead(String)
    }

    private let lag: Double
    private let stillFor: Duration
    private var last: BridgeGap?
    private var stillSince: Duration?
    private var saidAt: Duration?

    init(lag: Double, stillFor: Duration) {
        self.lag = lag
        self.stillFor = stillFor
    }

    /// A reading was lost: what happened meanwhile is not known to be nothing.
    mutating func startAgain() {
        last = nil
        stillSince = nil
    }

    mutating func take(_ gap: BridgeGap, at now: Duration) -> Answer {
        defer { last = gap }
        guard gap.ahead.isEmpty else { return .ahead(gap.aheadInWords) }
        let grew = last.map { $0.sourceEnds != gap.sourceEnds } ?? true
        if grew || Double(gap.remaining) > lag { stillSince = nil } else { stillSince = stillSince ?? now }
        if let since = stillSince, now - since >= stillFor {
            return .drained("\(gap.remainingInWords), and the source stood still for \(now - since)")
        }
        guard saidAt.map({ now - $0 >= Self.silence }) ?? true else { return .waiting(nil) }
        saidAt = now
        let source =
            stillSince == nil ? (last == nil || !grew ? "" : ", and the source grows") : ", and the source is still"
        return .waiting("\(gap.remainingInWords)\(source)")
    }

    private static let silence = Duration.seconds(1)
}
