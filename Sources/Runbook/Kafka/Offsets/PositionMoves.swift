/// What one group's positions on the target were found to be, and what they are to become. The step and its undo are
/// both derived from it.
struct PositionsFound: Codable, Equatable {
    var groups: [GroupMoves]

    /// As they are called on the target.
    var topics: [String] { Set(groups.flatMap(\.moves).map(\.place.topic)).sorted() }
    /// As they are called on the source.
    var originals: [String] { Set(groups.flatMap(\.moves).map(\.origin.topic)).sorted() }
    var names: [String] { groups.map(\.group) }
}

struct GroupMoves: Codable, Equatable {
    var group: String
    var moves: [PositionMove]
}

struct PositionMove: Codable, Equatable {
    /// On the target.
    var topic: String
    /// Nil: the source calls it the same.
    var original: String?
    var partition: Int32
    /// Where the group stood on the source.
    var source: Int64?
    /// Where it stood on the target; nil: it had no position there, and has none again after the undo.
    var before: Int64?
    var wanted: Int64

    init(_ place: Place, from origin: Place? = nil, source: Int64?, before: Int64?, wanted: Int64) {
        topic = place.topic
        original = origin.flatMap { $0.topic == place.topic ? nil : $0.topic }
        partition = place.partition
        self.source = source
        self.before = before
        self.wanted = wanted
    }

    var place: Place { Place(topic, partition) }
    var origin: Place { Place(original ?? topic, partition) }
}

extension GroupMoves {
    /// Where somebody else moved the group since it was looked at.
    func strangers(in present: [Place: Int64]) -> [String] {
        moves.filter { present[$0.place] != $0.before && present[$0.place] != $0.wanted }.map { move in
            "\(group) stands at \(Self.word(present[move.place])) in \(move.place), found at \(Self.word(move.before))"
        }
    }

    /// Where the group does not stand where it should.
    func differences(
        of present: [Place: Int64], from expected: (PositionMove) -> Int64?
    ) -> [String] {
        moves.filter { present[$0.place] != expected($0) }.map { move in
            "\(group) stands at \(Self.word(present[move.place])) in \(move.place), not at \(Self.word(expected(move)))"
        }
    }

    static func word(_ position: Int64?) -> String { position.map(String.init) ?? "no position" }
}
