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
