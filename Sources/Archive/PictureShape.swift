/// The numbers of one picture, in the order of its walk.
struct PictureNumbers: Sendable {
    var values: [Int64] = []
    /// How they go on from those of the picture before.
    var changes: [PictureChange] = []
}

/// So many numbers go on from the picture before; then so many begin, and so many of that one's end.
struct PictureChange: Sendable, Equatable {
    var kept = 0
    var begun = 0
    var ended = 0

    /// Numbers that begin or end together, mostly.
    private static let window = 16

    /// `places`: what each number is of its picture. The same place is the same number, later.
    static func changes(from old: [UInt64], to new: [UInt64]) -> [PictureChange] {
        if old == new { return [PictureChange(kept: new.count)] }
        var changes: [PictureChange] = []
        var (at, next) = (0, 0)
        // Asked only where what follows is not near.
        lazy var known = Dictionary(zip(old, old.indices)) { first, _ in first }
        while at < old.count || next < new.count {
            var change = PictureChange()
            while at < old.count, next < new.count, old[at] == new[next] {
                (at, next, change.kept) = (at + 1, next + 1, change.kept + 1)
            }
            if at < old.count, let near = new[next...].prefix(window).firstIndex(of: old[at]) {
                change.begun = near - next
            } else if next < new.count, let near = old[at...].prefix(window).firstIndex(of: new[next]) {
                change.ended = near - at
            } else {
                let far = new[next...].firstIndex { known[$0].map { $0 >= at } ?? false } ?? new.count
                change.begun = far - next
                change.ended = (far < new.count ? known[new[far]] ?? old.count : old.count) - at
            }
            (at, next) = (at + change.ended, next + change.begun)
            changes.append(change)
        }
        return changes
    }
}

/// Where a walk is: each number's place is told by the parts it lies in, and by which of their numbers it is.
struct PicturePlaces: Sendable {
    private struct Part: Sendable {
        var place: UInt64
        var count: UInt64 = 0
    }

    private var parts = [Part(place: 0)]

    mutating func enter() { parts.append(Part(place: next())) }

    mutating func leave() { parts.removeLast() }

    mutating func next() -> UInt64 {
        parts[parts.count - 1].count += 1
        return place(parts[parts.count - 1].count)
    }

    /// Of one that keeps its place while others before it go.
    func place(_ number: UInt64) -> UInt64 {
        var mixed = (parts[parts.count - 1].place ^ number) &* 0x9e37_79b9_7f4a_7c15
        mixed ^= mixed >> 32
        mixed = mixed &* 0xd6e8_feb8_6659_fd93
        return mixed ^ mixed >> 32
    }

    mutating func begin() { parts = [Part(place: 0)] }
}

/// Histories move on by one value mostly: what was in them before is the same number still.
struct PictureHistories<Value: Equatable & Sendable>: Sendable {
    private var known: [UInt64: (start: UInt64, values: [Value])] = [:]

    private static var mostAtOnce: Int { 8 }

    /// The number of the first value, of all that this history ever had.
    mutating func start(of values: [Value], at place: UInt64) -> UInt64 {
        let before = known[place] ?? (0, [])
        let gone = (0...min(Self.mostAtOnce, before.values.count)).first { gone in
            let kept = before.values.count - gone
            return kept <= values.count && before.values[gone...].elementsEqual(values[..<kept])
        }
        let start = before.start + UInt64(gone ?? 0)
        known[place] = (start, values)
        return start
    }
}
