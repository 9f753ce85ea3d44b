import Night

/// Which of the pictures that are shown are kept: one a second, and at once the one in which something turned red or
/// calm, a phase or the kind of a price changed.
struct PictureChoice {
    private static let every = Duration.seconds(1)
    private static let everyWhenThin = Duration.seconds(10)

    private var keptAt: Moment?
    private var marks: [Mark] = []

    private struct Mark: Equatable {
        var phase: Phase?
        var reds: [String]
        var price: Int
    }

    mutating func keeps(_ snapshot: Snapshot, of detail: RecordedDetail) -> Bool {
        guard detail != .events else { return false }
        let every = detail == .fewPictures ? Self.everyWhenThin : Self.every
        let marks = snapshot.waves.map { wave in
            Mark(phase: wave.phase, reds: wave.reds.map(\.name), price: wave.price.kind.place)
        }
        let isDue = keptAt.map { snapshot.at.moment - $0 >= every || snapshot.at.moment < $0 } ?? true
        guard isDue || marks != self.marks && detail != .fewPictures else { return false }
        self.marks = marks
        keptAt = snapshot.at.moment
        return true
    }
}

extension Snapshot.Price.Kind {
    fileprivate var place: Int {
        switch self {
        case .free: 0
        case .reread: 1
        case .onlyOnTarget: 2
        case .unknown: 3
        }
    }
}
