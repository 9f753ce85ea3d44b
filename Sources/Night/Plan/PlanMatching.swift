/// What of the plan a name is about. Asked once of each name; the answer is kept by name.
extension Plan {
    /// The first wave that names the topic; nil: the plan is not about it.
    func wave(ofTopic name: String) -> Int? {
        waves.firstIndex { wave in wave.topics.contains { $0.matches(name) } }
    }

    func wave(ofGroup name: String) -> Int? {
        waves.firstIndex { wave in wave.groups.contains { $0.group.matches(name) } }
    }

    func labels(ofTopic name: String) -> [String] {
        var labels: [String] = []
        for topicClass in classes where topicClass.topics.matches(name) {
            for label in topicClass.labels where !labels.contains(label) { labels.append(label) }
        }
        return labels
    }
}
