import Archive
public import Night

/// A decoded block, and when its pictures were.
struct RecordedPictures {
    var block: PictureBlock
    /// On the clock of the last boot.
    var stamps: [Stamp]
}

extension RecordedNight {
    private static let mostDecoded = 4

    /// From the first picture to the last; nil: there is none.
    public var span: (first: Stamp, last: Stamp)? {
        get throws(NightFileError) {
            let rows = BlockRows(database: database)
            let ends = try located(path) { () throws(StoreProblem) in
                (try rows.first(.pictures), try rows.last(.pictures))
            }
            guard let first = ends.0, let last = ends.1 else { return nil }
            return (
                clocks.stamp(first.span.first, of: first.commander), clocks.stamp(last.span.last, of: last.commander)
            )
        }
    }

    /// The last one shown at or before this moment; nil: there was none yet.
    public func picture(at moment: Moment) throws(NightFileError) -> Snapshot? {
        try atOnce { () throws(NightFileError) in
            guard let (place, number) = try find(atOrBefore: moment) else { return nil }
            return try decode(place) { (pictures) throws(ArchiveError) in
                try pictures.block.snapshot(number).shifted(by: clocks.offset(of: place.commander))
            }
        }
    }

    /// When the picture of this moment was shown.
    public func pictureStamp(atOrBefore moment: Moment) throws(NightFileError) -> Stamp? {
        try atOnce { () throws(NightFileError) in
            guard let (place, number) = try find(atOrBefore: moment) else { return nil }
            return try decode(place) { (pictures) throws(ArchiveError) in pictures.stamps[number] }
        }
    }

    /// The last before it.
    public func pictureStamp(before moment: Moment) throws(NightFileError) -> Stamp? {
        try pictureStamp(atOrBefore: moment - .nanoseconds(1))
    }

    /// The first after it.
    public func pictureStamp(after moment: Moment) throws(NightFileError) -> Stamp? {
        try atOnce { () throws(NightFileError) in
            let rows = BlockRows(database: database)
            var place = try find(atOrBefore: moment)?.0
            if place == nil { place = try located(path) { () throws(StoreProblem) in try rows.first(.pictures) } }
            while let next = place {
                let stamps = try decode(next) { (pictures) throws(ArchiveError) in pictures.stamps }
                if let stamp = stamps.first(where: { $0.moment > moment }) { return stamp }
                place = try located(path) { () throws(StoreProblem) in try rows.place(.pictures, after: next.number) }
            }
            return nil
        }
    }

    private func find(atOrBefore moment: Moment) throws(NightFileError) -> (BlockPlace, number: Int)? {
        let rows = BlockRows(database: database)
        for commander in newestCommanders {
            let own = clocks.own(moment, of: commander)
            let found = try located(path) { () throws(StoreProblem) in
                try rows.place(.pictures, of: commander, at: own)
            }
            guard let found else { continue }
            let stamps = try decode(found) { (pictures) throws(ArchiveError) in pictures.stamps }
            if let number = stamps.lastIndex(where: { $0.moment <= moment }) { return (found, number) }
        }
        return nil
    }

    /// What is asked for next is mostly near what was asked for last.
    private func decode<Value>(
        _ place: BlockPlace, _ use: (inout RecordedPictures) throws(ArchiveError) -> Value
    ) throws(NightFileError) -> Value {
        let known = decoded.firstIndex { $0.place == place }
        var entry: (place: BlockPlace, block: RecordedPictures)
        if let known { entry = decoded.remove(at: known) } else { entry = (place, try read(place)) }
        defer {
            decoded.append(entry)
            if decoded.count > Self.mostDecoded { decoded.removeFirst() }
        }
        do throws(ArchiveError) { return try use(&entry.block) } catch { throw damage(of: place, error) }
    }

    private func read(_ place: BlockPlace) throws(NightFileError) -> RecordedPictures {
        let rows = BlockRows(database: database)
        let content = try located(path) { () throws(StoreProblem) in try rows.content(of: place) }
        do throws(ArchiveError) {
            let block =
                switch content {
                case .block(let bytes): try PictureBlock(bytes)
                case .slips(let slips): try PictureBlock(slips: slips)
                }
            return RecordedPictures(block: block, stamps: block.stamps.map { clocks.stamp($0, of: place.commander) })
        } catch { throw damage(of: place, error) }
    }

    func damage(of place: BlockPlace, _ error: ArchiveError) -> NightFileError {
        .damaged(path: path, BrokenRow(row: "\(place.part.rawValue) \(place.number)", why: error.description))
    }
}
