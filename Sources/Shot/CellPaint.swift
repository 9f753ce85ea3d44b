import Cockpit

extension Theme {
    /// How a cell looks: as its role does, and what is laid over it.
    func look(of cell: Cell, at depth: ColourDepth) -> Look {
        var look = look(of: cell.role, at: depth)
        look.emphasis.formUnion(cell.emphasis)
        return look
    }
}

/// A look with all of it settled that a picture draws as colours: what is the terminal's own, dim and reverse.
struct CellPaint: Equatable, Sendable {
    private(set) var ink: Colour
    private(set) var ground: Colour
    let isBold: Bool
    let isUnderlined: Bool

    private static let inkLeftWhenDim = 2.0 / 3

    init(_ look: Look, on palette: Palette) {
        ink = look.foreground.map(Palette.colour) ?? palette.foreground
        ground = look.background.map(Palette.colour) ?? palette.background
        isBold = look.emphasis.contains(.bold)
        isUnderlined = look.emphasis.contains(.underline)
        if look.emphasis.contains(.dim) { ink = ink.mixed(Self.inkLeftWhenDim, with: ground) }
        if look.emphasis.contains(.reverse) { swap(&ink, &ground) }
    }
}
