public import Night

/// A night as its post-mortem tells it: everything a report says, and nothing about how it looks.
public struct NightStory: Sendable, Equatable {
    public struct Holding: Sendable, Equatable {
        public var who: Holder
        public var from: Stamp
        /// Nil: to the end of the record.
        public var until: Stamp?
        public var executes: Bool
        /// Why it ended.
        public var why: String?
    }

    public struct WaveTold: Sendable, Equatable {
        public var name: String
        public var owner: String
        /// Where it stood at the end of the record.
        public var standing: String
        public var phases: [PhaseReached] = []
        public var wayBack: WayBack?
    }

    public struct PhaseReached: Sendable, Equatable {
        public var phase: Phase
        public var at: Stamp
    }

    public struct WayBack: Sendable, Equatable {
        public var began: Stamp
        public var why: String
        /// What going back cost when it began.
        public var price: String?
        /// Nil: not at its end in this record.
        public var ended: Stamp?
    }

    public struct Entry: Sendable, Equatable {
        public enum Kind: String, Sendable, CaseIterable { case known, pressed, run, observed, gap }

        public var at: Stamp
        public var kind: Kind
        public var about: String
        public var text: String
        public var severity: Snapshot.LogEntry.Severity
    }

    public struct Red: Sendable, Equatable {
        public var trigger: String
        public var wave: String
        public var at: Stamp
    }

    /// The gates of a wave as they stood when its advance was confirmed.
    public struct Firing: Sendable, Equatable {
        public struct Gate: Sendable, Equatable {
            public var name: String
            public var owner: String?
            public var verdict: Verdict
            public var evidence: String
            public var blocks: Bool
            /// How old the evidence was.
            public var age: Duration?
        }

        public var wave: String
        public var to: Phase
        public var at: Stamp
        public var gates: [Gate]
    }

    public struct LineTold: Sendable, Equatable {
        public var name: String
        public var limit: Limit
        /// The worst share of the limit, and when.
        public var worst: Worst?
        public var overFor: Duration = .zero
        public var unknownFor: Duration = .zero

        public struct Worst: Sendable, Equatable {
            public var used: Double
            public var at: Stamp
        }
    }

    public struct Blindness: Sendable, Equatable {
        public var about: String
        public var text: String
        public var lasted: Duration
        public var first: Stamp
    }

    public var night: String
    public var first: Stamp
    public var last: Stamp
    /// What the record itself is worth, in words: verified or not, sealed or not.
    public var record: [String] = []
    public var holdings: [Holding] = []
    public var waves: [WaveTold] = []
    public var timeline: [Entry] = []
    /// Of what was known, the oldest entries: the timeline had no room for them.
    public var untold = 0
    public var firings: [Firing] = []
    /// Triggers that turned red, each time they did.
    public var reds: [Red] = []
    /// What was red in the last picture.
    public var redAtEnd: [Snapshot.Finding] = []
    public var lines: [LineTold] = []
    public var charts: [Chart] = []
    /// What was wrong when something first turned red or went back, by when it began.
    public var firstSigns: [Snapshot.Finding] = []
    public var blindness: [Blindness] = []
    public var gaps: [Entry] = []
    public var missingEvents = 0
}

/// Some quantities over the night, in one picture.
public struct Chart: Sendable, Equatable {
    public struct Series: Sendable, Equatable {
        public var name: String
        public var curve: Curve
    }

    public struct Mark: Sendable, Equatable {
        public enum Kind: Sendable, Equatable { case red, transition, goingBack }

        public var kind: Kind
        public var at: Moment
        public var words: String
    }

    public var title: String
    public var dimension: Dimension
    public var series: [Series]
    /// Drawn as a line of its own.
    public var limit: Double?
    public var marks: [Mark] = []
    public var gaps: [ClosedRange<Moment>] = []
    public var span: ClosedRange<Moment>
    /// What the wall clock said at the span's beginning.
    public var wallAtStart: WallTime
}
