import Night

extension Standing {
    init(_ state: LinkReading.State, _ error: String?) {
        let why = error?.madeVisible
        switch state {
        case .active: self.init(why == nil ? .ok : .warning, "ACTIVE", why)
        case .paused: self.init(.warning, "PAUSED", why)
        case .failed: self.init(.red, "FAILED", why)
        case .sourceUnavailable: self.init(.red, "NO SOURCE", why)
        case .other(let word): self.init(.unknown, word.madeVisible, why ?? "no word known here")
        }
    }
}

/// What a link's own service says of it, and what of the source's logs will not come over any link.
extension Painter {
    /// The next free row.
    mutating func paintLink(_ service: Snapshot.LinkService, row: Int, in columns: Range<Int>) -> Int {
        var pen = Pen(row: row, columns: columns)
        write("link", .dim, width: 9, with: &pen)
        write(standing(of: service), with: &pen)
        writeWhole("  \(service.link.madeVisible), as \(service.service) says", .dim, with: &pen)
        paintMirrors(of: service, row: row + 1, in: columns)
        frame.write(
            "but " + service.caveat, row: row + 2, column: columns.lowerBound + 9, end: columns.upperBound, role: .dim)
        return row + 3
    }

    private func standing(of service: Snapshot.LinkService) -> Standing {
        guard let reading = service.state.reading else {
            return Standing(.unknown, "unknown", service.state.whyUnknown)
        }
        let age = snapshot.at.moment - reading.takenAt
        guard age <= service.goodFor else {
            return Standing(.stale, "no word", "for \(Spelling.span(snapshot.age(of: reading)).full)")
        }
        return Standing(reading.value, service.error)
    }

    private mutating func paintMirrors(of service: Snapshot.LinkService, row: Int, in columns: Range<Int>) {
        var pen = Pen(row: row, columns: columns)
        write("mirrors", .dim, width: 9, with: &pen)
        let missing = service.topics.count { $0.mirror == nil }
        let ill = service.topics.count { $0.mirror.map { !$0.state.isWell } ?? false }
        write("\(service.topics.count - missing) of \(service.topics.count.counted("topic"))", with: &pen)
        if missing > 0 { write("  \(glyphs.critical) \(missing) not mirrored", .critical, with: &pen) }
        if ill > 0 { write("  \(glyphs.warning) \(ill) not active", .warning, with: &pen) }
        for promotion in service.promotions where promotion.promoted + promotion.promoting > 0 {
            write("  " + words(for: promotion), .notice, with: &pen)
        }
    }

    private func words(for promotion: Snapshot.LinkService.Promotion) -> String {
        var words = "\(promotion.wave.madeVisible): \(promotion.promoted) of \(promotion.topics) promoted"
        if promotion.promoting > 0 { words += ", \(promotion.promoting) on the way" }
        if let groups = promotion.groupsPromoted, let all = promotion.groupsSubscribed {
            words += ", groups \(groups) of \(all)"
        }
        return words
    }

    /// Nothing where all logs lie beside each other. The next free row.
    mutating func paintGaps(_ gaps: Snapshot.Gaps, row: Int, in columns: Range<Int>) -> Int {
        let lines: [(part: Snapshot.Gaps.Part, what: String, role: Role)] = [
            (gaps.apart, "the source's log ends before the target's begins", .critical),
            (gaps.uncarried, "\(Spelling.count(gaps.uncarried.records).full) left the source uncarried", .critical),
            (
                gaps.absent,
                "\(Spelling.count(gaps.absent.records).full) on the source alone, the target begins behind", .warning
            ),
        ]
        var row = row
        for line in lines {
            guard let places = line.part.places else { continue }
            var pen = Pen(row: row, columns: columns)
            write("gap", .dim, width: 9, with: &pen)
            let glyph = line.role == .critical ? glyphs.critical : glyphs.warning
            write("\(glyph) \(line.what): \(places.madeVisible)", line.role, with: &pen)
            row += 1
        }
        return row
    }

    /// One cell: what of this partition will not come over.
    func gapFigure(_ gap: Known<Snapshot.PartitionGap>) -> Figure {
        guard let value = gap.value else { return Figure(glyphs.none, role: .dim) }
        if value.isApart { return Figure("\(glyphs.critical) apart", role: .critical) }
        guard value.records > 0 else { return Figure("0", role: .dim) }
        return Figure(Spelling.count(value.records).full, role: value.uncarried > 0 ? .critical : .warning)
    }
}

extension LinkReading.Mirror.State {
    fileprivate var isWell: Bool { self == .active || self == .promoting || self == .promoted }
}
