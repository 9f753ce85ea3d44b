/// The plan's patterns, compiled. Made when unfamiliar names come in and let go again: a compiled expression cannot be
/// shared between threads, and what it said is remembered by name.
struct PlanMatching {
    private let waves: [(name: String, topics: [NameMatcher], groups: [NameMatcher])]
    private let classes: [(topics: NameMatcher, labels: [String])]

    init(_ plan: Plan) {
        waves = plan.waves.map { wave in
            (wave.name, wave.topics.map(\.matcher), wave.groups.map(\.group.matcher))
        }
        classes = plan.classes.map { ($0.topics.matcher, $0.labels) }
    }

    /// The first wave that names the topic; nil: the plan is not about it.
    func wave(ofTopic name: String) -> Int? {
        waves.firstIndex { wave in wave.topics.contains { $0.matches(name) } }
    }

    func wave(ofGroup name: String) -> Int? {
        waves.firstIndex { wave in wave.groups.contains { $0.matches(name) } }
    }

    func labels(ofTopic name: String) -> [String] {
        var labels: [String] = []
        for topicClass in classes where topicClass.topics.matches(name) {
            for label in topicClass.labels where !labels.contains(label) { labels.append(label) }
        }
        return labels
    }
}
