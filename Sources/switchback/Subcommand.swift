/// Names of what the program starts of itself; not for people.
enum Subcommand {
    static let probe = "_probe"
    static let step = "_step"
    static let embedded = "_embedded"
    /// One order to the embedded night: from a step of its plan, or by hand.
    static let demo = "_demo"
}
