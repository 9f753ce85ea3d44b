/// What a night will cost on disk, before it begins. Bytes an hour, rounded up:
///
///     readings   3600 / poll × (2.3 bits × partitions of both clusters + 0.6 bits × commits + 40 bytes)
///     pictures   3600 × (800 + 5 × (topics + groups)) bytes
///     measures   360 × 30 bytes × (topics, 100 at most + 2 × groups, 100 at most + lines)
///     events     100 000 bytes
///
/// A partition's log end costs that where its rate is anything but even, and less where it is; a commit costs that where
/// it moves every few sweeps.
public struct NightCost: Sendable, Equatable {
    /// Of the plan's topics, on both clusters.
    public var partitions: Int
    /// Partitions that groups commit.
    public var commits: Int
    public var topics: Int
    public var groups: Int
    /// Of the budget.
    public var lines: Int
    public var poll: Duration

    public init(partitions: Int, commits: Int, topics: Int, groups: Int, lines: Int, poll: Duration) {
        self.partitions = partitions
        self.commits = commits
        self.topics = topics
        self.groups = groups
        self.lines = lines
        self.poll = poll
    }

    public var bytesAnHour: Double {
        let sweeps = 3600 / max(poll / .seconds(1), 0.001)
        let readings = sweeps * (2.3 / 8 * Double(partitions) + 0.6 / 8 * Double(commits) + 40)
        let pictures = 3600 * (800 + 5 * Double(topics + groups))
        let rows = min(topics, Sampler.mostEachTime) + 2 * min(groups, Sampler.mostEachTime) + lines
        let measures = 360 * 30 * Double(rows)
        return readings + pictures + measures + 100_000
    }
}
