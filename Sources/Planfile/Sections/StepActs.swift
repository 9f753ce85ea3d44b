import Night

private enum HTTPKey: String, EndpointKeys {
    case method, url, user, password, token, ca, certificate, key, body, expect
}
private enum HTTPMethod: String, CaseIterable {
    case get = "GET"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"
}
private enum ConnectKey: String, CaseIterable {
    case pause, resume, stop, start, restart
    case restartFailed = "restart-failed"
    case at
}

extension PlanReader {
    func httpCall(_ node: YamlNode) -> HTTPCall? {
        guard let fields = Fields(node, HTTPKey.self, of: "http", by: self) else { return nil }
        let method = fields.required(.method, word(HTTPMethod.self))
        let endpoint = endpoint(in: fields)
        let body = fields.optional(.body, prose)
        let expect = fields.optional(.expect, statusCode)
        guard let method, let endpoint else { return nil }
        return HTTPCall(method: method.rawValue, endpoint: endpoint, body: body, expect: expect)
    }

    private func statusCode(_ node: YamlNode) -> Int? {
        if let code = node.scalar.flatMap(Quantity.wholeNumber), (100...599).contains(code) { return code }
        mismatch(node, expected: "an HTTP status, such as 204")
        return nil
    }

    func connect(_ node: YamlNode, in context: StepContext) -> StepPlan.Act? {
        guard let fields = Fields(node, ConnectKey.self, of: "connect", by: self) else { return nil }
        let acts = StepPlan.ConnectorAct.allCases.filter { ConnectKey(rawValue: $0.rawValue).map(fields.has) ?? false }
        let side = fields.required(.at, word(StepPlan.Side.self))
        guard acts.count == 1, let act = acts.first, let key = ConnectKey(rawValue: act.rawValue) else {
            if fields.isUnderstood {
                let names = StepPlan.ConnectorAct.allCases.map(\.rawValue).joined(separator: ", ")
                report(at: node.position, "a connect step does one of \(names): { pause: NAME, at: source-side }")
            }
            return nil
        }
        guard let name = fields.optional(key, line), let node = fields[key], let side else { return nil }
        checkConnector(name, node, at: side, in: context)
        return .connect(act, connector: name, at: side)
    }

    private func checkConnector(_ name: String, _ node: YamlNode, at side: StepPlan.Side, in context: StepContext) {
        if context.estate.bridgeConnectors.contains(name) { return }
        guard let connector = context.wave.connectors.first(where: { $0.name == name }) else {
            let names = context.wave.connectors.map(\.name) + context.estate.bridgeConnectors
            report(
                node, "neither the wave nor a bridge has a connector of this name",
                suggestion: suggestion(for: name, among: names))
            return
        }
        let address = side == .sourceSide ? connector.sourceSide : connector.targetSide
        if address == nil { report(node, "the wave gives this connector no \(side.rawValue): to act at") }
    }

    func link(_ node: YamlNode, over bridges: [BridgePlan]?) -> StepPlan.Act? {
        guard let act = word(StepPlan.LinkAct.self)(node) else { return nil }
        let canBeTold = bridges?.contains { bridge in
            switch bridge {
            case .automqLinking, .clusterLinking: true
            case .mirrorMaker2, .link: false
            }
        }
        if canBeTold == false { report(node, "no bridge of this plan takes orders: automq-linking or cluster-linking") }
        return .link(act)
    }
}
