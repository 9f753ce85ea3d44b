import Dispatch
import Glibc
import Kafka
import Night
import Synchronization

/// How long a record takes from a producer on the source to a consumer on the target: one small record at a time, no
/// more than one a second, known again by what is in it.
final class RoundTrip: Sendable {
    private let topic: String
    private let twin: String
    private let timeout: Duration
    private let producer: Producer
    /// The arrivals' own; nobody else takes the lock.
    private let tails: Mutex<TopicTails>
    private let watch: Mutex<RoundTripWatch>
    private let report: @Sendable (Observation) -> Void

    private static let lookEvery = Duration.seconds(10)

    init(
        from topic: String, to twin: String, _ order: MirrorMakerOrder,
        report: @escaping @Sendable (Observation) -> Void
    ) throws(Configuration.Problem) {
        self.topic = topic
        self.twin = twin
        timeout = order.target.callTimeout
        self.report = report
        watch = Mutex(RoundTripWatch(name: UInt64.random(in: .min ... .max)))
        producer = try Producer(
            order.source.configuration.setting("acks", "all").setting("linger.ms", "0")
                .setting("message.timeout.ms", "10000"))
        tails = Mutex(try TopicTails([twin], from: .end, order.target.consumerConfiguration))
        // librdkafka takes the time when the answer is fetched, so somebody must be waiting for it.
        DispatchQueue(label: "round trip, delivery").async { [self] in
            while true { producer.client.events(waiting: .seconds(1)).forEach(hear) }
        }
        DispatchQueue(label: "round trip, arrival").async { [self] in read() }
    }

    private func read() -> Never {
        var lookedAt: Moment?
        while true {
            let now = SystemClock.moment()
            let isDue = lookedAt.map { now - $0 >= Self.lookEvery } ?? true
            if isDue { lookedAt = now }
            do throws(KafkaError) {
                let news = try tails.withLock { tails throws(KafkaError) in
                    // One at a time: whoever waits for more waits longer.
                    (isDue ? try tails.look(timeout: timeout) : [])
                        + (try tails.read(atMost: 1, waiting: .seconds(1)))
                }
                news.forEach(hear)
            } catch {
                report(.trouble(Trouble(error)))
                // Once a second is often enough to say so.
                usleep(1_000_000)
            }
            act()
        }
    }

    private func hear(_ news: TopicTails.News) {
        let now = SystemClock.moment()
        switch news {
        case .records(let records):
            for case let value? in records.map(\.value) {
                let took = watch.withLock { $0.arrived(value, at: now) }
                if let took { report(.roundTrip(took: took)) }
            }
        case .startsAgain: watch.withLock { $0.isListening = false }
        case .caughtUp: watch.withLock { $0.isListening = true }
        case .missing:
            watch.withLock { $0.isListening = false }
            let said = "the target has no \(twin): the bridge does not carry the probe topic"
            report(.trouble(Trouble(kind: .call, asked: "round trip", said: said)))
        case .refused(_, let error):
            watch.withLock { $0.isListening = false }
            report(.trouble(Trouble(error)))
        }
    }

    private func act() {
        let now = SystemClock.moment()
        switch watch.withLock({ $0.turn(at: now) }) {
        case .send(let value):
            do throws(KafkaError) {
                try producer.produce(Record(topic: topic, partition: -1, value: value))
            } catch {
                notSent(error)
            }
        case .report(let after): report(.noRoundTrip(after: after))
        case nil: break
        }
    }

    private func hear(_ event: Client.Event) {
        guard case .delivered(let delivery) = event, let error = delivery.error else { return }
        notSent(error)
    }

    /// That is the source's trouble, and says nothing of the bridge.
    private func notSent(_ error: KafkaError) {
        watch.withLock { $0.notSent() }
        report(.trouble(Trouble(error)))
    }
}

/// What is under way, and what is to be done about it.
struct RoundTripWatch {
    enum Action: Equatable {
        case send([UInt8])
        /// It has not come for so long.
        case report(Duration)
    }

    /// Between two records: the stated rate.
    static let interval = Duration.seconds(1)
    /// Nothing for that long is worth a word, again and again; the record may still come.
    static let patience = Duration.seconds(10)
    /// What did not come by then is not waited for.
    static let longest = Duration.seconds(120)

    /// The far end is being read, from its end on.
    var isListening = false
    private let name: UInt64
    private var count = 0
    private var underWay: (value: [UInt8], since: Moment)?
    private var said = Duration.zero
    private var lastSentAt: Moment?

    /// - Parameter name: nobody else's.
    init(name: UInt64) {
        self.name = name
    }

    mutating func turn(at now: Moment) -> Action? {
        if let underWay {
            let waited = now - underWay.since
            if waited >= Self.longest { self.underWay = nil }
            guard waited - said >= Self.patience else { return nil }
            said = waited
            return .report(waited)
        }
        guard isListening, lastSentAt.map({ now - $0 >= Self.interval }) ?? true else { return nil }
        count += 1
        said = .zero
        lastSentAt = now
        let value = Array("switchback \(name) \(count)".utf8)
        underWay = (value, now)
        return .send(value)
    }

    /// How long it took; nil: not the one that is waited for.
    mutating func arrived(_ value: [UInt8], at now: Moment) -> Duration? {
        guard let sent = underWay, sent.value == value else { return nil }
        underWay = nil
        return now - sent.since
    }

    mutating func notSent() {
        underWay = nil
    }
}
