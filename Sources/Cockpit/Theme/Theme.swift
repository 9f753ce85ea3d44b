/// How many colours a terminal has.
public enum ColourDepth: String, Sendable, CaseIterable {
    case mono, sixteen = "16", full = "256"

    /// `colours` as terminfo has it. A `NO_COLOR` that is set and not empty wins (no-color.org).
    public init(colours: Int, noColour: String?) {
        self = noColour.map { !$0.isEmpty } ?? false || colours < 8 ? .mono : colours < 256 ? .sixteen : .full
    }
}

/// How one role looks at one depth. A nil colour is the terminal's own.
public struct Look: Sendable, Equatable {
    public var foreground: UInt8?
    public var background: UInt8?
    public var emphasis: Emphasis

    public init(foreground: UInt8? = nil, background: UInt8? = nil, emphasis: Emphasis = []) {
        self.foreground = foreground
        self.background = background
        self.emphasis = emphasis
    }
}

/// A look for every role at every depth.
public struct Theme: Sendable, Equatable {
    private let looks: [ColourDepth: [Look]]

    /// Traps unless there is one look a role: `ThemeFile` makes sure.
    init(looks: [ColourDepth: [Look]]) {
        precondition(ColourDepth.allCases.allSatisfy { looks[$0]?.count == Role.allCases.count })
        self.looks = looks
    }

    public func look(of role: Role, at depth: ColourDepth) -> Look {
        looks[depth]?[Int(role.rawValue)] ?? Look()
    }
}
