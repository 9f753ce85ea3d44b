import FoundationEssentials
public import Night

/// Asks one endpoint over HTTP. A call blocks its thread, and never for longer than it is given. A process that calls
/// ignores SIGPIPE: libcurl may write to a server that is gone.
public struct WebClient: Sendable {
    public enum Redirects: Sendable {
        /// Where the server asks for the same again elsewhere on itself, it is asked there.
        case onSameServer
        /// An answer like any other.
        case answered
    }

    private let endpoint: EndpointPlan
    private let longestBody: Int
    private let redirects: Redirects
    private let connections = Connections()

    /// A longer body is an error: half a document must not be taken for a whole one.
    public init(_ endpoint: EndpointPlan, longestBody: Int = 8 << 20, redirects: Redirects = .onSameServer) {
        self.endpoint = endpoint
        self.longestBody = longestBody
        self.redirects = redirects
    }

    private static let mostRedirects = 3

    /// The endpoint, fit to be shown.
    public var address: String {
        guard case .plain(let url) = endpoint.url else { return "\(endpoint.url)" }
        return (try? WebAddress(url)).map { "\($0)" } ?? "a URL that cannot be read"
    }

    /// What servers and libraries say may repeat what they were given.
    public func withoutSecrets(_ text: String) -> String {
        let given = [endpoint.url, endpoint.user, endpoint.password, endpoint.token].compactMap { $0 }
        let secrets = given.filter(\.isSecret).map(\.revealed) + [basic].compactMap { $0 }
        return secrets.filter { !$0.isEmpty }.reduce(text) { $0.replacing($1, with: "(not shown)") }
    }

    /// User and password as they stand in a request's header; nil where neither is a secret.
    private var basic: String? {
        guard let user = endpoint.user, let password = endpoint.password, user.isSecret || password.isSecret else {
            return nil
        }
        return Data("\(user.revealed):\(password.revealed)".utf8).base64EncodedString()
    }

    /// Why nothing can be sent there; nil: it can.
    public var obstacle: String? {
        do throws(WebError) {
            _ = try WebAddress(endpoint.url.revealed)
            return nil
        } catch {
            return "\(error)"
        }
    }

    /// The Host header and the path of a call, as its server sees them: what a signature is made over.
    public func place(of path: String) throws(WebError) -> (host: String, path: String) {
        let address = try WebAddress(endpoint.url.revealed, path: path, query: [])
        return (address.host, address.path)
    }

    /// `path` begins with a slash and is percent-encoded; it comes behind the endpoint's own. A header `Authorization`
    /// takes the place of the endpoint's user and password.
    public func call(
        _ method: String, _ path: String, body: String? = nil, query: [(String, String)] = [],
        headers: [(String, String)] = [], patience: Duration
    ) -> Result<WebAnswer, WebError> {
        let clock = ContinuousClock()
        let began = clock.now
        do throws(WebError) {
            let address = try WebAddress(endpoint.url.revealed, path: path, query: query)
            var request = WebRequest(
                method: method, address: address, body: body, headers: headers, endpoint: endpoint,
                longestBody: longestBody, patience: patience)
            for _ in 0...Self.mostRedirects {
                request.patience = patience - (clock.now - began)
                guard request.patience > .zero else { throw .outOfTime(patience) }
                let (answer, location) = try connections.exchange(request)
                guard redirects == .onSameServer, let location, request.isRepeated(after: answer.status) else {
                    return .success(answer)
                }
                request.address = try followed(location, from: request.address, status: answer.status)
            }
            throw .sentElsewhere("sent from one place to the next more than \(Self.mostRedirects) times")
        } catch {
            if case .outOfTime = error { return .failure(.outOfTime(patience)) }
            return .failure(error)
        }
    }

    private func followed(_ location: String, from address: WebAddress, status: Int) throws(WebError) -> WebAddress {
        guard let next = try? WebAddress(location) else {
            throw .sentElsewhere("HTTP \(status) to what is no http or https URL")
        }
        guard next.server == address.server else {
            let told = if case .secret = endpoint.url { "another server" } else { "\(next), which is another server" }
            throw .sentElsewhere("HTTP \(status) to \(told); only the one the plan names is asked")
        }
        return next
    }
}

/// One request as it goes out.
struct WebRequest {
    let method: String
    var address: WebAddress
    let body: String?
    let headers: [(String, String)]
    let endpoint: EndpointPlan
    let longestBody: Int
    var patience: Duration

    /// What asks and changes nothing: it may be asked twice.
    var onlyReads: Bool { method == "GET" || method == "HEAD" }

    /// Whether an answer of such a status means: not here, say the same there. One that came of an act is the answer to
    /// it.
    func isRepeated(after status: Int) -> Bool {
        switch status {
        case 307, 308: true
        case 301, 302, 303: onlyReads
        default: false
        }
    }
}
