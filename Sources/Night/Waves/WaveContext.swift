/// What the gates and triggers of a wave must know of where it stands.
public struct WaveContext: Sendable, Equatable {
    /// The way back, run once to its end.
    public struct Rehearsal: Sendable, Equatable {
        public var at: Stamp
        public var by: String
        public var took: Duration

        public init(at: Stamp, by: String, took: Duration) {
            self.at = at
            self.by = by
            self.took = took
        }
    }

    /// Nil on the way back, and where nobody can tell.
    public var phase: Phase?
    /// The phase it is armed for or advancing to.
    public var heading: Phase?
    public var goesBack: Bool
    /// Since when the wave's producers are fenced off the source; nil: they are not.
    public var fencedSince: Moment?
    public var rehearsal: Rehearsal?

    public init(
        phase: Phase?, heading: Phase? = nil, goesBack: Bool = false, fencedSince: Moment? = nil,
        rehearsal: Rehearsal? = nil
    ) {
        self.phase = phase
        self.heading = heading
        self.goesBack = goesBack
        self.fencedSince = fencedSince
        self.rehearsal = rehearsal
    }
}
