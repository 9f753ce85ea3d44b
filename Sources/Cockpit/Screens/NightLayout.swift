/// Which panes the night screen has at a size, and how many rows each gets.
struct NightLayout: Equatable {
    static let smallest = Size(columns: 80, rows: 24)
    /// From here on the stages stand side by side as four columns.
    static let columnsFrom = Size(columns: 112, rows: 34)
    /// From here on topics and waves stand beside the budget and the log.
    static let pairsFrom = 170
    /// Below this the rows left over are the log's.
    private static let roomyFrom = 28

    enum Pane: CaseIterable { case stages, findings, budget, pressure, standing, log, topics, waves }

    /// How much there is to show.
    struct Contents: Equatable {
        var findings: Int
        var budgetLines: Int
        var topics: Int
        var waves: Int
    }

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
    private static func claims(in size: Size, _ contents: Contents) -> [Claim] {
        let wide = size.columns >= columnsFrom.columns && size.rows >= columnsFrom.rows
        let roomy = size.rows >= roomyFrom
        let findings = max(contents.findings, 1)
        let budget = 1 + min(max(contents.budgetLines, 1), 12)
        let topics = 2 + max(contents.topics, 1)
        let waves = 1 + min(max(contents.waves, 1), 6)
        let essential = [
            Claim(pane: .stages, fewest: wide ? 10 : 4, most: wide ? 16 : 4),
            Claim(
                pane: .findings, fewest: min(findings, roomy ? 3 : 1),
                most: min(findings, size.rows >= 50 ? 12 : roomy ? 6 : 3)),
            Claim(pane: .budget, fewest: min(budget, 8), most: budget),
            Claim(pane: .pressure, fewest: wide ? 4 : 1, most: wide ? 4 : 1),
            Claim(pane: .standing, fewest: 2, most: 2),
            Claim(pane: .log, fewest: wide ? min(size.rows - 32, 5) : roomy ? 4 : 3, most: 10),
        ]
        if size.columns >= pairsFrom || !roomy { return essential }
        return essential + [
            Claim(pane: .topics, fewest: min(topics, 6), most: min(topics, 14)),
            Claim(pane: .waves, fewest: waves, most: waves),
        ]
    }

    /// Who gets the rows that are left, one after the other.
    private static let growth: [Pane] = [.budget, .findings, .log, .topics, .stages]

    /// `banners`: how many rows of the size are taken already.
    init(size: Size, contents: Contents, banners: Int = 0) {
        let claims = Self.claims(in: size, contents)
        var left = size.rows - 5 - banners
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
