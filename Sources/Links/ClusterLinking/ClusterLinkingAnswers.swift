import Night

// The REST API's own names, as far as they are used here. What a list is not told of, such as a new field, is no error.

struct LinkAnswer: Decodable {
    /// An older service does not say it.
    let link_state: String?
    let link_error: String?
    let link_error_message: String?

    var complaint: String? {
        let code = link_error.flatMap { ["NO_ERROR", "NOT_SET"].contains($0) ? nil : $0 }
        let parts = [code, link_error_message].compactMap { $0 }.filter { !$0.isEmpty }
        return parts.isEmpty ? nil : parts.joined(separator: ": ")
    }
}

struct MirrorsAnswer: Decodable {
    struct Metadata: Decodable { let next: String? }

    let metadata: Metadata?
    let data: [Item<MirrorTopic>]
}

struct MirrorLag: Decodable {
    let partition: Int32
    let lag: Int64
    /// -1: it has fetched nothing, and its lag says nothing.
    let last_source_fetch_offset: Int64
}

struct MirrorTopic: Decodable {
    struct TransitionError: Decodable {
        let error_code: String?
        let error_message: String?
    }

    let mirror_topic_name: String
    let source_topic_name: String
    let num_partitions: Int?
    let mirror_lags: [Item<MirrorLag>]?
    let mirror_status: String?
    let mirror_topic_error: String?
    let mirror_state_transition_errors: [Item<TransitionError>]?

    func reading(_ words: (String) -> String) -> LinkReading.Mirror {
        let (lag, whyNoLag) = mirror_lags.summed(over: num_partitions)
        return LinkReading.Mirror(
            sourceTopic: source_topic_name, mirrorTopic: mirror_topic_name,
            state: mirror_status.map(LinkReading.Mirror.State.init(clusterLinking:)) ?? .other("not stated"),
            error: complaint.map(words), lagRecords: lag, whyNoLag: whyNoLag)
    }

    private var complaint: String? {
        let topicError = mirror_topic_error.flatMap { ["NO_ERROR", "NOT_SET"].contains($0) ? nil : $0 }
        let transition = mirror_state_transition_errors?.compactMap(\.value).first.map { error in
            [error.error_code, error.error_message].compactMap { $0 }.joined(separator: ": ")
        }
        let link: String? =
            switch mirror_status {
            case "LINK_FAILED": "its link has failed"
            case "LINK_PAUSED": "its link is paused"
            default: nil
            }
        let parts = [link, topicError, transition].compactMap { $0 }.filter { !$0.isEmpty }
        return parts.isEmpty ? nil : parts.joined(separator: "; ")
    }
}

struct AlterationsAnswer: Decodable {
    struct Alteration: Decodable {
        let mirror_topic_name: String
        let error_code: Int?
        let error_message: String?
        let mirror_lags: [Item<MirrorLag>]?
        let messages_truncated: Int64?

        func answer(_ words: (String) -> String) -> MirrorAnswer {
            let message = error_message.flatMap { $0.isEmpty ? nil : words($0) }
            // Some versions answer 0 where others answer null.
            let isError = error_code.map { $0 != 0 } ?? (message != nil)
            let error = message ?? "error \(error_code ?? 0)"
            return MirrorAnswer(
                mirror_topic_name, isError ? .refused(error) : .accepted,
                lagRecords: mirror_lags.summed(over: nil).records, truncatedRecords: messages_truncated)
        }
    }

    let data: [Item<Alteration>]
}

extension [Item<MirrorLag>]? {
    /// Over all partitions, or why there is no such number.
    fileprivate func summed(over partitions: Int?) -> (records: Int64?, why: String?) {
        guard let items = self, !items.isEmpty else { return (nil, "its service tells no lag") }
        let lags = items.compactMap(\.value)
        if let partitions, lags.count < partitions {
            return (nil, "its service tells the lag of \(lags.count) in \(partitions) partitions")
        }
        guard lags.count == items.count else { return (nil, "its service's lag cannot be read") }
        let unfetched = lags.count { $0.last_source_fetch_offset < 0 }
        guard unfetched == 0 else { return (nil, "nothing fetched yet in \(unfetched.partitions)") }
        var sum: Int64 = 0
        for lag in lags {
            let (next, overflow) = sum.addingReportingOverflow(lag.lag)
            guard lag.lag >= 0, !overflow else { return (nil, "its service tells a lag that cannot be") }
            sum = next
        }
        return (sum, nil)
    }
}

extension LinkReading.State {
    init(clusterLinking word: String) {
        self =
            switch word {
            case "ACTIVE": .active
            case "PAUSED": .paused
            case "FAILED": .failed
            case "UNAVAILABLE": .sourceUnavailable
            default: .other(word)
            }
    }

    /// A service that does not say how its link is tells it by its topics, where it is bad.
    static func implied(by mirrors: [MirrorTopic]) -> Self {
        let words = Set(mirrors.compactMap(\.mirror_status))
        if words.contains("LINK_FAILED") { return .failed }
        return words.contains("LINK_PAUSED") ? .paused : .other("not stated")
    }
}

extension LinkReading.Mirror.State {
    init(clusterLinking word: String) {
        self =
            switch word {
            case "ACTIVE": .active
            case "PAUSED", "LINK_PAUSED": .paused
            case "FAILED", "LINK_FAILED": .failed
            case "SOURCE_UNAVAILABLE": .sourceUnavailable
            // Somebody asked; it may still fail.
            case "PENDING_STOPPED": .promoting
            case "STOPPED": .promoted
            // PENDING_MIRROR, PENDING_SYNCHRONIZE, PENDING_SETUP_FOR_RESTORE, PENDING_RESTORE, and what is to come.
            default: .other(word)
            }
    }
}
