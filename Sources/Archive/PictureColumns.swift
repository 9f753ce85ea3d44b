import Wire

/// The numbers of a block's pictures, each place's by itself: the first, and by how much it then differs from picture to
/// picture. Most do not, and those that do are kept beside others that differ as much.
enum PictureColumns {
    private struct Column {
        var first: Int64
        var last: Int64
        var differences: [UInt64] = []
        /// Bits of the largest difference.
        var width: Int { UInt64.bitWidth - differences.reduce(0, |).leadingZeroBitCount }
    }

    private static let widths = 0...UInt64.bitWidth

    static func pieces(of pictures: [PictureNumbers]) -> [[UInt8]] {
        var shapes = WireWriter()
        let columns = columns(of: pictures, &shapes)
        var firsts = WireWriter()
        var groups: [[Column]] = Array(repeating: [], count: widths.count)
        var forms: [UInt8] = []
        for column in columns {
            firsts.signed(column.first)
            forms.append(UInt8(column.width))
            groups[column.width].append(column)
        }
        var pieces = [shapes.take(), forms, firsts.take()]
        for (width, group) in groups.enumerated() {
            for plane in 0..<planes(of: width) {
                pieces.append(
                    group.flatMap { column in
                        column.differences.map { UInt8(truncatingIfNeeded: $0 >> UInt64(plane * 8)) }
                    })
            }
        }
        return pieces.filter { !$0.isEmpty }
    }

    private static func planes(of width: Int) -> Int { (width + 7) / 8 }

    private static func columns(of pictures: [PictureNumbers], _ shapes: inout WireWriter) -> [Column] {
        var columns: [Column] = []
        var rows = PictureRows()
        shapes.count(pictures.count)
        for picture in pictures {
            shapes.list(picture.changes) { shapes, change in
                shapes.count(change.kept)
                shapes.count(change.begun)
                shapes.count(change.ended)
            }
            rows.take(picture.changes)
            for (value, number) in zip(picture.values, rows.columns) {
                if number == columns.count {
                    columns.append(Column(first: value, last: value))
                } else {
                    columns[number].differences.append((value &- columns[number].last).zigzag)
                    columns[number].last = value
                }
            }
        }
        return columns
    }

    /// The numbers of each picture. More than so many together are damage.
    static func numbers(in bytes: ArraySlice<UInt8>, atMost limit: Int) throws(WireError) -> [[Int64]] {
        var reader = WireReader(bytes, names: [])
        var rows = PictureRows()
        var columnsOfPicture: [[Int]] = []
        var total = 0
        for _ in 0..<(try reader.count()) {
            let changes = try reader.list { (reader) throws(WireError) in
                PictureChange(
                    kept: Int(clamping: try reader.unsigned()), begun: Int(clamping: try reader.unsigned()),
                    ended: Int(clamping: try reader.unsigned()))
            }
            guard rows.accepts(changes, atMost: limit - total) else { throw .oversized("a block of pictures", limit) }
            rows.take(changes)
            total += rows.columns.count
            columnsOfPicture.append(rows.columns)
        }
        var table = try ColumnTable(bytes, from: reader.position, counts: rows.counts)
        return columnsOfPicture.map { columns in columns.map { table.next(of: $0) } }
    }

    /// Columns as they are read, each from its first picture on.
    private struct ColumnTable {
        private struct Cursor {
            var value: Int64
            var planes: Int
            var at: Int
            /// From one plane to the next.
            var stride: Int
            var hasBegun = false
        }

        private let bytes: ArraySlice<UInt8>
        private var cursors: [Cursor] = []

        init(_ bytes: ArraySlice<UInt8>, from start: Int, counts: [Int]) throws(WireError) {
            self.bytes = bytes
            guard bytes.endIndex - start >= counts.count else { throw .truncated }
            let widths = bytes[start..<start + counts.count].map(Int.init)
            var sizes = [Int](repeating: 0, count: PictureColumns.widths.count)
            for (width, count) in zip(widths, counts) {
                guard PictureColumns.widths.contains(width) else { throw .unknown("width of a column", UInt64(width)) }
                sizes[width] += count - 1
            }
            var reader = WireReader(bytes[(start + counts.count)...], names: [])
            cursors.reserveCapacity(counts.count)
            for width in widths {
                cursors.append(
                    Cursor(
                        value: try reader.signed(), planes: PictureColumns.planes(of: width), at: 0,
                        stride: sizes[width]))
            }
            var starts: [Int] = []
            var end = reader.position
            for (width, size) in sizes.enumerated() {
                starts.append(end)
                end += size * PictureColumns.planes(of: width)
            }
            guard end == bytes.endIndex else { throw .truncated }
            for (number, width) in widths.enumerated() {
                cursors[number].at = starts[width]
                starts[width] += counts[number] - 1
            }
        }

        mutating func next(of column: Int) -> Int64 {
            guard cursors[column].hasBegun else {
                cursors[column].hasBegun = true
                return cursors[column].value
            }
            guard cursors[column].planes > 0 else { return cursors[column].value }
            var difference: UInt64 = 0
            for plane in 0..<cursors[column].planes {
                let byte = bytes[cursors[column].at + plane * cursors[column].stride]
                difference |= UInt64(byte) << UInt64(plane * 8)
            }
            cursors[column].at += 1
            cursors[column].value &+= difference.unzigzag
            return cursors[column].value
        }
    }
}

/// Which column each number of a picture is in, picture after picture.
private struct PictureRows {
    private(set) var columns: [Int] = []
    /// Numbers of each column so far.
    private(set) var counts: [Int] = []

    /// Whether they are of the picture before and make one of a size that can be.
    func accepts(_ changes: [PictureChange], atMost limit: Int) -> Bool {
        var (before, size) = (columns.count, 0)
        for change in changes {
            guard change.kept <= before, change.ended <= before - change.kept, change.kept <= limit - size,
                change.begun <= limit - size - change.kept
            else { return false }
            before -= change.kept + change.ended
            size += change.kept + change.begun
        }
        return before == 0
    }

    mutating func take(_ changes: [PictureChange]) {
        var next: [Int] = []
        var at = 0
        for change in changes {
            for column in columns[at..<at + change.kept] {
                counts[column] += 1
                next.append(column)
            }
            next += counts.count..<counts.count + change.begun
            counts += repeatElement(1, count: change.begun)
            at += change.kept + change.ended
        }
        columns = next
    }
}
