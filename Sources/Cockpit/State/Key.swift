public import Night

/// What the commander's keyboard sent.
public enum Key: Sendable, Hashable {
    case character(Unicode.Scalar)
    /// With the control key: a lower-case letter.
    case control(Unicode.Scalar)
    case up, down, left, right, pageUp, pageDown, home, end
    case tab, backTab, enter, escape, backspace
    /// Pasted text, whole. It never acts and never navigates.
    case pasted(String)
    /// Something this screen has no name for.
    case other
}

/// What the owner of the terminal must do about a key.
public enum CockpitAction: Sendable, Equatable {
    case quit
    case suspend
    /// Paint every cell again, whatever is thought to be on the screen.
    case repaint
    /// The machine is to be asked for this.
    case act(Act)
    /// The record of the night is to be asked for this.
    case look(PastRequest)
}
