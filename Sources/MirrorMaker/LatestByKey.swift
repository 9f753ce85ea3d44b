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

    public private(set) var entries: [Key: Entry] = [:]
    public private(set) var passedOver = PassedOver()
    private var layout: Layout
    private var changed: Set<Key> = []
    private let mostKeys: Int

    public init(_ layout: Layout, mostKeys: Int = 500_000) {
        self.layout = layout
        self.mostKeys = mostKeys
    }

    public mutating func take(key: [UInt8]?, value: [UInt8]?, writtenAt: WallTime?, in logPartition: Int32 = 0) {
        do throws(Unreadable) {
            guard let bytes = key else { throw .foreign(.noKey) }
            guard let key = try layout.key(bytes) else { return }
            guard isLater(writtenAt, in: logPartition, for: key) else { return }
            guard let value else { return remove(key) }
            do throws(Unreadable) {
                put(
                    Entry(value: try layout.value(value), writtenAt: writtenAt, logPartition: logPartition), for: key)
            } catch {
                // What was true before it was overwritten need not be any more.
                remove(key)
                throw error
            }
        } catch .newer {
            passedOver.newer += 1
        } catch {
            passedOver.foreign += 1
        }
    }

    /// A partition's own order is the order. One key spelt in two ways may lie in two partitions: then time decides.
    private func isLater(_ writtenAt: WallTime?, in logPartition: Int32, for key: Key) -> Bool {
        guard let held = entries[key], held.logPartition != logPartition else { return true }
        guard let writtenAt, let heldSince = held.writtenAt else { return true }
        return writtenAt >= heldSince
    }

    private mutating func put(_ entry: Entry, for key: Key) {
        guard entries.count < mostKeys || entries[key] != nil else {
            passedOver.beyondLimit += 1
            return
        }
        entries[key] = entry
        changed.insert(key)
    }

    private mutating func remove(_ key: Key) {
        if entries.removeValue(forKey: key) != nil { changed.insert(key) }
    }

    public mutating func takeChanges() -> [Change] {
        defer { changed.removeAll(keepingCapacity: true) }
        return changed.map { Change(key: $0, entry: entries[$0]) }
    }

    /// The topic is another one now, or is read from its start again: what it held and holds no longer is a change too.
    public mutating func startAgain() {
        changed.formUnion(entries.keys)
        entries.removeAll()
        passedOver = PassedOver()
    }
}
