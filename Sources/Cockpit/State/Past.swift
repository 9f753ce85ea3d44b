public import Night

/// Looking at what was instead of what is.
struct Past: Sendable, Equatable {
    enum Use: Sendable {
        /// Of the night that goes on behind it, and whose way back stays in reach.
        case stepBack
        /// Of a recording: there is no night behind it.
        case replay
    }

    let use: Use
    var picture: Snapshot?
    /// Nil: the picture is frozen, and nothing is recorded that one could go back to.
    var playhead: Playhead?
    /// A time to go to, as it is being typed.
    var typedTime: String?
    /// When it was last asked how far the record goes, on the clock of who looks on.
    var asked: Moment?

    /// The record grows while it is looked at.
    static let askEvery = Duration.seconds(1)

    static let isRecording = "a recording: nothing can be done in it"
    static let isPast = "you are looking at the past: SPACE returns to live"
}

/// For the owner of the record, who answers what the past asks for.
extension CockpitView {
    /// The past is looked at, of a night that goes on or in a recording.
    public var looksBack: Bool { past != nil }

    /// The picture that is looked at instead of the live one.
    public var pastPicture: Snapshot? { past?.picture }

    /// The same screen as it was live: of the same picture it makes the frame that was drawn then.
    public var withoutPast: CockpitView {
        var view = self
        view.past = nil
        view.flash = nil
        return view
    }

    /// How far the record goes, and what is marked in it: the answer to `PastRequest.timeline`.
    public mutating func learn(_ timeline: Timeline) {
        guard var past else { return }
        if past.playhead == nil {
            past.playhead = Playhead(timeline, shown: past.picture?.at)
        } else {
            _ = past.playhead?.input(.learned(timeline))
        }
        self.past = past
    }

    /// The answer to a request for a picture; nil: there is none. One that comes after the return to live is dropped.
    public mutating func showPast(_ picture: Snapshot?, for request: PastRequest) {
        guard past != nil else { return }
        guard past?.playhead != nil else {
            flash = "nothing is recorded yet: the picture is only frozen"
            return
        }
        if let picture { past?.picture = picture }
        _ = past?.playhead?.input(.found(picture?.at, request))
        if let says = past?.playhead?.says { flash = says }
    }

    /// Time went by for who looks on: what plays goes on, and what has grown is looked at again. To be called when
    /// `nextChange` says so.
    public mutating func tick(at now: Moment) -> [CockpitAction] {
        guard let past, let playhead = past.playhead else { return [] }
        var actions: [CockpitAction] = []
        let asked = past.asked ?? now
        if now - asked >= Past.askEvery { actions.append(.look(.timeline)) }
        self.past?.asked = actions.isEmpty ? asked : now
        if playhead.nextTick(after: now) != nil { actions += steer(.tick(now)) }
        return actions
    }

    public mutating func look(at moment: Moment) -> [CockpitAction] {
        guard let here = past?.playhead?.moment else { return [] }
        return steer(.skip(moment - here))
    }

    /// When the past is to be ticked.
    func nextTick(after now: Moment) -> Moment? {
        guard let past, let playhead = past.playhead else { return nil }
        let asks = max((past.asked ?? now) + Past.askEvery, now + .milliseconds(1))
        return min(playhead.nextTick(after: now) ?? asks, asks)
    }

    mutating func steer(_ input: Playhead.Input) -> [CockpitAction] {
        let request = past?.playhead?.input(input)
        if let says = past?.playhead?.says { flash = says }
        return request.map { [.look($0)] } ?? []
    }
}

/// Keys that move through the past. None of them acts.
extension CockpitView {
    /// Nil: the key means the same here as in the live picture.
    mutating func pressInPast(_ key: Key) -> [CockpitAction]? {
        guard let past, past.playhead != nil else { return nil }
        switch key {
        case .left: return steer(.step(.back))
        case .right: return steer(.step(.forward))
        case .character(let scalar): return pressInPast(scalar, past.use)
        default: return nil
        }
    }

    private mutating func pressInPast(_ scalar: Unicode.Scalar, _ use: Past.Use) -> [CockpitAction]? {
        switch scalar {
        case " " where use == .replay: steer(.playOrPause)
        case "p": steer(.playOrPause)
        case ",": steer(.slower)
        case ".": steer(.faster)
        case "[": steer(.skip(.seconds(-10)))
        case "]": steer(.skip(.seconds(10)))
        case "{": steer(.skip(.seconds(-60)))
        case "}": steer(.skip(.seconds(60)))
        case "n": steer(.mark(.forward, redsOnly: true))
        case "N": steer(.mark(.back, redsOnly: true))
        case "e": steer(.mark(.forward, redsOnly: false))
        case "E": steer(.mark(.back, redsOnly: false))
        case ":": startTime()
        default: nil
        }
    }

    private mutating func startTime() -> [CockpitAction] {
        past?.typedTime = ""
        return []
    }

    /// Freezes the picture, which is the first step back, or returns to live.
    mutating func freezeOrReturn(_ live: Snapshot) -> [CockpitAction] {
        guard past == nil else {
            past = nil
            return []
        }
        past = Past(use: .stepBack, picture: live)
        return hasRecord ? [.look(.timeline)] : []
    }

    mutating func type(_ key: Key, intoTime text: String) -> [CockpitAction] {
        var text = text
        switch key {
        case .enter:
            past?.typedTime = nil
            return text.isEmpty ? [] : steer(.jump(text))
        case .escape:
            past?.typedTime = nil
            return []
        case .backspace: text = String(text.unicodeScalars.dropLast())
        case .control("u"): text = ""
        case .character(let scalar): text.unicodeScalars.append(scalar)
        case .pasted(let pasted): text += withoutControls(pasted)
        default: break
        }
        past?.typedTime = String(String.UnicodeScalarView(text.unicodeScalars.prefix(TypedTime.longest)))
        return []
    }
}
