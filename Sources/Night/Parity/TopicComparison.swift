/// How a topic and its twin differ, and which of that matters tonight.
///
/// | what | the target's | comes to |
/// |---|---|---|
/// | partitions | fewer | fails: records of the missing ones have nowhere to go |
/// | partitions | more | fails where keys have an order to keep (class `ordered`, or compacted): a key's next record would go |
/// |            |      | to another partition than its last; else harmless |
/// | replicas | fewer | fails; on AutoMQ harmless, its records are in object storage |
/// | retention.ms, retention.bytes | shorter | fails: what consumers have not read, and the way back, expire sooner |
/// | cleanup.policy | other | fails |
/// | min.insync.replicas | lower | fails: acks=all promises less; on AutoMQ harmless |
/// | min.insync.replicas | above the replicas there | fails: no acks=all write is taken |
/// | max.message.bytes | smaller | fails: a record the source took stops the bridge or a producer |
/// | message.timestamp.type | other | fails: times of records change, and with them retention and look-ups by time |
/// | unclean.leader.election.enable | true for false | fails: acknowledged records may be lost |
/// | any of these | larger, longer, safer | harmless, and named |
/// | compression, segments, tombstones, compaction lag, bounds of timestamps | other | harmless, and named |
struct TopicComparison {
    struct Side {
        var partitions: Int
        var replicas: Int
        var settings: [TopicSetting: String]
    }

    let topic: String
    let source: Side
    let target: Side
    /// Producers rely on a key's records being in one partition, in order.
    let keepsOrder: Bool

    /// Every Kafka serves these; where one is missing, nothing is known of it.
    private static let expected: [TopicSetting] = [
        .retentionTime, .retentionSize, .cleanup, .minInSync, .largestBatch, .timestampType,
    ]

    var differences: [Difference] {
        [partitions, replicas].compactMap { $0 }
            + TopicSetting.allCases.compactMap { $0 == .automqLink ? nil : difference(in: $0) }
    }

    private var targetIsAutoMQ: Bool { target.settings[.automqLink] != nil }

    private var partitions: Difference? {
        guard source.partitions != target.partitions else { return nil }
        func counted(_ weight: Difference.Weight, _ why: String) -> Difference {
            Difference(
                topic, "partitions", source: "\(source.partitions)", target: "\(target.partitions)", weight, why)
        }
        if target.partitions < source.partitions {
            return counted(.fails, "records of the missing ones have nowhere to go")
        }
        if isCompacted { return counted(.fails, "a compacted key would live on in two partitions") }
        if keepsOrder { return counted(.fails, "a key's next record goes to another partition than its last") }
        return counted(.harmless, "keys go to other partitions from then on")
    }

    private var isCompacted: Bool { source.settings[.cleanup].map { Self.words($0).contains("compact") } ?? false }

    private var replicas: Difference? {
        guard source.replicas != target.replicas else { return nil }
        let isFewer = target.replicas < source.replicas
        return Difference(
            topic, "replicas", source: "\(source.replicas)", target: "\(target.replicas)",
            isFewer && !targetIsAutoMQ ? .fails : .harmless,
            isFewer ? (targetIsAutoMQ ? "AutoMQ keeps records in object storage" : "fewer brokers may be lost") : nil)
    }

    private func difference(in setting: TopicSetting) -> Difference? {
        guard let here = source.settings[setting], let there = target.settings[setting] else {
            return missing(setting)
        }
        if setting == .minInSync, let need = Int(there), need > target.replicas, target.replicas > 0 {
            return judged(setting, .fails, "more than its \(target.replicas) replicas: no acks=all write is taken")
        }
        guard here != there, Self.words(here) != Self.words(there) else { return nil }
        switch setting {
        case .retentionTime, .retentionSize:
            return isLess(setting, whereMinusOneIsEndless: true)
                ? judged(setting, .fails, "records expire sooner") : judged(setting, .harmless)
        case .largestBatch:
            return isLess(setting)
                ? judged(setting, .fails, "a record the source took may not fit") : judged(setting, .harmless)
        case .minInSync:
            guard isLess(setting) else { return judged(setting, .harmless) }
            return targetIsAutoMQ
                ? judged(setting, .harmless, "AutoMQ keeps records in object storage")
                : judged(setting, .fails, "acks=all promises less")
        case .cleanup: return judged(setting, .fails, "records are kept by other rules")
        case .timestampType: return judged(setting, .fails, "records get other times")
        case .uncleanElection:
            return there == "true"
                ? judged(setting, .fails, "acknowledged records may be lost") : judged(setting, .harmless)
        case .compression, .segmentTime, .segmentSize, .tombstonesKept, .compactionLag, .stampedAhead, .stampedBehind,
            .automqLink:
            return judged(setting, .harmless)
        }
    }

    /// Versions of Kafka know more settings or fewer; only what all of them serve is missed.
    private func missing(_ setting: TopicSetting) -> Difference? {
        guard Self.expected.contains(setting) else { return nil }
        func shown(_ side: Side) -> String { side.settings[setting].map(setting.shown) ?? "not served" }
        return Difference(topic, setting.rawValue, source: shown(source), target: shown(target), .unknown)
    }

    private func judged(_ setting: TopicSetting, _ weight: Difference.Weight, _ why: String? = nil) -> Difference {
        Difference(
            topic, setting.rawValue, source: setting.shown(source.settings[setting] ?? ""),
            target: setting.shown(target.settings[setting] ?? ""), weight, why)
    }

    /// What is no number is not known to be as large.
    private func isLess(_ setting: TopicSetting, whereMinusOneIsEndless: Bool = false) -> Bool {
        guard var here = source.settings[setting].flatMap({ Int64($0) }),
            var there = target.settings[setting].flatMap({ Int64($0) })
        else { return true }
        if whereMinusOneIsEndless {
            if here < 0 { here = .max }
            if there < 0 { there = .max }
        }
        return there < here
    }

    /// "compact,delete" and "delete,compact" are the same policy.
    private static func words(_ value: String) -> Set<String> {
        Set(value.split(separator: ",").map { String($0.drop { $0 == " " }) })
    }
}

extension TopicSetting {
    /// A value as people read it, with Kafka's own beside it where they differ.
    func shown(_ value: String) -> String {
        guard let number = Int64(value) else { return String(value.prefix(Self.longestShown)) }
        switch self {
        case .retentionTime, .segmentTime, .tombstonesKept, .compactionLag, .stampedAhead, .stampedBehind:
            if number < 0 || number == .max { return "endless" }
            return "\(Self.span(number)) (\(value) ms)"
        case .retentionSize: return number < 0 ? "endless" : "\(number.grouped) B"
        case .largestBatch, .segmentSize: return "\(number.grouped) B"
        case .cleanup, .minInSync, .timestampType, .uncleanElection, .compression, .automqLink: return value
        }
    }

    private static let longestShown = 60

    private static func span(_ milliseconds: Int64) -> String {
        let day: Int64 = 86_400_000
        if milliseconds >= day, milliseconds % day == 0 { return "\((milliseconds / day).grouped)d" }
        return Duration.milliseconds(milliseconds).inWords
    }
}
