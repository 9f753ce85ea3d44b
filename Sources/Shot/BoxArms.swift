/// The lines of a box drawing glyph, from the middle of the cell to its edges. Unicode's names of these glyphs say
/// what they are, so the names are read: "BOX DRAWINGS DOWN LIGHT AND RIGHT HEAVY".
struct BoxArms {
    enum Weight: Equatable {
        case light, heavy, double
    }

    private var left, right, up, down: Weight?
    /// How many pieces a line is broken into.
    private var dashes = 1

    init?(_ scalar: UInt32) {
        guard let name = Unicode.Scalar(scalar)?.properties.name else { return nil }
        var words = name.split(separator: " ").dropFirst(2)
        if let dash = words.firstIndex(of: "DASH") {
            guard let count = Self.counts[String(words[dash - 1])] else { return nil }
            dashes = count
            words.removeSubrange(dash - 1...dash)
        }
        // A weight holds for the arms beside it, before or after, and on until there is another.
        var weight = Weight.light
        for clause in words.split(separator: "AND") {
            weight = clause.lazy.compactMap { Self.weights[String($0)] }.first ?? weight
            for word in clause {
                if ["LEFT", "HORIZONTAL"].contains(word) { left = weight }
                if ["RIGHT", "HORIZONTAL"].contains(word) { right = weight }
                if ["UP", "VERTICAL"].contains(word) { up = weight }
                if ["DOWN", "VERTICAL"].contains(word) { down = weight }
            }
        }
    }

    private static let counts = ["DOUBLE": 2, "TRIPLE": 3, "QUADRUPLE": 4]
    private static let weights: [String: Weight] = [
        "LIGHT": .light, "SINGLE": .light, "HEAVY": .heavy, "DOUBLE": .double,
    ]

    var parts: [CellShape.Part] {
        if dashes > 1 { return pieces }
        let (across, along) = (CellBox.centre.x, CellBox.centre.y)
        var parts: [CellShape.Part] = []
        for (arm, opposite, sign) in [(left, right, -1.0), (right, left, 1.0)] {
            for rail in Self.rails(of: arm) {
                let start = Self.start(rail, before: up, after: down, goesOn: opposite != nil) * sign
                let (from, to) = sign < 0 ? (0, across + start) : (across + start, CellBox.width)
                parts.append(.rectangle(x: from, y: along + rail.low, width: to - from, height: rail.thickness))
            }
        }
        for (arm, opposite, sign) in [(up, down, -1.0), (down, up, 1.0)] {
            for rail in Self.rails(of: arm) {
                let start = Self.start(rail, before: left, after: right, goesOn: opposite != nil) * sign
                let (from, to) = sign < 0 ? (0, along + start) : (along + start, CellBox.height)
                parts.append(.rectangle(x: across + rail.low, y: from, width: rail.thickness, height: to - from))
            }
        }
        return parts
    }

    // MARK: Where arms meet

    /// One stroke of an arm: a double one has two, beside the middle.
    private struct Rail {
        /// Which side of the middle it runs on: -1, 0 or 1.
        let side: Double
        let thickness: Double

        var low: Double { side * BoxArms.apart - thickness / 2 }
    }

    private static let apart = 2.0

    private static func rails(of arm: Weight?) -> [Rail] {
        switch arm {
        case nil: []
        case .light: [Rail(side: 0, thickness: 1)]
        case .heavy: [Rail(side: 0, thickness: 3)]
        case .double: [Rail(side: -1, thickness: 1), Rail(side: 1, thickness: 1)]
        }
    }

    /// How far from the middle a rail begins; below zero it begins beyond it, to close the corner with the arms that
    /// cross its way. `before` and `after`: those arms, on the sides -1 and 1 of the middle.
    private static func start(_ rail: Rail, before: Weight?, after: Weight?, goesOn: Bool) -> Double {
        let meetsDouble =
            rail.side == 0
            ? !goesOn && before == .double && after == .double
            : (rail.side < 0 ? before : after) == .double
        // Between the rails of a double line nothing is drawn.
        if meetsDouble { return apart - 0.5 }
        if goesOn { return 0 }
        return -([before, after].flatMap(rails).map { $0.side * apart + $0.thickness / 2 }.max() ?? 0)
    }

    // MARK: Dashes

    private var pieces: [CellShape.Part] {
        let isFlat = left != nil
        let length = (isFlat ? CellBox.width : CellBox.height) / Double(dashes)
        let middle = isFlat ? CellBox.centre.y : CellBox.centre.x
        return Self.rails(of: left ?? up).flatMap { rail in
            (0..<dashes).map { piece -> CellShape.Part in
                let (start, drawn) = ((Double(piece) + 0.2) * length, length * 0.6)
                return isFlat
                    ? .rectangle(x: start, y: middle + rail.low, width: drawn, height: rail.thickness)
                    : .rectangle(x: middle + rail.low, y: start, width: rail.thickness, height: drawn)
            }
        }
    }
}
