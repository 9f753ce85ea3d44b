public import Web

/// Why a link's service gave nothing to go by.
public enum LinkError: Error, Sendable, Equatable {
    case call(WebError)
    /// Answered with an error of its own.
    case refused(status: Int, words: String)
    /// Answered, and not in the service's language.
    case senseless(String)
    /// More than anybody's link holds.
    case endless(String)

    /// After a call that acts: nobody can tell whether the service did it.
    public var leavesUnknown: Bool {
        switch self {
        case .call(.tooLong), .senseless: true
        case .call(let error): error.leavesUnknown
        case .refused(let status, _): status >= 500
        case .endless: false
        }
    }
}

extension LinkError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .call(let error): "\(error)"
        case .refused(let status, let words): words.isEmpty ? "HTTP \(status)" : "HTTP \(status): \(words)"
        case .senseless(let what), .endless(let what): what
        }
    }
}
