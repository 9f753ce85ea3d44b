extension WaveEvidence {
    /// Every line of the night and of the wave is under its reserve: the gate's own share of the limit, or else where
    /// the line begins to warn.
    func headroom(within reserve: Limit?) -> GateFinding {
        let lines = budget.filter { $0.wave == nil || $0.wave == wave }
        guard !lines.isEmpty else { return .unknown("the plan has no budget") }
        var tally = GateTally()
        var fullest: (name: String, used: Double)?
        for line in lines {
            if let reading = line.value.reading { tally.rests(on: reading.takenAt) }
            look(at: line, reserve, &tally)
            if let used = line.usedReading.value, used >= fullest?.used ?? 0 { fullest = (line.plan.name, used) }
        }
        let evidence = fullest.map { ", fullest \($0.name) \(Dimension.share.inWords($0.used)) of its limit" }
        return tally.finding("\(lines.count.counted("line")) under their reserve\(evidence ?? "")")
    }

    private func look(at line: LineKnowledge, _ reserve: Limit?, _ tally: inout GateTally) {
        let (name, used) = (line.plan.name, line.usedReading.value)
        let share = used.map { " \(Dimension.share.inWords($0))" } ?? ""
        let standing = line.standing(at: moment)
        switch standing {
        case .unknown(let why): tally.miss("\(name): \(why)")
        case .lost(let why): tally.fail("\(name) breached when last seen, \(why)")
        case .filling, .breached: tally.fail("\(name) over its limit, uses\(share)")
        case .inside, .warning:
            let isOver = reserve.map { (used ?? 0) > $0.value } ?? (standing == .warning)
            guard isOver else { return }
            let from = Dimension.share.inWords(reserve?.value ?? line.plan.warnAt)
            tally.fail("\(name) in its reserve, uses\(share) of its limit, reserve from \(from)")
        }
    }
}
