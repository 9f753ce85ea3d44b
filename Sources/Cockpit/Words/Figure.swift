import Night

/// A quantity as the screen says it: the number, how it was come by, how old it is, and whether it is one at all.
struct Figure: Equatable {
    var number: Spelling
    /// Set when the number is too old to trust.
    var age: String?
    /// Set when there is no number.
    var why: String?
    var role: Role

    /// The fullest form that fits; the sign of age is the last thing to go, and then the number goes with it.
    func text(fitting width: Int, _ glyphs: Glyphs) -> String {
        guard let age else {
            return number.full.cellWidth <= width
                ? number.full : number.short.cellWidth <= width ? number.short : glyphs.tooWide
        }
        for candidate in [
            "\(number.full) \(glyphs.stale)\(age)", "\(number.short) \(glyphs.stale)\(age)",
            "\(number.short)\(glyphs.staleSign)",
        ] where candidate.cellWidth <= width {
            return candidate
        }
        return glyphs.staleSign
    }
}

extension Figure {
    init(_ words: String, role: Role = .text) {
        self.init(number: Spelling(words), role: role)
    }

    static func unknown(_ why: String) -> Figure {
        Figure(number: Spelling("?"), why: why, role: .unknown)
    }

    /// What is known of a quantity at the moment of the snapshot. `role` is how it looks when it is fresh.
    init<Value>(
        _ known: Known<Value>, in snapshot: Snapshot, glyphs: Glyphs, role: Role = .text,
        spell: (Value) -> Spelling
    ) {
        switch known {
        case .unknown(let why):
            self = .unknown(why)
        case .known(let reading):
            let spelling = spell(reading.value)
            let mark = glyphs.mark(of: reading)
            let stale = snapshot.isOld(reading)
            self.init(
                number: Spelling(mark + spelling.full, short: mark + spelling.short),
                age: stale ? Spelling.span(snapshot.oldness(of: reading)).full : nil,
                role: stale ? .stale : role)
        }
    }
}

extension Glyphs {
    /// How the number was come by, in a sign before it; nothing when it was measured and is exact.
    fileprivate func mark<Value>(of reading: Reading<Value>) -> String {
        let bound = reading.bound == .atLeast ? atLeast : ""
        return switch reading.method {
        case .measured: bound
        case .interpolated: bound + interpolated
        case .extrapolated: bound + extrapolated
        case .reported: bound + reported
        }
    }
}
