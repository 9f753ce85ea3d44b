import Archive
public import Night

extension RecordedNight {
    /// Everything the probes reported from this moment on (nil: from the beginning), in the order in which it came;
    /// ends with the last, or when `each` says false. What was shed meanwhile is not there: see `gaps`.
    public func readings(from: Moment?, _ each: (Observed) -> Bool) throws(NightFileError) {
        let rows = BlockRows(database: database)
        guard let asked = try begin(from, rows) else { return }
        var unpacker = ReadingUnpacker()
        var place: BlockPlace? = try located(path) { () throws(StoreProblem) in try rows.keyPlace(asked) }
        while let next = place {
            // What was written by a process of its own begins anew.
            if next.isKey { unpacker = ReadingUnpacker() }
            for observed in try readings(of: next, rows, &unpacker) {
                if let from, clocks.stamp(observed.at, of: next.commander).moment < from { continue }
                guard each(observed) else { return }
            }
            place = try located(path) { () throws(StoreProblem) in try rows.place(.readings, after: next.number) }
        }
    }

    private func begin(_ from: Moment?, _ rows: BlockRows) throws(NightFileError) -> BlockPlace? {
        try located(path) { () throws(StoreProblem) in
            if let from {
                for commander in newestCommanders {
                    let own = clocks.own(from, of: commander)
                    if let place = try rows.place(.readings, of: commander, at: own) { return place }
                }
            }
            return try rows.first(.readings)
        }
    }

    private func readings(
        of place: BlockPlace, _ rows: BlockRows, _ unpacker: inout ReadingUnpacker
    ) throws(NightFileError) -> [Observed] {
        let (bytes, slips) = try located(path) { () throws(StoreProblem) in
            let slips = place.slips == nil ? [] : try rows.slips(of: place)
            return (slips.isEmpty ? try rows.bytes(of: place) : nil, slips)
        }
        do throws(ArchiveError) {
            if let bytes { return try unpacker.readings(ofBlock: bytes) }
            var readings: [Observed] = []
            for slip in slips { readings += try unpacker.readings(ofSlip: slip) }
            return readings
        } catch { throw damage(of: place, error) }
    }
}
