/// Which of the topics and groups met so far belong to a wave, and through which of its patterns. Each name is matched
/// once, when it is first met.
struct WaveRoster: Sendable {
    struct Match: Sendable {
        let pattern: NamePattern
        /// The book's numbers, or the groups'.
        var numbers: [Int] = []
    }

    private let wave: Int
    private(set) var topics: [Int] = []
    private(set) var groups: [Int] = []
    private(set) var topicPatterns: [Match]
    private(set) var groupPatterns: [Match]
    private var topicsMet = 0
    private var groupsMet = 0

    init(_ plan: WavePlan, wave: Int) {
        self.wave = wave
        topicPatterns = plan.topics.map { Match(pattern: $0) }
        groupPatterns = plan.groups.map { Match(pattern: $0.group) }
    }

    mutating func meet(_ book: TopicBook, _ groups: [GroupsKnowledge.Group]) {
        for number in topicsMet..<book.entries.count where book.entries[number].wave == wave {
            topics.append(number)
            Self.file(number, named: book.entries[number].name, under: &topicPatterns)
        }
        for number in groupsMet..<groups.count where groups[number].wave == wave {
            self.groups.append(number)
            Self.file(number, named: groups[number].name, under: &groupPatterns)
        }
        (topicsMet, groupsMet) = (book.entries.count, groups.count)
    }

    private static func file(_ number: Int, named name: String, under matches: inout [Match]) {
        for index in matches.indices where matches[index].pattern.matches(name) {
            matches[index].numbers.append(number)
        }
    }
}
