/// The consumer protocol's assignment: version, then topics, each with its partitions. Big-endian.
enum MemberAssignment {
    /// Zero for anything it cannot read: a client may put what it likes in there.
    static func partitionCount(in bytes: UnsafeRawBufferPointer) -> Int {
        var at = 2
        func integer<Integer: FixedWidthInteger>(_ type: Integer.Type) -> Integer? {
            let size = MemoryLayout<Integer>.size
            guard at >= 0, at + size <= bytes.count else { return nil }
            defer { at += size }
            return Integer(bigEndian: bytes.loadUnaligned(fromByteOffset: at, as: Integer.self))
        }
        guard let topics = integer(Int32.self), topics >= 0 else { return 0 }
        var count = 0
        for _ in 0..<topics {
            guard let length = integer(Int16.self), length >= 0 else { return 0 }
            at += Int(length)
            guard let partitions = integer(Int32.self), partitions >= 0, at + Int(partitions) * 4 <= bytes.count
            else { return 0 }
            at += Int(partitions) * 4
            count += Int(partitions)
        }
        return count
    }
}
