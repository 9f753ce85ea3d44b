import Night

extension Snapshot: Fielded {
    static var blank: Snapshot {
        Snapshot(
            at: .blank, night: "", poll: .zero, staleAfter: .zero, source: .blank, target: .blank, bridge: .blank,
            pressure: .blank)
    }

    mutating func walk(_ walk: inout some FieldWalk) throws(ArchiveError) {
        try walk.stamp(&at)
        try walk.text(&night)
        try walk.duration(&poll)
        try walk.duration(&staleAfter)
        try walk.field(&source)
        try walk.field(&target)
        try walk.field(&bridge)
        try walk.list(&topics)
        try walk.list(&groups)
        try walk.list(&budget)
        try walk.field(&pressure)
        try walk.list(&waves)
        try walk.optional(&command)
        try walk.list(&findings)
        try walk.log(&log)
    }
}

extension Snapshot.Finding: Fielded {
    static var blank: Snapshot.Finding { Snapshot.Finding(.warning, "", "") }

    mutating func walk(_ walk: inout some FieldWalk) throws(ArchiveError) {
        try walk.choice(&severity)
        try walk.text(&about)
        try walk.text(&text)
        try walk.optional(&since)
    }
}

extension Snapshot.LogEntry: Fielded {
    static var blank: Snapshot.LogEntry { Snapshot.LogEntry(at: .blank, severity: .info, about: "", text: "") }

    mutating func walk(_ walk: inout some FieldWalk) throws(ArchiveError) {
        try walk.stamp(&at)
        try walk.choice(&severity)
        try walk.text(&about)
        try walk.text(&text)
    }
}
