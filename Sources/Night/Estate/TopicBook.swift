/// The topics the plan is about, numbered, so that everything else keeps them in arrays.
struct TopicBook: Sendable {
    struct Entry: Sendable {
        let name: String
        let twin: String
        let wave: Int
        let labels: [String]
    }

    /// More than a cluster serves; beyond it names are not taken in.
    static let mostTopics = 50_000

    private(set) var entries: [Entry] = []
    private let plan: Plan
    /// By the cluster's own name for it; nil: the plan is not about it.
    private var numbers = PerCluster<[String: Int?]> { _ in [:] }

    init(_ plan: Plan) {
        self.plan = plan
        let named = plan.waves.flatMap(\.topics).filter { $0.kind == .name }.map(\.text)
        admit(named, on: .source)
    }

    /// Takes in the names it has not met.
    mutating func admit(_ names: some Sequence<String>, on role: ClusterRole) {
        for name in names where numbers[role][name] == nil {
            if numbers[role].count >= Self.mostTopics * 2 { return }
            // The topic that is only there to time a producer does not move.
            guard name != plan.cluster(role).probeTopic,
                let original = role == .source ? name : plan.twins.original(of: name)
            else {
                numbers[role][name] = .some(nil)
                continue
            }
            guard let wave = plan.wave(ofTopic: original), entries.count < Self.mostTopics else {
                numbers[role][name] = .some(nil)
                continue
            }
            let entry = Entry(
                name: original, twin: plan.twins.twin(of: original), wave: wave,
                labels: plan.labels(ofTopic: original))
            numbers.source[entry.name] = entries.count
            numbers.target[entry.twin] = entries.count
            entries.append(entry)
        }
    }

    /// The number of a topic that was admitted.
    func number(of name: String, on role: ClusterRole) -> Int? {
        numbers[role][name] ?? nil
    }

    func name(of number: Int, on role: ClusterRole) -> String {
        role == .source ? entries[number].name : entries[number].twin
    }
}
