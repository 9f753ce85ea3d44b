/// How the page looks: on a light screen, a dark one, and on paper.
enum PageStyle {
    static let sheet = """
        :root { color-scheme: light dark; --paper: #ffffff; --ink: #1a1d21; --dim: #5c6670; --rule: #d5dae0;
          --bad: #b3261e; --warning: #8a5a00; --good: #17663a; --s0: #0072b2; --s1: #d55e00; --s2: #007d5c;
          --s3: #a3487f; --s4: #5a4fcf; --s5: #8a6d00; --s6: #1b7f9c; --s7: #444c55; }
        @media screen and (prefers-color-scheme: dark) { :root { --paper: #14171a; --ink: #e4e8ec; --dim: #9aa5b0;
          --rule: #343b42; --bad: #ff8a80; --warning: #ffc560; --good: #7fd8a4; --s0: #56b4e9; --s1: #ff9a4d;
          --s2: #35c9a0; --s3: #e591c4; --s4: #a99cff; --s5: #e6c74a; --s6: #74d2ea; --s7: #b7c0c9; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
        main { max-width: 1040px; margin: 0 auto; padding: 24px; }
        h1 { font-size: 26px; margin: 0 0 4px; } h2 { font-size: 19px; margin: 36px 0 10px; }
        h3 { font-size: 15px; margin: 20px 0 6px; } header p { margin: 0; color: var(--dim); }
        ul { padding-left: 20px; } ul.record { list-style: none; padding: 0; color: var(--dim); margin: 8px 0 0; }
        table { border-collapse: collapse; width: 100%; font-size: 14px; }
        th { text-align: left; color: var(--dim); font-weight: 500; }
        th, td { padding: 4px 10px 4px 0; border-bottom: 1px solid var(--rule); vertical-align: top;
          overflow-wrap: break-word; }
        td:last-child { overflow-wrap: anywhere; }
        td:first-child { white-space: nowrap; border-left: 3px solid transparent; padding-left: 8px; }
        th:first-child { padding-left: 11px; }
        tr.bad td:first-child { border-left-color: var(--bad); } tr.bad td:first-child::before { content: "✗ "; }
        tr.warning td:first-child { border-left-color: var(--warning); }
        tr.warning td:first-child::before { content: "! "; }
        .timeline { font-variant-numeric: tabular-nums; } .timeline td { padding-top: 2px; padding-bottom: 2px; }
        .kind { font-size: 12px; color: var(--dim); border: 1px solid var(--rule); border-radius: 3px; padding: 0 5px; }
        .kind.pressed { color: var(--ink); border-color: var(--ink); font-weight: 600; }
        .kind.gap { color: var(--warning); border-color: var(--warning); }
        figure { margin: 24px 0; } figcaption { font-weight: 500; } figure > svg { width: 100%; height: auto; }
        .legend { list-style: none; display: flex; flex-wrap: wrap; gap: 2px 18px; padding: 0; margin: 4px 0 0 62px;
          font-size: 13px; color: var(--dim); }
        .key { font-size: 13px; color: var(--dim); margin: 16px 0 0; } .key b { display: inline-block; height: 9px;
          width: 18px; } .hole { background: var(--dim); opacity: 0.3; } .blind { background: var(--warning); }
        .swatch { width: 28px; height: 8px; margin-right: 6px; }
        .grid { stroke: var(--rule); stroke-width: 1; } .tick { fill: var(--dim); font-size: 11px; }
        .line { fill: none; stroke-width: 1.8; stroke-linejoin: round; } .band { stroke: none; opacity: 0.18; }
        .limit { stroke: var(--bad); stroke-width: 1.2; stroke-dasharray: 6 4; }
        .gap { fill: var(--dim); opacity: 0.22; } .unknown { fill: var(--warning); opacity: 0.75; }
        .mark line { stroke-width: 1; stroke-dasharray: 2 3; stroke: var(--dim); } .mark text { font-size: 11px; }
        .mark text { fill: var(--dim); } .mark.red line { stroke: var(--bad); } .mark.red text { fill: var(--bad); }
        .mark.back line { stroke: var(--warning); stroke-width: 1.5; } .mark.back text { fill: var(--warning); }
        \(series)
        @media print { :root { color-scheme: light; } body { font-size: 11px; } main { max-width: none; padding: 0; }
          h2 { break-after: avoid; } figure, tr { break-inside: avoid; } thead { display: table-header-group; } }
        """

    /// Eight that differ in hue and, from the fifth on, in dash too.
    private static let series = (0..<ChartDrawing.styles).map { place in
        let dash = place < 4 ? "" : " stroke-dasharray: \(place - 1) \(place - 2);"
        return ".line.s\(place) { stroke: var(--s\(place));\(dash) } .band.s\(place) { fill: var(--s\(place)); }"
    }.joined(separator: "\n")
}
