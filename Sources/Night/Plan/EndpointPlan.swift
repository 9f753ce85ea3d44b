/// Where something is asked over HTTP, and how to come in. A secret address is never shown.
public struct EndpointPlan: Sendable, Hashable, Codable {
    public var url: Setting
    public var user: Setting?
    public var password: Setting?
    /// A bearer token.
    public var token: Setting?
    /// Files, PEM: who is trusted to vouch for the server, and what is shown to it.
    public var ca: String?
    public var certificate: String?
    public var key: String?

    public init(
        url: Setting, user: Setting? = nil, password: Setting? = nil, token: Setting? = nil, ca: String? = nil,
        certificate: String? = nil, key: String? = nil
    ) {
        self.url = url
        self.user = user
        self.password = password
        self.token = token
        self.ca = ca
        self.certificate = certificate
        self.key = key
    }

    public init(_ url: String) {
        self.init(url: .plain(url))
    }

    /// As it is known to whoever was not to know its secrets.
    var withoutSecrets: EndpointPlan {
        EndpointPlan(
            url: url.withoutSecret, user: user?.withoutSecret, password: password?.withoutSecret,
            token: token?.withoutSecret, ca: ca, certificate: certificate, key: key)
    }
}
