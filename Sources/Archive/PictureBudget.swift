import Wire

/// What there may be in a block of pictures once it is taken out, in words of eight bytes: a few bytes of a hostile file
/// can unpack to very much. A picture of 10 000 topics and 1 000 groups takes about a million, so that a minute of them
/// is a few blocks.
struct PictureBudget: Sendable {
    static let most = 1 << 25
    /// A writer ends its block here, so that what comes next fits in any case.
    static let full = most / 2

    // What one of each takes, its place in a table included.
    static let picture = 8
    static let column = 12
    static let change = 3
    static let text = 2
    static let entry = 12

    private(set) var left: Int

    init(words: Int = most) {
        left = words
    }

    mutating func take(_ count: Int, of words: Int = 1) throws(WireError) {
        guard count <= left / words else { throw .oversized("a block of pictures", count) }
        left -= count * words
    }

    /// A list of things each of which takes so many words.
    mutating func list<Element>(
        of words: Int = 1, in reader: inout WireReader, _ read: (inout WireReader) throws(WireError) -> Element
    ) throws(WireError) -> [Element] {
        let elements = try reader.list(atMost: left / words, read)
        try take(elements.count, of: words)
        return elements
    }
}
