import Night

/// One line of text from outside, safe to show and short enough to keep.
enum SafeLine {
    static let longest = 200

    static func of(_ text: String) -> String {
        // Twice as many scalars as cells: each may carry a mark.
        let visible = String(String.UnicodeScalarView(text.unicodeScalars.prefix(longest * 2 + 2))).madeVisible
        return visible.count <= longest ? visible : visible.prefix(longest - 1) + "…"
    }

    static func of(_ bytes: some Collection<UInt8>) -> String {
        of(String(decoding: bytes, as: UTF8.self))
    }
}
