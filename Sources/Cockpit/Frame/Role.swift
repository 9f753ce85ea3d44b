/// What a piece of the screen means. A theme says how each looks; nothing else in the cockpit names a colour.
public enum Role: UInt8, Sendable, CaseIterable {
    case text, dim, title, border, header
    case ok, notice, warning, critical, unknown, stale
    case focus, selected, key
    /// A key that does nothing here.
    case keyOff
    case frozen, input, chart, source, bridge, target, consumers

    /// The word a theme file uses.
    public var word: String {
        self == .keyOff ? "key-off" : "\(self)"
    }

    static let byWord = Dictionary(uniqueKeysWithValues: allCases.map { ($0.word, $0) })
}

extension Role {
    /// A critical look is mostly a filled ground with light ink on it, and a bar shows its ink alone: it would be as pale
    /// as nothing.
    var inkOfBars: Role { self == .critical ? .warning : self }
}
