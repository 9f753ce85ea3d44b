import Night

/// The keys of a mapping that is an endpoint, or that has one beside its own.
protocol EndpointKeys: RawRepresentable<String>, CaseIterable, Hashable {
    static var url: Self { get }
    static var user: Self { get }
    static var password: Self { get }
    static var token: Self { get }
    static var ca: Self { get }
    static var certificate: Self { get }
    static var key: Self { get }
}

private enum EndpointKey: String, EndpointKeys { case url, user, password, token, ca, certificate, key }

extension PlanReader {
    /// A URL alone, or a mapping that also says how to come in.
    func endpoint(_ node: YamlNode) -> EndpointPlan? {
        guard case .mapping = node.content else { return address(node).map { EndpointPlan(url: $0) } }
        guard let fields = Fields(node, EndpointKey.self, of: "an endpoint", by: self) else { return nil }
        return endpoint(in: fields)
    }

    func endpoint<Key: EndpointKeys>(in fields: Fields<Key>) -> EndpointPlan? {
        let url = fields.required(.url, address)
        let setting = { (key: Key) in fields.optional(key) { self.setting($0, of: key.rawValue) } }
        let (user, password, token) = (setting(.user), setting(.password), setting(.token))
        let file = { (key: Key) in fields.optional(key, self.absolutePath) }
        let (ca, certificate, key) = (file(.ca), file(.certificate), file(.key))
        checkAccess(fields)
        guard let url else { return nil }
        return EndpointPlan(
            url: url, user: user, password: password, token: token, ca: ca, certificate: certificate, key: key)
    }

    private func checkAccess<Key: EndpointKeys>(_ fields: Fields<Key>) {
        if fields.has(.token) {
            fields.refuse(.user, .password, because: "a bearer token comes in by itself; leave user: and password: out")
        } else if fields.has(.password) != fields.has(.user), let given = fields[.password] ?? fields[.user] {
            report(at: given.position, "user: and password: come together")
        }
        if fields.has(.key) != fields.has(.certificate), let given = fields[.key] ?? fields[.certificate] {
            report(at: given.position, "certificate: and key: come together")
        }
    }

    /// No problem reported here shows one that came out of `${env:}` or `${file:}`.
    private func address(_ node: YamlNode) -> Setting? {
        guard let setting = setting(node, of: EndpointKey.url.rawValue) else { return nil }
        guard case .secret(let hidden) = setting else { return url(node).map { .plain($0) } }
        if let problem = Self.problem(ofURL: hidden) {
            report(at: node.position, problem)
            return nil
        }
        return setting
    }
}
