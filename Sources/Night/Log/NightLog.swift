/// What happened, in lines. Bounded, and what repeats is counted instead of repeated.
struct NightLog: Sendable {
    static let mostEntries = 1_000
    /// What others said is cut here: an error body may be of any length.
    static let longestText = 300

    private struct Repeated: Sendable {
        let about: String
        let text: String
        var lineAt: Moment
        var untold: Int
    }

    private static let quiet = Duration.seconds(60)
    private static let mostRemembered = 32

    private(set) var entries: [Snapshot.LogEntry] = []
    private var repeated: [Repeated] = []

    mutating func add(_ severity: Snapshot.LogEntry.Severity, _ about: String, _ text: String, at stamp: Stamp) {
        // A quarter at a time: taking the oldest off one by one would move the whole array for each line.
        if entries.count >= Self.mostEntries { entries.removeFirst(Self.mostEntries / 4) }
        entries.append(
            Snapshot.LogEntry(at: stamp, severity: severity, about: about, text: String(text.prefix(Self.longestText))))
    }

    /// The same again within a minute is only counted, and the next line says how often.
    mutating func addRepeatable(
        _ severity: Snapshot.LogEntry.Severity, _ about: String, _ text: String, at stamp: Stamp
    ) {
        let text = String(text.prefix(Self.longestText))
        guard let index = repeated.firstIndex(where: { $0.about == about && $0.text == text }) else {
            if repeated.count >= Self.mostRemembered { repeated.removeFirst() }
            repeated.append(Repeated(about: about, text: text, lineAt: stamp.moment, untold: 0))
            add(severity, about, text, at: stamp)
            return
        }
        guard stamp.moment - repeated[index].lineAt >= Self.quiet else {
            repeated[index].untold += 1
            return
        }
        let untold = repeated[index].untold
        repeated[index].lineAt = stamp.moment
        repeated[index].untold = 0
        add(severity, about, untold > 0 ? "\(text) (and \(untold) times before)" : text, at: stamp)
    }
}

extension Int {
    /// "1 partition", "3 partitions".
    public var partitions: String { self == 1 ? "1 partition" : "\(self) partitions" }
}
