/// Something that answers HTTP, and how it is asked.
public struct EndpointPlan: Sendable, Equatable, Codable {
    /// A secret one is never shown.
    public var url: Setting
    public var user: Setting?
    public var password: Setting?
    public var token: Setting?
    /// Paths of PEM files. `ca`: whom to trust, instead of the system's.
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
}
