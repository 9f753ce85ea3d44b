extension Snapshot {
    /// Where both sides' logs do not lie beside each other, over a bridge that keeps offsets.
    public struct Gaps: Sendable, Equatable {
        public struct Part: Sendable, Equatable {
            public var records: Int64
            public var partitions: Int
            /// "orders/3 and 2 more"; nil: none.
            public var places: String?

            public init(records: Int64 = 0, partitions: Int = 0, places: String? = nil) {
                self.records = records
                self.partitions = partitions
                self.places = places
            }
        }

        /// A group that would go on reading on the target behind records it has not read.
        public struct Skip: Sendable, Equatable {
            public var group: String
            public var records: Int64
            public var partitions: Int

            public init(group: String, records: Int64, partitions: Int) {
                self.group = group
                self.records = records
                self.partitions = partitions
            }
        }

        /// Held by the source, while the target's log begins behind them.
        public var absent: Part
        /// Gone from the source before they were carried.
        public var uncarried: Part
        /// The source's log ends before the target's begins: it was recreated or truncated.
        public var apart: Part
        public var skips: [Skip]

        public init(absent: Part = Part(), uncarried: Part = Part(), apart: Part = Part(), skips: [Skip] = []) {
            self.absent = absent
            self.uncarried = uncarried
            self.apart = apart
            self.skips = skips
        }
    }

    /// What of one source log is not, and will not be, on the target.
    public struct PartitionGap: Sendable, Equatable {
        public var absent: Int64
        public var uncarried: Int64
        public var isApart: Bool

        public init(absent: Int64 = 0, uncarried: Int64 = 0, isApart: Bool = false) {
            self.absent = absent
            self.uncarried = uncarried
            self.isApart = isApart
        }

        public var records: Int64 { absent &+ uncarried }
    }
}
