import Night

/// How what a side serves over HTTP stands, in a line of its cluster's pane.
extension Painter {
    mutating func paintEndpoints(_ endpoints: Snapshot.Endpoints, row: Int, in columns: Range<Int>) {
        var pen = Pen(row: row, columns: columns)
        write("http", .dim, width: 8, with: &pen)
        write(Standing(endpoints, in: snapshot), with: &pen)
    }
}

extension Standing {
    init(_ endpoints: Snapshot.Endpoints, in snapshot: Snapshot) {
        let process = Standing(endpoints.probe, in: snapshot)
        let silent = endpoints.health.filter { $0.problem != nil }
        let answering = "\(endpoints.health.count - silent.count) of \(endpoints.health.count) answer"
        if let first = silent.first {
            self.init(.unknown, answering, first.problem)
        } else if process.level == .ok, !endpoints.health.isEmpty {
            self.init(.ok, answering)
        } else {
            self = process
        }
    }
}
