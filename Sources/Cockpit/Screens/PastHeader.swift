import Night

/// The first line while the past is looked at: nobody may take it for the present.
extension Painter {
    var isSteppedBack: Bool { view.past?.playhead != nil && !view.isReplay }

    mutating func paintPastHeader() {
        var pen = Pen(row: 0, columns: 1..<size.columns)
        if size.columns >= 100 {
            write("NIGHT ", .dim, with: &pen)
            write(snapshot.night, .header, width: min(snapshot.night.cellWidth, size.columns / 4), with: &pen)
            write("  ", with: &pen)
        }
        write(pastWords, with: &pen)
        write("  ", with: &pen)
        if view.isReplay {
            write(mode, with: &pen)
            paintWaveName(with: &pen)
            paintFreshness(row: 0, from: pen.column + 2)
            return
        }
        write(liveWords, with: &pen)
        writeWhole("  live \(Spelling.clock(live.at.wall))Z", .dim, with: &pen)
        if pen.room > 24 { paintWaveName(with: &pen) }
    }

    var pastWords: [Phrase] {
        let past = "\(glyphs.back) THE PAST \(Spelling.clock(snapshot.at.wall))Z \(glyphs.dot) "
        if view.isReplay { return [Phrase(" \(past)replay ", .frozen)] }
        let age = Spelling.span(max(.zero, live.at.moment - snapshot.at.moment)).full
        return [Phrase(" \(past)\(age) ago \(glyphs.dot) SPACE live ", .frozen)]
    }

    /// What goes on meanwhile: the reds first. Behind a recording nothing does.
    var liveWords: [Phrase] {
        if view.isReplay { return [] }
        let reds = Tally(live.findings).reds
        var words = reds > 0 ? [Phrase("\(glyphs.critical) LIVE: \(reds) RED", .critical), Phrase("  ")] : []
        switch live.command?.recording {
        case .recording: words.append(Phrase("\(glyphs.recording)REC", .notice))
        case .thin: words.append(Phrase("\(glyphs.warning) REC", .warning))
        case .failing: words.append(Phrase("\(glyphs.critical) REC", .critical))
        case nil: break
        }
        return words
    }
}
