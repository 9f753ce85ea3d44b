import Night

// The control plane's own names, as far as they are used here. Nearly everything in them may be absent.

struct AutoMQStatistics: Decodable {
    let linkingLag: Int64?
    /// In a unit that no published description states.
    let linkingLagTime: Int64?
}

struct AutoMQLink: Decodable {
    let status: String?
    let errorMessage: String?
}

struct AutoMQMirrors: Decodable {
    let list: [Item<AutoMQMirror>]?
}

struct AutoMQMirror: Decodable {
    struct State: Decodable {
        let state: String?
        let errorCode: String?
    }

    let sourceTopicName: String
    let mirrorTopicName: String?
    /// Nil until the mirror is made: it cannot be told anything before.
    let mirrorTopicId: String?
    let state: State?
    let subscribedGroupNum: Int?
    let promotedGroupNum: Int?
    let statistics: AutoMQStatistics?

    var mirrorTopic: String { mirrorTopicName ?? sourceTopicName }

    func reading(_ words: (String) -> String) -> LinkReading.Mirror {
        let lag = statistics?.linkingLag
        let isSensible = lag.map { $0 >= 0 } ?? true
        return LinkReading.Mirror(
            sourceTopic: sourceTopicName, mirrorTopic: mirrorTopic,
            state: LinkReading.Mirror.State(autoMQ: state?.state ?? "not stated"),
            error: state?.errorCode.flatMap { $0.isEmpty ? nil : words($0) }, lagRecords: isSensible ? lag : nil,
            lagTimeAsTold: statistics?.linkingLagTime,
            whyNoLag: lag == nil
                ? "its service tells no lag" : isSensible ? nil : "its service tells a lag that cannot be",
            groupsSubscribed: subscribedGroupNum, groupsPromoted: promotedGroupNum)
    }
}

extension LinkReading.Mirror.State {
    init(autoMQ word: String) {
        self =
            switch word {
            case "LINKING": .active
            case "PAUSED": .paused
            case "PROMOTED": .promoted
            // The published description names no others, and does not say that there are none.
            default: .other(word)
            }
    }
}

extension MirrorChange {
    /// What the control plane is to make of the topic's state.
    var autoMQState: String {
        switch self {
        case .promote: "PROMOTED"
        case .pause: "PAUSED"
        case .resume: "LINKING"
        }
    }
}
