/// A colour of a picture.
struct Colour: Hashable, Sendable {
    let red, green, blue: UInt8

    init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    /// As `0xrrggbb`.
    init(_ code: UInt32) {
        self.init(UInt8(code >> 16 & 0xff), UInt8(code >> 8 & 0xff), UInt8(code & 0xff))
    }

    /// As CSS and SVG write it.
    var hex: String {
        [red, green, blue].reduce("#") { hex, part in
            hex + (part < 16 ? "0" : "") + String(part, radix: 16)
        }
    }

    /// So much of this one, the rest of the other.
    func mixed(_ share: Double, with other: Colour) -> Colour {
        func mix(_ own: UInt8, _ others: UInt8) -> UInt8 {
            UInt8((Double(own) * share + Double(others) * (1 - share)).rounded())
        }
        return Colour(mix(red, other.red), mix(green, other.green), mix(blue, other.blue))
    }

    /// How light it looks, 0 to 255. Near enough to tell ink from paper.
    var lightness: Double {
        0.2126 * Double(red) + 0.7152 * Double(green) + 0.0722 * Double(blue)
    }
}
