import Kafka
import Night

/// Reads one of the bridge's own topics, from its first record to its end, and from then on what has come since.
final class InternalTopicReader {
    private enum State {
        case new, reading, read
        /// Not there, kept from us, or made anew while it was read: what was taken of it is worth nothing.
        case worthless(KafkaStepError)
    }

    private let access: ClusterAccess
    private let topic: String
    private let tails: TopicTails
    private let take: (Record) -> Void
    private var state = State.new

    /// How long its past may take to be read.
    private static let longest = Duration.seconds(15)
    private static let batch = 5_000

    /// `take` is given every record, in order.
    init(_ topic: String, on access: ClusterAccess, _ take: @escaping (Record) -> Void) throws(KafkaStepError) {
        self.access = access
        self.topic = topic
        self.take = take
        do { tails = try TopicTails([topic], access.configuration) } catch { throw .misconfigured(access.role, error) }
    }

    /// To its end as it is now.
    func read() throws(KafkaStepError) {
        if case .new = state { try ask { tails throws(KafkaError) in try tails.look(timeout: ClusterAccess.patience) } }
        let clock = ContinuousClock()
        let deadline = clock.now + Self.longest
        while try !isAtEnd() {
            guard clock.now < deadline else { throw .bridgeTopic(access.role, topic, "not read in \(Self.longest)") }
            try ask { tails throws(KafkaError) in try tails.read(atMost: Self.batch, waiting: .milliseconds(50)) }
        }
    }

    private func isAtEnd() throws(KafkaStepError) -> Bool {
        switch state {
        case .new, .reading: return false
        case .worthless(let error): throw error
        case .read:
            let tails = tails
            return try access.answered { () throws(KafkaError) in
                try tails.unread(timeout: ClusterAccess.patience)[topic, default: 0] == 0
            }
        }
    }

    private func ask(_ call: (TopicTails) throws(KafkaError) -> [TopicTails.News]) throws(KafkaStepError) {
        for news in try access.answered({ () throws(KafkaError) in try call(tails) }) { hear(news) }
    }

    private func hear(_ news: TopicTails.News) {
        switch (news, state) {
        case (.records(let records), _): records.forEach(take)
        case (.startsAgain, .new): state = .reading
        case (.startsAgain, _): lose("was made anew while it was read")
        case (.caughtUp, .reading): state = .read
        case (.caughtUp, _): break
        case (.missing, _): lose("is not there")
        case (.refused(_, let error), _): lose(error.said)
        }
    }

    private func lose(_ why: String) {
        state = .worthless(.bridgeTopic(access.role, topic, why))
    }
}
