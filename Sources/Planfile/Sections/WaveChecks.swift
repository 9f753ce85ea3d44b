import Night

/// What can only be seen across waves.
extension PlanReader {
    func check(_ waves: [WrittenWave]) {
        let named = waves.filter { $0.name != nil }
        checkNames(of: named)
        checkOrder(of: named)
        checkOnce(waves.flatMap { wave in wave.topics.map { ($0, wave.plan.name) } }, what: "topic")
        checkOnce(waves.flatMap { wave in wave.groups.map { ($0, wave.plan.name) } }, what: "group")
    }

    private func checkNames(of waves: [WrittenWave]) {
        var seen: [String: PlanPosition] = [:]
        for case let (name?, wave) in waves.map({ ($0.name, $0.plan.name) }) {
            if let first = seen[wave] {
                report(name, "a wave of this name begins on line \(first.line) already")
            } else {
                seen[wave] = name.position
            }
        }
    }

    /// Exact names only: what a pattern matches is known when the cluster is asked.
    private func checkOnce(_ names: [(node: YamlNode, wave: String)], what: String) {
        var seen: [String: (position: PlanPosition, wave: String)] = [:]
        for (node, wave) in names {
            guard let name = node.scalar, let pattern = try? NamePattern(name), pattern.kind == .name else { continue }
            if let first = seen[name] {
                let place = first.wave == wave ? "this wave" : "wave \(first.wave)"
                report(node, "this \(what) is in \(place) already, on line \(first.position.line); it moves once")
            } else {
                seen[name] = (node.position, wave)
            }
        }
    }

    private func checkOrder(of waves: [WrittenWave]) {
        let names = waves.map(\.plan.name)
        let known = Set(names)
        for node in waves.flatMap(\.after) {
            guard let name = node.scalar, !known.contains(name) else { continue }
            report(node, "no wave has this name", suggestion: suggestion(for: name, among: names))
        }
        reportCycles(among: waves, known)
    }

    private func reportCycles(among waves: [WrittenWave], _ known: Set<String>) {
        let ordered = Dictionary(waves.map { ($0.plan.name, $0) }, uniquingKeysWith: { first, _ in first })
        var waiting = Set(blocked(waves, known))
        for wave in waves where waiting.contains(wave.plan.name) {
            // From a wave that never gets its turn, going from cause to cause ends in a cycle.
            var path: [String] = []
            var next: String? = wave.plan.name
            while let name = next, !path.contains(name) {
                path.append(name)
                next = ordered[name]?.after.compactMap(\.scalar).first(where: waiting.contains)
            }
            guard let start = next, let begin = path.firstIndex(of: start) else { continue }
            let cycle = path[begin...]
            waiting.subtract(cycle)
            guard let closing = ordered[start]?.after.first(where: { $0.scalar == (cycle.dropFirst().first ?? start) })
            else { continue }
            let way = (cycle + [start]).joined(separator: " after ")
            report(closing, cycle.count == 1 ? "this wave waits for itself" : "these waves wait for each other: \(way)")
        }
    }

    /// The waves that would never get their turn.
    private func blocked(_ waves: [WrittenWave], _ known: Set<String>) -> [String] {
        var open = waves
        while true {
            let names = Set(open.map(\.plan.name))
            let rest = open.filter { wave in wave.after.contains { $0.scalar.map(names.contains) ?? false } }
            if rest.count == open.count { return rest.map(\.plan.name) }
            open = rest
        }
    }
}
