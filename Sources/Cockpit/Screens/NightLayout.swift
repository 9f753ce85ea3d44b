/// Which panes the night screen has at a size, and how many rows each gets.
struct NightLayout: Equatable {
    static let smallest = Size(columns: 80, rows: 24)
    /// From here on the stages stand side by side as four columns.
    static let columnsFrom = Size(columns: 112, rows: 34)
    /// From here on topics and waves stand beside the budget and the log.
    static let pairsFrom = 170

    enum Pane: CaseIterable { case stages, pressure, budget, standing, log, topics, waves }

    /// One pane's claim on the screen.
    struct Claim {
        let pane: Pane
        /// Below this the pane is left out.
        let fewest: Int
        /// What it takes when there is room.
        let most: Int
    }

    private(set) var rows: [Pane: Int] = [:]

    /// The declared order: panes are granted from the top, so they are dropped from the bottom as the screen shrinks.
    private static func claims(width: Int, height: Int, budgetLines: Int, waves: Int) -> [Claim] {
        let wide = width >= columnsFrom.columns && height >= columnsFrom.rows
        let budget = 1 + min(max(budgetLines, 1), 12)
        let plan = 1 + min(max(waves, 1), 6)
        let essential = [
            Claim(pane: .stages, fewest: wide ? 10 : 4, most: wide ? 16 : 4),
            Claim(pane: .budget, fewest: min(budget, 8), most: budget),
            Claim(pane: .pressure, fewest: wide ? 4 : 1, most: wide ? 4 : 1),
            Claim(pane: .standing, fewest: 2, most: 2),
            Claim(pane: .log, fewest: wide ? 5 : 2, most: 10),
        ]
        if width >= pairsFrom { return essential }
        return essential + [
            Claim(pane: .topics, fewest: 6, most: 14), Claim(pane: .waves, fewest: plan, most: plan),
        ]
    }

    /// Who gets the rows that are left, one after the other.
    private static let growth: [Pane] = [.budget, .log, .topics, .stages]

    init(width: Int, height: Int, budgetLines: Int, waves: Int) {
        let claims = Self.claims(width: width, height: height, budgetLines: budgetLines, waves: waves)
        var left = height - 5
        for claim in claims {
            // A pane further down may fit where this one does not; it still goes first.
            guard claim.fewest <= left else { break }
            rows[claim.pane] = claim.fewest
            left -= claim.fewest
        }
        for pane in Self.growth {
            guard let granted = rows[pane], let claim = claims.first(where: { $0.pane == pane }) else { continue }
            let more = min(claim.most - granted, left)
            rows[pane] = granted + more
            left -= more
        }
        if rows[.log] != nil { rows[.log, default: 0] += left }
    }
}
