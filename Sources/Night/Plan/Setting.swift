/// A value from the plan that may have come out of `${env:}` or `${file:}`. Printing one never shows a secret.
public enum Setting: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    case plain(String)
    case secret(String)

    /// The value itself, for the one place that must have it.
    public var revealed: String {
        switch self {
        case .plain(let text), .secret(let text): text
        }
    }

    public var isSecret: Bool {
        if case .secret = self { true } else { false }
    }

    var withoutSecret: Setting { isSecret ? .secret("") : self }

    public var description: String {
        switch self {
        case .plain(let text): text
        case .secret: "(secret)"
        }
    }

    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// Encoded, a secret is no more than that it is one, unless the encoder writes into a child's pipe.
extension Setting: Codable {
    private enum Key: CodingKey { case plain, secret }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        if let text = try container.decodeIfPresent(String.self, forKey: .plain) {
            self = .plain(text)
        } else {
            self = .secret(try container.decodeIfPresent(String.self, forKey: .secret) ?? "")
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        switch self {
        case .plain(let text): try container.encode(text, forKey: .plain)
        case .secret(let text):
            let reveals = encoder.userInfo[.revealsSecrets] as? Bool == true
            try container.encode(reveals ? text : nil, forKey: .secret)
        }
    }
}

extension CodingUserInfoKey {
    /// Set by encoders whose output goes down a child's pipe and nowhere else. Every raw value makes a key: the
    /// initializer only looks as if it could fail.
    // swift-format-ignore: NeverForceUnwrap
    public static let revealsSecrets = CodingUserInfoKey(rawValue: "revealsSecrets")!
}
