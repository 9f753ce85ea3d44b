import Cockpit

/// What a terminal adds to a theme: its own background and ink, and what the numbers of colours look like.
struct Palette: Equatable, Sendable {
    let background: Colour
    let foreground: Colour

    private static let dark = Palette(background: Colour(0x14181d), foreground: Colour(0xd3d8de))
    private static let light = Palette(background: Colour(0xfcfcfa), foreground: Colour(0x23282e))

    /// Every terminal has its own first sixteen; these are to be read on dark and on light.
    static let first = [
        0x10_1418, 0xc8_3c35, 0x3f_9142, 0xbf_8a1c, 0x3f_74c8, 0xae_6cca, 0x1f_93a6, 0xc6_ccd2,
        0x6b_747d, 0xef_6258, 0x6c_c24a, 0xf0_c245, 0x6f_a8f5, 0xcd_8ee6, 0x4f_c8dc, 0xff_ffff,
    ].map { Colour($0) }

    private init(background: Colour, foreground: Colour) {
        self.background = background
        self.foreground = foreground
    }

    /// The paper a theme's inks are made for: the one that most of them stand out from.
    init(for theme: Theme) {
        let inks = Role.allCases.compactMap { role -> Colour? in
            let look = theme.look(of: role, at: .full)
            return look.background == nil ? look.foreground.map(Self.colour) : nil
        }
        func contrast(_ palette: Palette) -> Double {
            inks.reduce(0) { $0 + abs($1.lightness - palette.background.lightness) }
        }
        self = contrast(Self.light) > contrast(Self.dark) ? Self.light : Self.dark
    }

    /// The colour a terminal of 256 knows by this number: sixteen of its own, a cube of 6×6×6, and 24 greys.
    static func colour(_ number: UInt8) -> Colour {
        switch number {
        case ..<16: return first[Int(number)]
        case 232...:
            let grey = 8 + 10 * (number - 232)
            return Colour(grey, grey, grey)
        default:
            func level(_ step: UInt8) -> UInt8 { step == 0 ? 0 : 55 + 40 * step }
            let place = number - 16
            return Colour(level(place / 36), level(place / 6 % 6), level(place % 6))
        }
    }
}
