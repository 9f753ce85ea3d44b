import Kafka

/// What a fence adds and what lifting it removes, so that nobody but the wave's producers notices.
struct FenceReckoning {
    var topics: [String]
    /// As Kafka writes principals: `User:ledger-api`.
    var producers: [String]
    /// Nil: the plan does not say.
    var isOpenByDefault: Bool?

    func fence(over snapshot: Set<TopicAcl>) throws(Refusal) -> AclChange {
        try check()
        var openings: [TopicAcl] = []
        var complaints: [String] = []
        // A topic that has an ACL is closed by it already, whatever the default: a DENY more concerns its principal alone.
        for topic in topics where !snapshot.contains(where: { $0.concerns(topic) }) {
            switch isOpenByDefault {
            case true?: openings.append(Self.opening(of: topic))
            case false?: break
            case nil:
                complaints.append(
                    "\(topic) has no ACL: on a cluster that is open by default the first one shuts out its readers and "
                        + "the bridge. Say open-by-default: yes or no in the plan")
            }
        }
        guard complaints.isEmpty else { throw Refusal(complaints: complaints) }
        return AclChange(adding: (openings + denials).filter { !snapshot.contains($0) })
    }

    func unfence(from snapshot: Set<TopicAcl>) throws(Refusal) -> AclChange {
        try check()
        let lifted = denials.filter(snapshot.contains)
        var openings: [TopicAcl] = []
        var complaints: [String] = []
        for topic in Set(lifted.map(\.name)).sorted() {
            let rest = snapshot.filter { $0.concerns(topic) }.subtracting(lifted)
            switch isOpenByDefault {
            // Alone, it says what the default says.
            case true?: if rest == [Self.opening(of: topic)] { openings.append(Self.opening(of: topic)) }
            case false?: break
            case nil:
                if rest.isEmpty {
                    complaints.append(
                        "\(topic) would be left without an ACL, which may open it to everybody. Say open-by-default: "
                            + "yes or no in the plan")
                }
            }
        }
        guard complaints.isEmpty else { throw Refusal(complaints: complaints) }
        return AclChange(removing: lifted + openings)
    }

    private var denials: [TopicAcl] {
        topics.flatMap { topic in producers.map { TopicAcl(.deny, .write, to: $0, on: topic) } }
    }

    private static func opening(of topic: String) -> TopicAcl { TopicAcl(.allow, .all, to: "User:*", on: topic) }

    private func check() throws(Refusal) {
        guard !producers.isEmpty else { throw Refusal(complaints: ["the wave names no producers to fence"]) }
        guard !topics.isEmpty else { throw Refusal(complaints: ["the wave has no topics to fence"]) }
        let unfit = producers.filter { !$0.hasPrefix("User:") || $0 == "User:" }
        guard unfit.isEmpty else {
            throw Refusal(
                complaints: unfit.map { "'\($0)' is no principal a broker would know: write User:NAME" })
        }
    }
}
