import Night

private enum Key: String, CaseIterable {
    case gate, limit
    case hold = "for"
    case sample, run, ask, every, owner
    case abortTrigger = "abort-trigger"
    case expires
}

extension BuiltInGate {
    /// What its limit may be counted in. None: it has no limit.
    fileprivate var limitDimensions: [Dimension] {
        switch self {
        case .replication: [.time, .count]
        case .offsets: [.count]
        case .headroom: [.share]
        case .inventory, .topicParity, .aclParity, .schemaParity, .connectorsSingleSided, .records, .consumers,
            .sourceReady, .rehearsed:
            []
        }
    }
}

extension PlanReader {
    func gates(_ node: YamlNode) -> [GatePlan]? {
        var names: [String: PlanPosition] = [:]
        return list(node, of: "gates", atMost: 100) { node in
            guard let (gate, name) = self.gate(node) else { return nil }
            if let first = names[gate.name] {
                self.report(name, "this wave has a gate of this name already, on line \(first.line)")
            } else {
                names[gate.name] = name.position
            }
            return gate
        }
    }

    private func gate(_ node: YamlNode) -> (GatePlan, name: YamlNode)? {
        guard let fields = Fields(node, Key.self, of: "a gate", by: self) else { return nil }
        let name = fields.required(.gate, line)
        let evidence = evidence(in: fields, of: name)
        var gate = GatePlan(name: name ?? "", evidence: evidence ?? .ask(""))
        gate.owner = fields.optional(.owner, line)
        gate.abortTrigger = fields.optional(.abortTrigger, prose)
        gate.hold = fields.optional(.hold, duration)
        gate.every = fields.optional(.every, period)
        gate.expires = fields.optional(.expires, period)
        gate.limit = fields.optional(.limit) { gateLimit($0, of: evidence) }
        gate.samplesPerPartition = fields.optional(.sample, samples)
        refuseWhatDoesNotApply(in: fields, to: evidence)
        guard name != nil, let node = fields[.gate] else { return nil }
        return (gate, node)
    }

    private func evidence(in fields: Fields<Key>, of name: String?) -> GatePlan.Evidence? {
        let builtIn = name.flatMap(BuiltInGate.init)
        let run = fields.optional(.run, arguments)
        let ask = fields.optional(.ask, prose)
        if fields.has(.run), fields.has(.ask) {
            fields.refuse(.ask, because: "a gate is either run or asked; make two gates of it")
            return nil
        }
        guard fields.has(.run) || fields.has(.ask) else {
            if let builtIn { return .builtIn(builtIn) }
            if let name, let node = fields[.gate] { reportUnknownGate(name, node) }
            return nil
        }
        if builtIn != nil, let node = fields[.gate] {
            report(node, "this is the name of a built-in gate, which measures by itself; give yours another")
            return nil
        }
        if !fields.has(.owner), let node = fields[.gate] {
            warn(node, "nobody owns this gate; give it owner:")
        }
        return run.map { .run($0) } ?? ask.map { .ask($0) }
    }

    private func reportUnknownGate(_ name: String, _ node: YamlNode) {
        let names = BuiltInGate.allCases.map(\.rawValue)
        let near = suggestion(for: name, among: names)
        let known = near == nil ? " (\(names.joined(separator: ", ")))" : ""
        report(
            node, "not a built-in gate\(known), and neither run: nor ask: says how this one is proven", suggestion: near
        )
    }

    private func refuseWhatDoesNotApply(in fields: Fields<Key>, to evidence: GatePlan.Evidence?) {
        switch evidence {
        case .builtIn(let gate):
            fields.refuse(.every, .expires, because: "a built-in gate is measured all the time; leave this out")
            if gate != .records { fields.refuse(.sample, because: "only the records gate takes samples") }
        case .run:
            fields.refuse(.limit, .sample, because: "the exit code of what is run decides; leave this out")
            fields.refuse(.expires, because: "what is run is run again, see every:; only an answer expires")
        case .ask:
            fields.refuse(.limit, .sample, .every, .hold, because: "a person answers this gate; leave this out")
        case nil: break
        }
    }

    private func gateLimit(_ node: YamlNode, of evidence: GatePlan.Evidence?) -> Limit? {
        guard case .builtIn(let gate) = evidence else { return nil }
        let dimensions = gate.limitDimensions
        guard !dimensions.isEmpty else {
            report(node, "the gate \(gate.rawValue) has no limit; it passes or fails")
            return nil
        }
        guard let limit = limit(node) else { return nil }
        guard dimensions.contains(limit.dimension) else {
            let expected = dimensions.map(\.described).joined(separator: ", or ")
            report(node, "the limit of \(gate.rawValue) is \(expected); this is \(limit.dimension.named)")
            return nil
        }
        return limit
    }

    private func samples(_ node: YamlNode) -> Int? {
        if let text = node.scalar, text.hasSuffix("per partition"),
            let count = Quantity.wholeNumber(text.dropLast("per partition".count)), (1...10_000).contains(count)
        {
            return count
        }
        mismatch(node, expected: "records per partition, 1 to 10 000, such as 50 per partition")
        return nil
    }
}
