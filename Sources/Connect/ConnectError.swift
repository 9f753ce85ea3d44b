import Night
public import Web

/// Why Connect did not say, or do, what it was asked for.
public struct ConnectError: Error, Sendable, Equatable {
    public enum Kind: Sendable, Equatable {
        case web(WebError)
        /// In its own words, where it has any.
        case refused(status: Int, String)
        /// It was rebalancing, and still was when the time was up.
        case rebalancing(for: Duration, String)
        /// Answered with what makes no sense: what came, and why it does not.
        case nonsense(String)
    }

    /// "GET /connectors of http://connect:8083".
    public let asked: String
    public let kind: Kind

    /// Nobody can tell whether Connect did what it was told to. A failure of the server's is one that may come after the
    /// deed: Connect itself gives up waiting for its own after 90 seconds, and answers 500.
    public var leavesUnknown: Bool {
        switch kind {
        case .web(let error): error.leavesUnknown
        case .refused(let status, _): status >= 500
        case .rebalancing, .nonsense: false
        }
    }
}

extension ConnectError: CustomStringConvertible {
    public var description: String {
        switch kind {
        case .web(let error): "\(asked): \(error)"
        case .refused(let status, let words): "\(asked): HTTP \(status)\(words.isEmpty ? "" : ": \(words)")"
        case .rebalancing(let time, let words): "\(asked): HTTP 409 for \(time), a rebalance: \(words)"
        case .nonsense(let what): "\(asked): \(what)"
        }
    }
}
