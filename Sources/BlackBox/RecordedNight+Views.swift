/// The views a night file has for people and their tools.
public enum RecordedView: String, Sendable, CaseIterable {
    case timeline, keys, steps, gaps, lag, gates, triggers, price, topics, probes, budget
    case bridgeLag = "bridge_lag"
}

public enum RecordedCell: Sendable, Equatable {
    case integer(Int64)
    case number(Double)
    case text(String)
    case none
}

extension RecordedNight {
    public func columns(of view: RecordedView) throws(NightFileError) -> [String] {
        try located(path) { () throws(StoreProblem) in
            try database.prepare(SchemaText.query(of: view)).columnNames
        }
    }

    /// In the view's own order; ends with the last, or when `each` says false.
    public func rows(of view: RecordedView, _ each: ([RecordedCell]) -> Bool) throws(NightFileError) {
        try located(path) { () throws(StoreProblem) in
            let statement = try database.prepare(SchemaText.query(of: view))
            while try statement.step() {
                guard each(statement.cells) else { return }
            }
        }
    }
}
