/// The signs the screen draws with: Unicode, or ASCII where the locale or the font has no more.
public struct Glyphs: Sendable, Equatable {
    public let asciiOnly: Bool
    let ok: String
    let notice: String
    let warning: String
    let critical: String
    let unknown: String
    /// Before the age of a number too old to trust.
    let stale: String
    /// After such a number where its age has no room.
    let staleSign: String
    let atLeast: String
    let interpolated: String
    let extrapolated: String
    let reported: String
    /// In place of a number that has no room even when short.
    let tooWide: String
    /// Where there is nothing that a number could be about.
    let none: String
    let dot: String
    let pointer: String
    let flow: String
    /// The way a wave moves, forward and back.
    let forward, back: String
    /// What happens is being recorded.
    let recording: String
    /// The past stands still.
    let paused: String
    /// On the timeline: what happened, where one stands, and what lies before that.
    let transition, restart, event, place, behind: String
    let rising, climbing, level, sinking, falling: String
    let sortedUp, sortedDown: String
    /// Lowest first.
    let spark: [Unicode.Scalar]
    /// In a sparkline, where there was no reading.
    let gap: Unicode.Scalar
    let barFull, barEmpty: Unicode.Scalar
    /// Eighths of a cell, for the end of a bar.
    let barParts: [Unicode.Scalar]
    let horizontal, vertical: Unicode.Scalar
    let topLeft, topRight, bottomLeft, bottomRight, teeDown, teeUp: Unicode.Scalar

    public static let unicode = Glyphs(
        asciiOnly: false, ok: "✓", notice: "•", warning: "▲", critical: "✗", unknown: "?", stale: "◷", staleSign: "◷",
        atLeast: "≥", interpolated: "~", extrapolated: "≈", reported: "@", tooWide: "…", none: "–", dot: "·",
        pointer: "▸", flow: "→", forward: "▶", back: "◀", recording: "●", paused: "❚❚", transition: "◆",
        restart: "↻", event: "•", place: "┃", behind: "━", rising: "↑", climbing: "↗",
        level: "→", sinking: "↘", falling: "↓", sortedUp: "▴", sortedDown: "▾",
        spark: ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"], gap: "·", barFull: "█", barEmpty: "░",
        barParts: ["▏", "▎", "▍", "▌", "▋", "▊", "▉"], horizontal: "─", vertical: "│", topLeft: "┌", topRight: "┐",
        bottomLeft: "└", bottomRight: "┘", teeDown: "┬", teeUp: "┴")

    public static let ascii = Glyphs(
        asciiOnly: true, ok: "+", notice: ">", warning: "!", critical: "#", unknown: "?", stale: "old ", staleSign: "*",
        atLeast: ">", interpolated: "~", extrapolated: "c.", reported: "@", tooWide: "..", none: "-", dot: "-",
        pointer: ">", flow: ">", forward: ">>", back: "<<", recording: "*", paused: "||", transition: "*",
        restart: "@", event: "'", place: "|", behind: "=", rising: "^", climbing: "/",
        level: "-", sinking: "\\", falling: "v", sortedUp: "^", sortedDown: "v",
        spark: ["_", ".", ":", "-", "=", "+", "*", "#"], gap: " ", barFull: "#", barEmpty: ".", barParts: [],
        horizontal: "-", vertical: "|", topLeft: "+", topRight: "+", bottomLeft: "+", bottomRight: "+", teeDown: "+",
        teeUp: "+")
}
