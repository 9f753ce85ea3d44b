/// What the bridge calls a topic on the target.
public enum TwinNaming: Sendable, Equatable {
    case same
    /// MirrorMaker 2's default policy: the source's alias, a separator, the name.
    case prefixed(String)

    /// What a twin's name begins with before the name on the source.
    public var prefix: String {
        switch self {
        case .same: ""
        case .prefixed(let prefix): prefix
        }
    }

    public func twin(of name: String) -> String { prefix + name }

    /// The name on the source; nil for a topic on the target that is no twin.
    public func original(of twin: String) -> String? {
        switch self {
        case .same: twin
        case .prefixed(let prefix): twin.hasPrefix(prefix) ? String(twin.dropFirst(prefix.count)) : nil
        }
    }
}

extension MirrorMaker2Plan {
    public var twins: TwinNaming {
        switch policy {
        case .default: .prefixed(sourceAlias + separator)
        case .identity: .same
        }
    }
}

extension Plan {
    public var twins: TwinNaming {
        for case .mirrorMaker2(let bridge) in bridges where bridge.twins != .same { return bridge.twins }
        return .same
    }
}
