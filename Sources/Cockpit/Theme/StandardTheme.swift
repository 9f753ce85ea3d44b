extension Theme {
    /// What the cockpit looks like when nobody asks for anything else, and when no theme file is found: the same text
    /// as `themes/colour-blind-safe.theme`.
    public static let standard: Theme = {
        do throws(ThemeErrors) {
            return try ThemeFile.parse(standardText, file: "the built-in theme")
        } catch {
            // The text is part of the program, and a test reads it.
            preconditionFailure(error.description)
        }
    }()

    static let standardText = """
        # The default. Blue against orange, which every common kind of colour blindness tells apart; nothing rests on red
        # against green. What is fine is quiet, what is not is loud. The background is the terminal's own.

        text:      mono=normal           16=default             256=default
        dim:       mono=dim              16=default+dim         256=245
        title:     mono=bold             16=default+bold        256=default+bold
        border:    mono=dim              16=default+dim         256=240
        header:    mono=bold             16=bright-white+bold   256=255+bold

        ok:        mono=normal           16=cyan                256=74
        notice:    mono=bold             16=bright-cyan         256=117
        warning:   mono=bold+underline   16=yellow+bold         256=214+bold
        critical:  mono=reverse+bold     16=black/yellow+bold   256=16/208+bold
        unknown:   mono=underline        16=magenta             256=176
        stale:     mono=dim+underline    16=magenta+dim         256=139

        focus:     mono=reverse          16=bright-cyan+bold    256=117+bold
        selected:  mono=reverse          16=black/cyan          256=255/24
        key:       mono=bold             16=cyan+bold           256=117+bold
        key-off:   mono=dim              16=default+dim         256=242
        frozen:    mono=reverse+bold     16=black/cyan+bold     256=16/117+bold
        input:     mono=underline        16=bright-white+bold   256=255/238

        chart:     mono=normal           16=cyan                256=67
        source:    mono=bold             16=bright-blue+bold    256=110+bold
        bridge:    mono=bold             16=bright-white+bold   256=186+bold
        target:    mono=bold             16=bright-cyan+bold    256=80+bold
        consumers: mono=bold             16=magenta+bold        256=182+bold

        """
}
