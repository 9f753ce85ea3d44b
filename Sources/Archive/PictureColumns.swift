import Wire

/// The numbers of a block's pictures, each place's by itself: the first, and by how much it then differs from picture to
/// picture. Most do not, and those that do are kept beside others that differ as much.
enum PictureColumns {
    private struct Column {
        var first: Int64
        private var last: Int64
        /// Up to the last that is not 0.
        private var moved: [UInt64] = []
        /// How many are 0 since.
        private var still = 0

        init(first: Int64) { (self.first, last) = (first, first) }

        mutating func take(_ value: Int64) {
            guard value != last else { return still += 1 }
            moved += repeatElement(0, count: still)
            moved.append((value &- last).zigzag)
            (last, still) = (value, 0)
        }

        var differences: [UInt64] { moved + repeatElement(0, count: still) }
        /// Bits of the largest difference.
        var width: Int { UInt64.bitWidth - moved.reduce(0, |).leadingZeroBitCount }
    }

    static let widths = 0...UInt64.bitWidth

    /// How the pictures go on from each other; of each column its width, the differences in it where it has a width,
    /// and its first; then the differences, those of one width together, their lowest bytes first.
    static func pieces(of pictures: [PictureNumbers]) -> [[UInt8]] {
        var shapes = WireWriter()
        let columns = columns(of: pictures, &shapes)
        var (forms, firsts) = (WireWriter(), WireWriter())
        var groups: [[Column]] = Array(repeating: [], count: widths.count)
        for column in columns {
            let width = column.width
            forms.count(width)
            if width > 0 { forms.count(column.differences.count) }
            firsts.signed(column.first)
            groups[width].append(column)
        }
        let shape = shapes.take()
        var head = WireWriter()
        head.count(pictures.count)
        head.count(shape.count)
        head.count(columns.count)
        var pieces = [head.take() + shape, forms.take(), firsts.take()]
        for (width, group) in groups.enumerated() where width > 0 {
            let differences = group.flatMap(\.differences)
            for plane in 0..<planes(of: width) {
                pieces.append(differences.map { UInt8(truncatingIfNeeded: $0 >> UInt64(plane * 8)) })
            }
        }
        return pieces.filter { !$0.isEmpty }
    }

    static func planes(of width: Int) -> Int { (width + 7) / 8 }

    private static func columns(of pictures: [PictureNumbers], _ shapes: inout WireWriter) -> [Column] {
        var columns: [Column] = []
        var row: [Int] = []
        for picture in pictures {
            shapes.list(picture.changes) { shapes, change in
                shapes.count(change.kept)
                shapes.count(change.begun)
                shapes.count(change.ended)
            }
            let known = columns.count
            var next: [Int] = []
            var at = 0
            for change in picture.changes {
                next += row[at..<at + change.kept]
                at += change.kept + change.ended
                for _ in 0..<change.begun {
                    let value = picture.values[next.count]
                    next.append(columns.count)
                    columns.append(Column(first: value))
                }
            }
            for (value, number) in zip(picture.values, next) where number < known {
                columns[number].take(value)
            }
            row = next
        }
        return columns
    }
}

/// Reads the numbers of picture after picture.
struct PictureColumnReader: Sendable {
    let pictures: Int

    /// A column whose numbers differ.
    private struct Cursor: Sendable {
        var place: Int
        var at: Int
        var left: Int
        var planes: Int
        /// From one plane to the next.
        var stride: Int
    }

    private let bytes: ArraySlice<UInt8>
    private var shapes: WireReader
    private var firsts: [Int64] = []
    /// By column; nil: all of its numbers are the first.
    private var begins: [Cursor?] = []
    private var columns = 0
    private var row: [Int64] = []
    /// Of the columns in it that differ, in order.
    private var cursors: [Cursor] = []

