import Night

/// How many findings there are of each kind.
struct Tally: Equatable {
    let reds: Int
    let warnings: Int
    let unknowns: Int

    init(_ findings: [Snapshot.Finding]) {
        reds = findings.count { $0.severity == .red }
        warnings = findings.count { $0.severity == .warning }
        unknowns = findings.count { $0.severity == .unknown }
    }
}
