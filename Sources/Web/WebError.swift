import Night

/// Why there is no answer, or none to go by. Its words hold no user, no password, no token and no query.
public enum WebError: Error, Sendable, Equatable {
    /// What the plan says of the endpoint cannot be used; nothing was sent.
    case misconfigured(String)
    /// The server never saw the request.
    case nothingSent(String)
    /// No answer came in this time.
    case outOfTime(Duration)
    /// It ended after the request was on its way and before the answer was whole.
    case broken(String)
    /// Answered, and sent somewhere this call does not go.
    case sentElsewhere(String)
    /// Answered, with a body beyond the bound; `start` holds as much of it.
    case tooLong(start: WebAnswer)

    /// Nobody can tell whether the server did what it was asked to.
    public var leavesUnknown: Bool {
        switch self {
        case .outOfTime, .broken: true
        case .misconfigured, .nothingSent, .sentElsewhere, .tooLong: false
        }
    }
}

extension WebError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .misconfigured(let why), .nothingSent(let why), .broken(let why), .sentElsewhere(let why): why
        case .outOfTime(let patience): "no answer within \(patience)"
        case .tooLong(let start): "HTTP \(start.status) with more than \(start.body.count) bytes"
        }
    }
}

public struct WebAnswer: Sendable, Equatable {
    public let status: Int
    /// Decoded, where it came compressed.
    public let body: [UInt8]
    public let contentType: String?

    public init(status: Int, body: [UInt8], contentType: String? = nil) {
        self.status = status
        self.body = body
        self.contentType = contentType
    }
}