    init(_ bytes: ArraySlice<UInt8>, _ budget: inout PictureBudget) throws(WireError) {
        self.bytes = bytes
        var reader = WireReader(bytes, names: [])
        pictures = try reader.count()
        let length = try reader.count()
        let columns = try reader.count()
        try budget.take(columns, of: PictureBudget.column)
        let end = reader.position + length
        guard end <= bytes.endIndex else { throw .truncated }
        shapes = WireReader(bytes[reader.position..<end], names: [])
        reader = WireReader(bytes[end...], names: [])
        var sizes = [Int](repeating: 0, count: PictureColumns.widths.count)
        var forms: [(width: Int, count: Int)] = []
        for _ in 0..<columns {
            let width = try reader.unsigned()
            guard width < UInt64(sizes.count) else { throw .unknown("width of a column", width) }
            let count = width == 0 ? 0 : try reader.count()
            forms.append((Int(width), count))
            sizes[Int(width)] += count
        }
        for _ in 0..<columns { firsts.append(try reader.signed()) }
        var starts: [Int] = []
        var start = reader.position
        for (width, size) in sizes.enumerated() {
            starts.append(start)
            start += size * PictureColumns.planes(of: width)
        }
        guard start == bytes.endIndex else { throw .truncated }
        for form in forms {
            let cursor = Cursor(
                place: 0, at: starts[form.width], left: form.count, planes: PictureColumns.planes(of: form.width),
                stride: sizes[form.width])
            begins.append(form.width == 0 ? nil : cursor)
            starts[form.width] += form.count
        }
    }

    /// Of the next picture.
    mutating func next(_ budget: inout PictureBudget) throws(WireError) -> [Int64] {
        let changes = try budget.list(of: PictureBudget.change, in: &shapes) { (shapes) throws(WireError) in
            PictureChange(
                kept: Int(clamping: try shapes.unsigned()), begun: Int(clamping: try shapes.unsigned()),
                ended: Int(clamping: try shapes.unsigned()))
        }
        var (values, going, begun): ([Int64], [Cursor], [Cursor]) = ([], [], [])
        var (at, known) = (0, 0)
        values.reserveCapacity(row.count)
        for change in changes {
            guard change.kept <= row.count - at, change.ended <= row.count - at - change.kept,
                change.begun <= firsts.count - columns
            else { throw .truncated }
            let moved = values.count - at
            values += row[at..<at + change.kept]
            while known < cursors.count, cursors[known].place < at + change.kept {
                going.append(cursors[known])
                going[going.count - 1].place += moved
                known += 1
            }
            at += change.kept + change.ended
            while known < cursors.count, cursors[known].place < at { known += 1 }
            for column in columns..<columns + change.begun {
                if var cursor = begins[column] {
                    cursor.place = values.count
                    begun.append(cursor)
                }
                values.append(firsts[column])
            }
            columns += change.begun
        }
        guard at == row.count else { throw .truncated }
        try budget.take(values.count)
        for number in going.indices { values[going[number].place] &+= try difference(&going[number]) }
        row = values
        cursors = Self.merged(going, begun)
        return values
    }

    private func difference(_ cursor: inout Cursor) throws(WireError) -> Int64 {
        guard cursor.left > 0 else { throw .truncated }
        var difference: UInt64 = 0
        for plane in 0..<cursor.planes {
            difference |= UInt64(bytes[cursor.at + plane * cursor.stride]) << UInt64(plane * 8)
        }
        cursor.at += 1
        cursor.left -= 1
        return difference.unzigzag
    }

    private static func merged(_ one: [Cursor], _ other: [Cursor]) -> [Cursor] {
        if other.isEmpty { return one }
        var merged: [Cursor] = []
        merged.reserveCapacity(one.count + other.count)
        var rest = other[...]
        for cursor in one {
            while let next = rest.first, next.place < cursor.place { merged.append(rest.removeFirst()) }
            merged.append(cursor)
        }
        return merged + rest
    }
}
