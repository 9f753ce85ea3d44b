public import Night

public enum Screen: Int, Sendable, CaseIterable {
    case night = 1, lag, groups, bridge, gates, runbook, log
    case help = 0

    public var word: String { "\(self)" }
}

/// What the commander is looking at: the state of the screen, apart from everything that is shown on it.
public struct CockpitView: Sendable, Equatable {
    public internal(set) var screen: Screen = .night
    /// The wave the ladder and the gates are about, by place in the plan.
    public internal(set) var wave = 0
    /// The topic whose partitions are shown instead of the topics.
    public internal(set) var openTopic: String?
    public internal(set) var lag = TableState(order: LagColumn.bridgeTime, descending: true)
    public internal(set) var partitions = TableState(order: PartitionColumn.bridgeLag, descending: true)
    public internal(set) var groups = TableState(order: GroupColumn.time, descending: true)
    /// The newest line shown; nil follows the log.
    public internal(set) var logPlace: LogPlace?
    public internal(set) var filter = ""
    /// The filter as it is being typed, and what it was before.
    public internal(set) var editedFilter: String?
    /// Nil: what is shown is live.
    var past: Past?
    /// There is a record of this night to go back in.
    let hasRecord: Bool
    /// One line of answer to the last key, until the next one.
    public internal(set) var flash: String?
    /// The question that is asked before something is done.
    public internal(set) var dialog: Dialog?
    /// The cursor of the gates screen.
    public internal(set) var standing: StandingRow?
    /// The gate whose differences are shown instead of the gates, and the cursor among them.
    public internal(set) var openGate: String?
    public internal(set) var difference = 0
    /// The cursor of the runbook.
    public internal(set) var runbook: StepID?
    var screenBeforeHelp: Screen = .night
    /// After a dialog went by itself or by enter: what was meant for it must not reach the screen beneath.
    var quiet: DeadTime?
    /// After `X` took a wave back: while the key is held it takes back no other.
    var heldX: DeadTime?
    var turnedBack: Int?

    /// Of a night that goes on. `hasRecord`: whoever owns the screen answers `PastRequest`s.
    public init(screen: Screen = .night, hasRecord: Bool = false) {
        self.screen = screen
        self.hasRecord = hasRecord
    }

    /// Of a recording, from its start. The first `tick` asks for the first picture.
    public init(replaying timeline: Timeline, screen: Screen = .night) {
        self.init(screen: screen, hasRecord: true)
        past = Past(use: .replay, playhead: Playhead(timeline))
    }

    static let longestFilter = 64

    var filterInEffect: String { editedFilter ?? filter }

    var isReplay: Bool { past?.use == .replay }

    /// The picture that is looked at.
    func shown(_ live: Snapshot) -> Snapshot { past?.picture ?? live }

    /// When the picture changes by itself although nothing comes in; nil: it does not.
    public func nextChange(after moment: Moment) -> Moment? {
        [dialog?.deadTime.ends, dialog?.entersFrom, quiet?.ends, nextTick(after: moment)]
            .compactMap { $0 }.filter { $0 > moment }.min()
    }

    /// The answer to the last key, or to one that was swallowed.
    func answer(at moment: Moment) -> String? {
        if dialog == nil, quiet?.hides(keysAt: moment) == true { return "a moment: the screen has just changed" }
        return flash
    }
}

/// A row of the gates screen.
public enum StandingRow: Sendable, Equatable {
    case gate(String)
    case trigger(String)
}

/// One table's order and cursor.
public struct TableState<Column: Sendable & Equatable>: Sendable, Equatable {
    public internal(set) var order: Column
    public internal(set) var descending: Bool
    /// By name, so that the cursor stays on its row when the order changes under it.
    public internal(set) var selected: String?
}

/// A line of the log, by when it was written and which of that moment's it is.
public struct LogPlace: Sendable, Equatable {
    var moment: Moment
    var nth: Int
}

/// What a table can be sorted by.
protocol SortColumn: Sendable, Equatable, CaseIterable where AllCases == [Self] {
    /// A table narrower than this does not show it.
    var from: Int { get }
    /// Names are looked up from the first; of numbers the largest is the one to see.
    var isName: Bool { get }
}

public enum LagColumn: SortColumn {
    case topic, wave, rate, bridgeLag, bridgeTime, consumerLag, consumerTime

    var from: Int { self == .wave ? 104 : 0 }
    var isName: Bool { self == .topic || self == .wave }
}

public enum PartitionColumn: SortColumn {
    case number, sourceEnd, bridgeLag, bridgeTime, consumerLag, consumerTime

    var from: Int { self == .sourceEnd ? 118 : 0 }
    var isName: Bool { self == .number }
}

public enum GroupColumn: SortColumn {
    case group, wave, lag, time, rate, growth, drains

    var from: Int { self == .wave ? 98 : self == .drains ? 90 : 0 }
    var isName: Bool { self == .group || self == .wave }
}
