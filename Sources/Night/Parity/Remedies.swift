// What stands in the way of a move before it has begun, each with what to do about it: what both sides do not have
// alike, and what MirrorMaker 2 leaves behind without a word.

extension Snapshot {
    /// More of one gate say nothing new.
    private static let mostOfGate = 10

    /// Of a gate the plan lists it is red, or unknown; of the others a warning, and what could not be read is not named.
    public var parityFindings: [Finding] {
        waves.flatMap { wave in
            wave.gates.flatMap { gate -> [Finding] in
                guard case .builtIn(let builtIn) = gate.plan.evidence else { return [] }
                let isListed = wave.plan.gates.contains { $0.evidence == gate.plan.evidence }
                let about = "wave \(wave.plan.name), \(gate.plan.name)"
                return differences(of: gate, builtIn, isListed: isListed, about: about)
                    + wholeUnknown(of: gate, builtIn, isListed: isListed, about: about)
            }
        }
    }

    private func differences(
        of gate: Gate, _ builtIn: BuiltInGate, isListed: Bool, about: String
    ) -> [Finding] {
        let told = gate.differences.filter { $0.weight == .fails || (isListed && $0.weight == .unknown) }
        let findings = told.prefix(Self.mostOfGate).map { difference -> Finding in
            let severity: Finding.Severity =
                !isListed ? .warning : difference.weight == .fails ? .red : .unknown
            let remedy = difference.remedy(for: builtIn).map { ". \($0)" } ?? ""
            return Finding(severity, about, difference.inWords + remedy)
        }
        guard told.count > Self.mostOfGate else { return findings }
        return findings + [Finding(.warning, about, "and \(told.count - Self.mostOfGate) more like these")]
    }

    /// A comparison the plan asks for, and nothing to compare.
    private func wholeUnknown(
        of gate: Gate, _ builtIn: BuiltInGate, isListed: Bool, about: String
    ) -> [Finding] {
        guard isListed, gate.differences.isEmpty, case .unknown(let why) = gate.verdict else { return [] }
        switch builtIn {
        case .topicParity, .aclParity, .schemaParity, .connectorsSingleSided: return [Finding(.unknown, about, why)]
        default: return []
        }
    }
}

extension Difference {
    /// In the words of Kafka's own tools, for the target.
    fileprivate func remedy(for gate: BuiltInGate) -> String? {
        switch gate {
        case .topicParity: topicRemedy
        case .aclParity: weight == .fails ? aclRemedy : nil
        case .schemaParity:
            what == "compatibility"
                ? "Set it there: PUT /config/\(subject)"
                : "Bring it over with its id: mode IMPORT there, or the registry's own exporter"
        case .connectorsSingleSided: "Stop it on one side"
        default: nil
        }
    }

    private var topicRemedy: String? {
        switch what {
        case "partitions":
            return "kafka-topics --alter adds partitions to a topic of the target; fewer are only had by making it anew"
        case "replicas":
            return "MirrorMaker 2 makes topics with replication.factor 2 unless told otherwise: set it on the source "
                + "connector, and reassign what is there"
        default:
            guard let setting = TopicSetting(rawValue: what) else { return nil }
            let isLeftOut = MirrorDefaults.unsynced.contains(setting)
            return "Set it there with kafka-configs --alter --entity-type topics"
                + (isLeftOut ? "; MirrorMaker 2 does not bring it over by itself" : "")
        }
    }

    private var aclRemedy: String? {
        let words = what.split(separator: " ")
        guard let operation = words.first, words.count > 1 else { return nil }
        let isWrite = operation == "WRITE"
        return "Add it there with kafka-acls --add --allow-principal \(subject)"
            + (isWrite ? "; MirrorMaker 2 never brings a right to WRITE over" : "")
    }
}
