public import Night

/// Records of a topic that say nothing here.
public struct PassedOver: Sendable, Equatable {
    public var foreign = 0
    public var newer = 0
    /// With new keys, when there was no room for more.
    public var beyondLimit = 0
}

/// What a compacted topic says in the end: the last record of every key. It takes records as they come, and hands out
/// what has changed since it was last asked.
public struct LatestByKey<Layout: RecordLayout>: Sendable {
    public typealias Key = Layout.Key

    public struct Entry: Sendable, Equatable {
        public let value: Layout.Value
        /// The record's own time; nil: it has none.
        public let writtenAt: WallTime?
        fileprivate let logPartition: Int32
    }

    public struct Change: Sendable, Equatable {
        public let key: Layout.Key
        /// Nil: deleted, or overwritten with what cannot be read.
        public let entry: Entry?
    }

    /// One a key, so that a record costs one look-up: millions may have to be read before the first is told.
    private struct Slot {
        /// Nil: it is gone, which is yet to be handed out.
        var entry: Entry?
        var isChanged: Bool
    }

    public private(set) var passedOver = PassedOver()
    private var slots: [Key: Slot] = [:]
    private var changed: [Key] = []
    private var layout: Layout
    private let mostKeys: Int

    public init(_ layout: Layout, mostKeys: Int = 500_000) {
        self.layout = layout
        self.mostKeys = mostKeys
    }

    public var entries: [Key: Entry] { slots.compactMapValues(\.entry) }

    // Called from other modules, a generic function looks its types up with every record, which takes longer than all it
    // does. These are the layouts with millions of records.
    @_specialize(where Layout == OffsetSyncs)
    @_specialize(where Layout == Checkpoints)
    @_specialize(where Layout == ConnectOffsets)
    public mutating func take(key: [UInt8]?, value: [UInt8]?, writtenAt: WallTime?, in logPartition: Int32 = 0) {
        do throws(Unreadable) {
            guard let bytes = key else { throw .foreign(.noKey) }
            guard let key = try layout.key(bytes) else { return }
            let place = slots.index(forKey: key)
            if let held = place.flatMap({ slots.values[$0].entry }),
                !Self.isLater(writtenAt, in: logPartition, than: held)
            {
                return
            }
            guard let value else { return remove(key, at: place) }
            do throws(Unreadable) {
                let entry = Entry(value: try layout.value(value), writtenAt: writtenAt, logPartition: logPartition)
                put(entry, for: key, at: place)
            } catch {
                // What was true before it was overwritten need not be any more.
                remove(key, at: place)
                throw error
            }
        } catch .newer {
            passedOver.newer += 1
        } catch {
            passedOver.foreign += 1
        }
    }

    /// A partition's own order is the order. One key spelt in two ways may lie in two partitions: then time decides.
    private static func isLater(_ writtenAt: WallTime?, in logPartition: Int32, than held: Entry) -> Bool {
        guard held.logPartition != logPartition, let writtenAt, let heldSince = held.writtenAt else { return true }
        return writtenAt >= heldSince
    }

    private mutating func put(_ entry: Entry, for key: Key, at place: Dictionary<Key, Slot>.Index?) {
        if let place {
            slots.values[place].entry = entry
            mark(key, at: place)
        } else if slots.count < mostKeys {
            slots[key] = Slot(entry: entry, isChanged: true)
            changed.append(key)
        } else {
            passedOver.beyondLimit += 1
        }
    }

    private mutating func remove(_ key: Key, at place: Dictionary<Key, Slot>.Index?) {
        guard let place, slots.values[place].entry != nil else { return }
        slots.values[place].entry = nil
        mark(key, at: place)
    }

    private mutating func mark(_ key: Key, at place: Dictionary<Key, Slot>.Index) {
        guard !slots.values[place].isChanged else { return }
        slots.values[place].isChanged = true
        changed.append(key)
    }

    /// In the order in which each changed first.
    public mutating func takeChanges() -> [Change] {
        defer { changed.removeAll(keepingCapacity: true) }
        return changed.map { key in
            let entry = slots[key]?.entry
            slots[key] = entry.map { Slot(entry: $0, isChanged: false) }
            return Change(key: key, entry: entry)
        }
    }

    /// The topic is another one now, or is read from its start again: what it held and holds no longer is a change too.
    public mutating func startAgain() {
        for (key, slot) in slots where slot.entry != nil {
            if let place = slots.index(forKey: key) { remove(key, at: place) }
        }
        passedOver = PassedOver()
    }
}
