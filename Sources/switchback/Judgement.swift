import Night

/// One look at a night, summed up: the worst of what was found.
struct Judgement: Equatable {
    enum Standing: String, Equatable {
        case green, warning, red, unknown
    }

    let findings: [Snapshot.Finding]

    init(_ findings: [Snapshot.Finding]) {
        self.findings = findings
    }

    /// Red outranks unknown, since it is known; unknown outranks warning, since anything may be behind it.
    var standing: Standing {
        let severities = Set(findings.map(\.severity))
        if severities.contains(.red) { return .red }
        if severities.contains(.unknown) { return .unknown }
        return severities.contains(.warning) ? .warning : .green
    }

    var exitCode: ExitCode {
        switch standing {
        case .green: .good
        case .warning: .warning
        case .red: .bad
        case .unknown: .unknown
        }
    }
}

extension Snapshot.Finding.Severity {
    var word: String { "\(self)" }
}
