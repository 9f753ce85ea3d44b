import Archive
public import Night

extension RecordedNight {
    /// Everything the probes reported from this moment on (nil: from the beginning), in the order in which it came;
    /// ends with what was there when it was asked for, or when `each` says false. What was shed meanwhile is not there:
    /// see `gaps`.
    public func readings(from: Moment?, _ each: (Observed) -> Bool) throws(NightFileError) {
        let rows = BlockRows(database: database)
        let (first, last) = try atOnce { () throws(NightFileError) in
            try located(path) { () throws(StoreProblem) in (try firstPlace(for: from, rows), try rows.last(.readings)) }
        }
        guard let first, let last else { return }
        var unpacker = ReadingUnpacker()
        var number = first.number - 1
        while number < last.number {
            let (next, content) = try atOnce { () throws(NightFileError) in
                try located(path) { () throws(StoreProblem) in
                    let next = try rows.place(.readings, after: number)
                    return (next, try next.map { (next) throws(StoreProblem) in try rows.content(of: next) })
                }
            }
            guard let next, let content else { return }
            number = next.number
            // What another process wrote begins anew.
            if next.isKey { unpacker = ReadingUnpacker() }
            let offset = clocks.offset(of: next.commander)
            for own in try readings(of: next, content, &unpacker) {
                let observed = own.shifted(by: offset)
                if let from, observed.at.moment < from { continue }
                guard each(observed) else { return }
            }
        }
    }

    private func firstPlace(for from: Moment?, _ rows: BlockRows) throws(StoreProblem) -> BlockPlace? {
        if let from {
            for commander in newestCommanders {
                let own = clocks.own(from, of: commander)
                guard let place = try rows.place(.readings, of: commander, at: own) else { continue }
                return try rows.keyPlace(place)
            }
        }
        return try rows.first(.readings)
    }

    private func readings(
        of place: BlockPlace, _ content: BlockRows.Content, _ unpacker: inout ReadingUnpacker
    ) throws(NightFileError) -> [Observed] {
        do throws(ArchiveError) {
            switch content {
            case .block(let bytes): return try unpacker.readings(ofBlock: bytes)
            case .slips(let slips):
                var readings: [Observed] = []
                for slip in slips { readings += try unpacker.readings(ofSlip: slip) }
                return readings
            }
        } catch { throw damage(of: place, error) }
    }
}
