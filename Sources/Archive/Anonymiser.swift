import FoundationEssentials
public import Night

/// Stands other names for those of an estate: the same for the same, whatever is made of the night.
public struct Anonymiser: Sendable {
    public enum Kind: String, Sendable, CaseIterable {
        case night, wave, topic, group, connector, principal, person, host, cluster, link, subject, gate, trigger
        case budget, step
    }

    /// Found first where several begin at one place.
    private var longestFirst: [(name: [UInt8], stand: [UInt8])] = []
    private var byFirstByte: [UInt8: [Int]] = [:]

    /// Each kind is numbered in the order given; a name that comes twice keeps its first stand-in. What a step passes on
    /// in the program's own words, `source` or `pause`, is no name.
    public init(_ names: [(kind: Kind, name: String)]) {
        var counts: [Kind: Int] = [:]
        var known: Set<String> = []
        for (kind, name) in names where !name.isEmpty && known.insert(name).inserted {
            if kind == .step, Self.ownWords.contains(name) { continue }
            counts[kind, default: 0] += 1
            longestFirst.append((Array(name.utf8), Array("\(kind.rawValue)-\(counts[kind] ?? 0)".utf8)))
        }
        longestFirst.sort { $0.name.count > $1.name.count }
        for (place, entry) in longestFirst.enumerated() { byFirstByte[entry.name[0], default: []].append(place) }
    }

    /// A name counts where no letter or digit goes on before or after it: "orders" is found in "orders-7", and not in
    /// "reorders".
    public func anonymised(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var changed: [UInt8] = []
        var at = 0
        while at < bytes.count {
            if let entry = name(in: bytes, at: at) {
                changed += entry.stand
                at += entry.name.count
            } else {
                changed.append(bytes[at])
                at += 1
            }
        }
        return String(decoding: changed, as: UTF8.self)
    }

    private func name(in bytes: [UInt8], at: Int) -> (name: [UInt8], stand: [UInt8])? {
        guard let places = byFirstByte[bytes[at]], at == 0 || !bytes[at - 1].goesOn else { return nil }
        for place in places {
            let name = longestFirst[place].name
            let end = at + name.count
            guard end <= bytes.count, bytes[at..<end].elementsEqual(name) else { continue }
            if end == bytes.count || !bytes[end].goesOn { return longestFirst[place] }
        }
        return nil
    }

    /// Of a JSON document, in the texts it holds: as it is written a name may have escapes in it, or the letter of one
    /// before it. Nil: it is none.
    public func anonymised(document: String) -> String? {
        guard document.utf8.first == UInt8(ascii: "{") || document.utf8.first == UInt8(ascii: "["),
            let tree = try? JSONDecoder().decode(JSONTree.self, from: Data(document.utf8))
        else { return nil }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(renamed(tree))).map { String(decoding: $0, as: UTF8.self) }
    }

    public func anonymised(_ snapshot: Snapshot) throws(ArchiveError) -> Snapshot {
        var copy = snapshot
        var walk = RenameWalk(anonymiser: self)
        try copy.walk(&walk)
        for topic in copy.topics.indices {
            for partition in copy.topics[topic].partitions.indices {
                let group = copy.topics[topic].partitions[partition].worstGroup
                copy.topics[topic].partitions[partition].worstGroup = group.map { anonymised($0) }
            }
        }
        return copy
    }

    public func anonymised(_ event: NightEvent) throws(ArchiveError) -> NightEvent { try anonymised(constant: event) }

    /// Of anything that has a JSON form: every text in it, but the words that are the program's own.
    func anonymised<Value: Codable>(constant value: Value) throws(ArchiveError) -> Value {
        guard let bytes = try? JSONEncoder().encode([value]),
            let tree = try? JSONDecoder().decode(JSONTree.self, from: bytes),
            let renamed = try? JSONEncoder().encode(renamed(tree)),
            let again = try? JSONDecoder().decode([Value].self, from: renamed).first
        else { throw ArchiveError("a \(Value.self) cannot be anonymised") }
        return again
    }

    private func renamed(_ tree: JSONTree) -> JSONTree {
        tree.mapped { Self.ownWords.contains($0) ? $0 : anonymised($0) }
    }

    /// Of the enumerations that are kept by their words.
    private static let ownWords = Set(
        Phase.allCases.map(\.rawValue) + MovePattern.allCases.map(\.rawValue) + BuiltInGate.allCases.map(\.rawValue)
            + BuiltInMetric.allCases.map(\.rawValue) + ClusterRole.allCases.map(\.rawValue)
            + TriggerState.Kind.allCases.map(\.rawValue) + StepPlan.Side.allCases.map(\.rawValue)
            + StepPlan.ConnectorAct.allCases.map(\.rawValue) + StepPlan.LinkAct.allCases.map(\.rawValue)
            + ConnectorPlan.Kind.allCases.map(\.rawValue) + EndpointHealth.Kind.allCases.map(\.rawValue)
            + MirrorMaker2Plan.Policy.allCases.map(\.rawValue))
}

extension UInt8 {
    /// A letter, a digit, or a part of a letter beyond ASCII.
    fileprivate var goesOn: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), 0x80...:
            true
        default: false
        }
    }
}

/// Changes the words on its way.
private struct RenameWalk: FieldWalk {
    let anonymiser: Anonymiser

    mutating func integer(_ value: inout Int64) throws(ArchiveError) {}
    mutating func number(_ value: inout Double) throws(ArchiveError) {}
    mutating func moment(_ value: inout Moment) throws(ArchiveError) {}
    mutating func count(of present: Int) throws(ArchiveError) -> Int { present }
    mutating func text(_ value: inout String) throws(ArchiveError) { value = anonymiser.anonymised(value) }

    mutating func constant<Value: Codable & Equatable & Sendable>(_ value: inout Value) throws(ArchiveError) {
        value = try anonymiser.anonymised(constant: value)
    }

    mutating func log(_ entries: inout [Snapshot.LogEntry]) throws(ArchiveError) {
        for place in entries.indices { try entries[place].walk(&self) }
    }
}
