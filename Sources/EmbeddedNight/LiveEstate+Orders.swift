import Kafka
import Night
import Synchronization

/// What steps of the plan do to the estate. Whatever is said to be done is done when it is said.
extension LiveEstate {
    func carryOut(_ words: [String], _ patience: Patience) throws(Refusal) -> String {
        switch try Order(words: words, of: estate) {
        case .stopGroups(let names): try each(names) { name throws(Refusal) in try stop(name, patience) }
        case .startGroups(let names, let side): try each(names) { name throws(Refusal) in try start(name, on: side) }
        case .fence(let side, let wave): try traffic(of: wave).fence(side, patience)
        case .unfence(let side, let wave): try traffic(of: wave).unfence(side)
        case .moveProducers(let wave, let side): try traffic(of: wave).moveProducers(to: side, patience)
        case .status: status
        }
    }

    /// In order, up to the first that is refused. What was done stays done, and doing it again changes nothing.
    private func each(_ names: [String], _ body: (String) throws(Refusal) -> String) throws(Refusal) -> String {
        var said: [String] = []
        for name in names { said.append(try body(name)) }
        return said.joined(separator: "\n")
    }

    private func traffic(of wave: String) throws(Refusal) -> WaveTraffic {
        guard let found = traffic.first(where: { $0.wave.name == wave }) else { throw Refusal("no wave '\(wave)'") }
        return found
    }

    private func stop(_ name: String, _ patience: Patience) throws(Refusal) -> String {
        guard let group = groups.withLock({ $0.removeValue(forKey: name) }) else { return "\(name) does not run" }
        var refused = ""
        let isCommitted = patience.wait(atMost: .seconds(10)) {
            do {
                try group.commitLast()
                // Where a position cannot be taken back, a step that gives a group its first one on the target could not
                // be undone.
                if group.side == .source, !ground.servesGroups {
                    try group.commitShort(of: estate, at: ground.bootstraps.target)
                }
                return true
            } catch {
                refused = "\(error)"
                return false
            }
        }
        guard isCommitted else {
            groups.withLock { $0[name] = group }
            throw Refusal("\(name) runs on: its last commit was not taken: \(refused)")
        }
        group.leave()
        tell(GroupMove(kind: .stopped, group: name, side: group.side))
        return "\(name) stopped on \(group.side.rawValue), its last commit made"
    }

    private func start(_ name: String, on side: ClusterRole) throws(Refusal) -> String {
        if let running = groups.withLock({ $0[name]?.side }) {
            guard running == side else { throw Refusal("\(name) runs on \(running.rawValue); stop it there first") }
            return "\(name) runs on \(side.rawValue) already"
        }
        guard let plan = estate.groups.first(where: { $0.name == name }) else { throw Refusal("no group '\(name)'") }
        do {
            let group = try ConsumerGroup(
                plan, of: estate, on: side, at: ground.bootstraps[side], joining: ground.servesGroups,
                from: .committed, now: .now)
            groups.withLock { $0[name] = group }
        } catch {
            throw Refusal("\(error)")
        }
        tell(GroupMove(kind: .started, group: name, side: side))
        return "\(name) reads on \(side.rawValue) from where it committed"
    }

    private var status: String {
        let running = groups.withLock { $0.mapValues(\.side) }
        let groups = estate.groups.map { group in
            "\(group.name): \(running[group.name].map { "reads on \($0.rawValue)" } ?? "stopped")"
        }
        return (traffic.map(\.status) + groups).joined(separator: "\n")
    }
}
