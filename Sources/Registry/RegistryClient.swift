public import Night
import Web

/// One schema registry that speaks Confluent's REST, read and never written. Calls block their thread for as long as
/// they are given.
public struct RegistryClient: Sendable {
    private let web: WebClient

    /// A list of some hundred thousand subjects fits, and any schema.
    public static let longestAnswer = 16 << 20
    private static let accepted = ("Accept", "application/vnd.schemaregistry.v1+json, application/json; q=0.9")

    public init(_ endpoint: EndpointPlan) {
        web = WebClient(endpoint, longestBody: Self.longestAnswer)
    }

    /// Fit to be shown.
    public var address: String { web.address }

    /// Of every name.
    public func subjects(patience: Duration) throws(RegistryError) -> [String] {
        try decoded([String].self, from: "/subjects", patience: patience)
    }

    /// The numbers of its versions; none: there is no such subject any more.
    public func versions(of subject: String, patience: Duration) throws(RegistryError) -> [Int32] {
        try known { () throws(RegistryError) in
            try decoded([Int32].self, from: "/subjects/\(subject.asPathSegment)/versions", patience: patience)
        } ?? []
    }

    /// Nil: it is there no more.
    public func version(
        _ number: Int32, of subject: String, patience: Duration
    ) throws(RegistryError) -> SubjectListing.Version? {
        let path = "/subjects/\(subject.asPathSegment)/versions/\(number)"
        return try known { () throws(RegistryError) in
            try decoded(VersionAnswer.self, from: path, patience: patience).version
        }
    }

    /// What is set for the subject itself; nil: nothing is, the registry's own holds.
    public func compatibility(of subject: String, patience: Duration) throws(RegistryError) -> String? {
        try known { () throws(RegistryError) in
            try decoded(ConfigAnswer.self, from: "/config/\(subject.asPathSegment)", patience: patience).level
        }
    }

    public func compatibility(patience: Duration) throws(RegistryError) -> String {
        try decoded(ConfigAnswer.self, from: "/config", patience: patience).level
    }

    /// Nil: this registry knows no modes.
    public func mode(patience: Duration) throws(RegistryError) -> String? {
        try known { () throws(RegistryError) in
            try decoded(ModeAnswer.self, from: "/mode", patience: patience).mode
        }
    }
}

extension RegistryClient {
    /// Nil for what the registry says is not there.
    private func known<Answer>(_ ask: () throws(RegistryError) -> Answer) throws(RegistryError) -> Answer? {
        do throws(RegistryError) {
            return try ask()
        } catch {
            if error.isNotThere { return nil }
            throw error
        }
    }

    private func decoded<Answer: Decodable>(
        _ type: Answer.Type, from path: String, patience: Duration
    ) throws(RegistryError) -> Answer {
        let answer: WebAnswer
        do throws(WebError) {
            answer = try web.call("GET", path, headers: [Self.accepted], patience: patience).get()
        } catch {
            throw RegistryError(asked: path, kind: .web(error))
        }
        guard 200..<300 ~= answer.status else {
            let refusal = RegistryJSON.decode(RefusalAnswer.self, from: answer.body)
            let words = refusal?.message ?? String(decoding: answer.body.prefix(300), as: UTF8.self)
            throw RegistryError(
                asked: path,
                kind: .refused(status: answer.status, code: refusal?.code, web.withoutSecrets(words.firstLine)))
        }
        guard let known = RegistryJSON.decode(type, from: answer.body) else {
            throw RegistryError(
                asked: path, kind: .nonsense("\(answer.body.count) bytes of \(answer.contentType ?? "no type")"))
        }
        return known
    }
}

extension String {
    fileprivate var firstLine: String {
        String(split(whereSeparator: \.isNewline).first?.prefix(300) ?? "")
    }
}
