public import Night

extension Anonymiser {
    /// Every name a picture shows, the plan's order first.
    public static func names(in snapshot: Snapshot) -> [(kind: Kind, name: String)] {
        var names: [(kind: Kind, name: String)] = [(.night, snapshot.night)]
        for wave in snapshot.waves { names += Self.names(in: wave.plan) }
        names += snapshot.topics.flatMap { [(.topic, $0.name), (.topic, $0.twin)] }
        names += snapshot.groups.map { (.group, $0.name) }
        for cluster in [snapshot.source, snapshot.target] { names += Self.names(in: cluster) }
        if let mirror = snapshot.bridge.mirror { names += Self.names(in: mirror) }
        if let service = snapshot.bridge.service { names.append((.link, service.link)) }
        names += snapshot.budget.compactMap { line in
            BudgetLine.expected.contains(line.plan.name) ? nil : (.budget, line.plan.name)
        }
        if let holder = snapshot.command?.holder { names += [(.person, holder.user), (.host, holder.host)] }
        for veto in [snapshot.command?.hold, snapshot.command?.panic] {
            if let veto { names.append((.person, veto.by)) }
        }
        return names.flatMap(Self.withParts)
    }

    /// Of `ana@bastion` also each by itself.
    private static func withParts(_ kind: Kind, _ name: String) -> [(kind: Kind, name: String)] {
        guard kind == .person, let at = name.firstIndex(of: "@") else { return [(kind, name)] }
        return [(kind, name), (.person, String(name[..<at])), (.host, String(name[name.index(after: at)...]))]
    }

    /// Names that stand in a plan and in no picture.
    public static func names(in bridge: BridgePlan) -> [(kind: Kind, name: String)] {
        if case .link(let link) = bridge, let group = link.group { [(.group, group)] } else { [] }
    }

    /// Persons and their machines; what else an event names is in some picture.
    public static func names(in event: NightEvent) -> [(kind: Kind, name: String)] {
        switch event {
        case .opened(let holder, _, _): [(.person, holder.user), (.host, holder.host)]
        case .attested(_, _, let by, _, _), .held(let by, _), .released(let by), .panicked(let by, _): [(.person, by)]
        case .wave(_, .turnedBack(.panicFile(let by))): [(.person, by)]
        default: []
        }
    }

    private static func names(in wave: WavePlan) -> [(kind: Kind, name: String)] {
        var names: [(kind: Kind, name: String)] = [(.wave, wave.name), (.person, wave.owner)]
        if let owner = wave.abortOwner { names.append((.person, owner)) }
        names += wave.topics.map { (.topic, "\($0)") } + wave.groups.map { (.group, "\($0.group)") }
        for producer in wave.producers {
            names.append((.principal, producer))
            if let colon = producer.firstIndex(of: ":") {
                names.append((.principal, String(producer[producer.index(after: colon)...])))
            }
        }
        for connector in wave.connectors {
            names.append((.connector, connector.name))
            names += [connector.sourceSide, connector.targetSide].compactMap { $0 }.map { (.host, "\($0.url)") }
        }
        names += wave.gates.filter { gate in !BuiltInGate.allCases.contains { $0.rawValue == gate.name } }
            .map { (.gate, $0.name) }
        names += wave.gates.compactMap(\.owner).map { (.person, $0) } + wave.triggers.map { (.trigger, $0.name) }
        names += wave.triggers.compactMap(\.owner).map { (.person, $0) }
        for gate in wave.gates { if case .run(let words) = gate.evidence { names += words.map { (.step, $0) } } }
        names += wave.steps.flatMap(\.steps).flatMap { Self.names(in: $0) }
        return names
    }

    /// The site's own executables and addresses.
    private static func names(in step: StepPlan) -> [(kind: Kind, name: String)] {
        [step.act, step.undo].compactMap { $0 }.flatMap { act -> [(kind: Kind, name: String)] in
            switch act {
            case .run(let words): words.map { (.step, $0) }
            case .http(let call): [(.host, "\(call.endpoint.url)")]
            default: []
            }
        }
    }

    private static func names(in cluster: Snapshot.Cluster) -> [(kind: Kind, name: String)] {
        let addresses =
            cluster.bootstrap.split(separator: ",").map(String.init) + (cluster.brokers.value ?? []).map(\.address)
        var names: [(kind: Kind, name: String)] = []
        for address in addresses {
            let host = address.lastIndex(of: ":").map { String(address[..<$0]) } ?? address
            names += [(.host, host.filter { $0 != "[" && $0 != "]" })]
        }
        names += (cluster.endpoints?.health ?? []).map { (.host, $0.endpoint) }
        return names
    }

    private static func names(in mirror: Snapshot.Mirror) -> [(kind: Kind, name: String)] {
        let connectors = mirror.connectors.value ?? []
        return connectors.map { (.connector, $0.name) } + mirror.missingConnectors.map { (.connector, $0) }
            + connectors.flatMap { connector in
                ([connector.worker] + connector.tasks.map(\.worker)).map { worker in
                    (.host, worker.lastIndex(of: ":").map { String(worker[..<$0]) } ?? worker)
                }
            } + mirror.internalTopics.map { (.topic, $0.topic) }
            + mirror.translations.map { (.group, $0.group) }
    }
}
