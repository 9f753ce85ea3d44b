/// What may stand in a cell for one scalar of text from anywhere. Whatever a terminal would obey, hide, reorder or
/// join is shown as a sign of its own, so that two names that differ also look different.
public enum Drawable: Sendable, Equatable {
    /// A glyph and the one or two cells it takes.
    case glyph(UInt32, width: Int)
    /// A combining mark for the glyph before it.
    case mark(UInt16)

    /// Whether a combining mark may follow it into its cell.
    public var takesMark: Bool {
        switch self {
        case .mark: false
        case .glyph(let code, _): code != 0x20 && self != Self.replacement
        }
    }

    private static let replacement = Drawable.glyph(0xfffd, width: 1)
    private static let asciiReplacement = Drawable.glyph(0x3f, width: 1)

    /// `markable`: the cell before can still take a mark.
    public init(_ scalar: Unicode.Scalar, asciiOnly: Bool, markable: Bool) {
        let code = scalar.value
        if code >= 0x20, code < 0x7f {
            self = .glyph(code, width: 1)
        } else if asciiOnly {
            self = Self.asciiReplacement
        } else if code < 0x20 {
            self = .glyph(0x2400 + code, width: 1)
        } else if code == 0x7f {
            self = .glyph(0x2421, width: 1)
        } else if Self.plain.contains(code) {
            self = .glyph(code, width: 1)
        } else {
            self = Self.classify(scalar, markable: markable)
        }
    }

    /// Arrows, box drawing, blocks and shapes that are one cell wide everywhere: most of what this screen draws.
    private static let plain: ClosedRange<UInt32> = 0x2500...0x25fc

    private static func classify(_ scalar: Unicode.Scalar, markable: Bool) -> Drawable {
        let code = scalar.value
        let properties = scalar.properties
        if properties.isDefaultIgnorableCodePoint || isBlank(code) { return replacement }
        switch properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
            .spaceSeparator, .spacingMark:
            return replacement
        case .nonspacingMark, .enclosingMark:
            guard markable, let mark = UInt16(exactly: code) else { return replacement }
            return .mark(mark)
        default:
            return isJoiningJamo(code) ? replacement : .glyph(code, width: isWide(code) ? 2 : 1)
        }
    }

    /// Letters that show as nothing.
    private static func isBlank(_ code: UInt32) -> Bool { code == 0x2800 || code == 0x3164 || code == 0xffa0 }

    /// Vowels and final consonants that terminals draw into the syllable before them.
    private static func isJoiningJamo(_ code: UInt32) -> Bool {
        (0x1160...0x11ff).contains(code) || (0xd7b0...0xd7fb).contains(code)
    }

    private static func isWide(_ code: UInt32) -> Bool {
        guard code >= 0x1100 else { return false }
        var low = 0
        var high = wide.count
        while low < high {
            let middle = (low + high) / 2
            if wide[middle].upperBound < code { low = middle + 1 } else { high = middle }
        }
        return low < wide.count && wide[low].contains(code)
    }

    /// East Asian wide and full-width ranges, and the emoji that are drawn wide by default; ascending.
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115f, 0x231a...0x231b, 0x2329...0x232a, 0x23e9...0x23ec, 0x23f0...0x23f0, 0x23f3...0x23f3,
        0x25fd...0x25fe, 0x2614...0x2615, 0x2648...0x2653, 0x267f...0x267f, 0x2693...0x2693, 0x26a1...0x26a1,
        0x26aa...0x26ab, 0x26bd...0x26be, 0x26c4...0x26c5, 0x26ce...0x26ce, 0x26d4...0x26d4, 0x26ea...0x26ea,
        0x26f2...0x26f3, 0x26f5...0x26f5, 0x26fa...0x26fa, 0x26fd...0x26fd, 0x2705...0x2705, 0x270a...0x270b,
        0x2728...0x2728, 0x274c...0x274c, 0x274e...0x274e, 0x2753...0x2755, 0x2757...0x2757, 0x2795...0x2797,
        0x27b0...0x27b0, 0x27bf...0x27bf, 0x2b1b...0x2b1c, 0x2b50...0x2b50, 0x2b55...0x2b55, 0x2e80...0x303e,
        0x3041...0x33ff, 0x3400...0x4dbf, 0x4e00...0xa4cf, 0xa960...0xa97f, 0xac00...0xd7a3, 0xf900...0xfaff,
        0xfe10...0xfe19, 0xfe30...0xfe6f, 0xff01...0xff60, 0xffe0...0xffe6, 0x16fe0...0x18aff, 0x1b000...0x1b2ff,
        0x1f004...0x1f004, 0x1f0cf...0x1f0cf, 0x1f18e...0x1f18e, 0x1f191...0x1f19a, 0x1f200...0x1f320,
        0x1f32d...0x1f335, 0x1f337...0x1f37c, 0x1f37e...0x1f393, 0x1f3a0...0x1f3ca, 0x1f3cf...0x1f3d3,
        0x1f3e0...0x1f3f0, 0x1f3f4...0x1f3f4, 0x1f3f8...0x1f43e, 0x1f440...0x1f440, 0x1f442...0x1f4fc,
        0x1f4ff...0x1f53d, 0x1f54b...0x1f54e, 0x1f550...0x1f567, 0x1f57a...0x1f57a, 0x1f595...0x1f596,
        0x1f5a4...0x1f5a4, 0x1f5fb...0x1f64f, 0x1f680...0x1f6c5, 0x1f6cc...0x1f6cc, 0x1f6d0...0x1f6d2,
        0x1f6d5...0x1f6d7, 0x1f6dc...0x1f6df, 0x1f6eb...0x1f6ec, 0x1f6f4...0x1f6fc, 0x1f7e0...0x1f7eb,
        0x1f7f0...0x1f7f0, 0x1f90c...0x1f93a, 0x1f93c...0x1f945, 0x1f947...0x1f9ff, 0x1fa70...0x1faff,
        0x20000...0x3fffd,
    ]
}

extension String {
    /// The same text with everything a terminal would obey or hide shown as a sign, for lines outside a frame.
    public var madeVisible: String {
        var visible = String.UnicodeScalarView()
        var markable = false
        for scalar in unicodeScalars {
            let drawable = Drawable(scalar, asciiOnly: false, markable: markable)
            switch drawable {
            case .glyph(let code, _): if let scalar = Unicode.Scalar(code) { visible.append(scalar) }
            case .mark: visible.append(scalar)
            }
            markable = drawable.takesMark
        }
        return String(visible)
    }
}
