import Night

// The REST API's own names in camel case, as far as they are used here. A field that is not known here is no error.

struct LinkAnswer: Decodable {
    /// An older service does not say it.
    let linkState: String?
    let linkError: String?
    let linkErrorMessage: String?

    var complaint: String? {
        let code = linkError.flatMap { ["NO_ERROR", "NOT_SET"].contains($0) ? nil : $0 }
        let parts = [code, linkErrorMessage].compactMap { $0 }.filter { !$0.isEmpty }
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
    let lastSourceFetchOffset: Int64
}

struct MirrorTopic: Decodable {
    struct TransitionError: Decodable {
        let errorCode: String?
        let errorMessage: String?
    }

    let mirrorTopicName: String
    let sourceTopicName: String
    let numPartitions: Int?
    let mirrorLags: [Item<MirrorLag>]?
    let mirrorStatus: String?
    let mirrorTopicError: String?
    let mirrorStateTransitionErrors: [Item<TransitionError>]?

    func reading(_ words: (String) -> String) -> LinkReading.Mirror {
        let (lag, whyNoLag) = mirrorLags.summed(over: numPartitions)
        return LinkReading.Mirror(
            sourceTopic: sourceTopicName, mirrorTopic: mirrorTopicName,
            state: mirrorStatus.map(LinkReading.Mirror.State.init(clusterLinking:)) ?? .other("not stated"),
            error: complaint.map(words), lagRecords: lag, whyNoLag: whyNoLag)
    }

    private var complaint: String? {
        let topicError = mirrorTopicError.flatMap { ["NO_ERROR", "NOT_SET"].contains($0) ? nil : $0 }
        let transition = mirrorStateTransitionErrors?.compactMap(\.value).first.map { error in
            [error.errorCode, error.errorMessage].compactMap { $0 }.joined(separator: ": ")
        }
        let link: String? =
            switch mirrorStatus {
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
        let mirrorTopicName: String
        let errorCode: Int?
        let errorMessage: String?
        let mirrorLags: [Item<MirrorLag>]?
        let messagesTruncated: Int64?

        func answer(_ words: (String) -> String) -> MirrorAnswer {
            let message = errorMessage.flatMap { $0.isEmpty ? nil : words($0) }
            // Some versions answer 0 where others answer null.
            let isError = errorCode.map { $0 != 0 } ?? (message != nil)
            let error = message ?? "error \(errorCode ?? 0)"
            return MirrorAnswer(
                mirrorTopicName, isError ? .refused(error) : .accepted,
                lagRecords: mirrorLags.summed(over: nil).records, truncatedRecords: messagesTruncated)
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
        let unfetched = lags.count { $0.lastSourceFetchOffset < 0 }
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
        let words = Set(mirrors.compactMap(\.mirrorStatus))
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
