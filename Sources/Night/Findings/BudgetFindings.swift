extension Snapshot {
    var foundInBudget: [Found] {
        if budget.isEmpty { return [Found(.noBudget, .warning, "plan", "the plan has no budget")] }
        return budget.compactMap(found(in:))
    }

    private func found(in line: Line) -> Found? {
        let about = "budget \(line.plan.name)"
        let share = line.used.value.map { ", \(Int(clamping: Int64(max(0, min($0 * 100, 1e9)))))% of its limit" } ?? ""
        switch line.standing {
        case .inside: return nil
        case .warning: return Found(.line(.near), .warning, about, "near\(share)")
        case .filling: return Found(.line(.over), .warning, about, "over\(share), its hold time runs")
        case .breached: return Found(.line(.breached), .red, about, "breached\(share)")
        case .lost(let why): return Found(.line(.breached), .red, about, "breached when last seen, \(why)")
        case .unknown(let why):
            let since = line.value.reading.flatMap { isStale($0) ? stamp(of: $0) : nil }
            return Found(.line(.unknown), .unknown, about, why, since: since)
        }
    }
}
