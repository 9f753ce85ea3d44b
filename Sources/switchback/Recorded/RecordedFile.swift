import Archive
import BlackBox
import Cockpit
import Night
import Planfile
import Report

/// A night file, opened for the commands of the morning after.
struct RecordedFile {
    let path: String
    let night: RecordedNight
    let past: RecordedPast
    let timeline: Timeline
    /// Nil: names are as they are.
    let anonymiser: Anonymiser?
    /// Whose ladder, gates and steps are shown, as it was asked for, or whose red was; nil: the first's.
    private let wave: String?

    static let at = Arguments.Option(name: "at", value: "a time, or red")
    static let wave = Arguments.Option(name: "wave", value: "a wave's name")
    static let anonymise = Arguments.Option(name: "anonymise", value: nil)

    init(_ arguments: Arguments) throws {
        path = arguments.operands[0]
        night = try RecordedNight(path: path)
        wave = try arguments.text("wave") ?? (arguments.text("at") == "red" ? Self.firstRed(in: night) : nil)
        past = RecordedPast(night)
        guard let timeline = try past.timeline() else {
            throw RecordedFileError(path: path, why: "nothing is recorded in it: no event and no picture")
        }
        self.timeline = timeline
        anonymiser = arguments.has("anonymise") ? Anonymiser(try Self.names(in: night, timeline)) : nil
    }

    /// At a time as a person writes it, or `red`; without one, the last.
    func picture(at time: String?) throws -> Snapshot {
        let moment = try time.map { try self.moment($0) } ?? timeline.last.moment
        guard let picture = try night.picture(at: min(max(moment, timeline.first.moment), timeline.last.moment)) else {
            throw RecordedFileError(
                path: path,
                why: try night.span == nil
                    ? "nothing was shown in this night: there is no picture in it" : "no picture from then")
        }
        return try shown(picture)
    }

    func moment(_ time: String) throws -> Moment {
        if time == "red" {
            guard let red = timeline.marks.first(where: { $0.kind == .red }) else {
                throw RecordedFileError(path: path, why: "nothing turned red in this night")
            }
            return try night.pictureStamp(after: red.at.moment)?.moment ?? red.at.moment
        }
        do throws(UnclearTime) { return try timeline.moment(time, from: timeline.first.moment) } catch {
            throw UsageError(message: "--at \(time.madeVisible): \(error)", command: nil)
        }
    }

    func shown(_ picture: Snapshot) throws -> Snapshot { try anonymiser.map { try $0.anonymised(picture) } ?? picture }

    /// A picture as it was drawn live, on a screen and for a wave.
    func frame(of picture: Snapshot, _ options: ScreenOptions) throws -> Frame {
        var view = CockpitView(screen: options.screen)
        for _ in 0..<(try wavePlace(in: picture)) { _ = view.press(.character("l"), snapshot: picture) }
        return Cockpit.frame(of: picture, view: view, size: options.size, glyphs: options.glyphs)
    }

    private static func firstRed(in night: RecordedNight) throws -> String? {
        for stored in try night.events { if case .trigger(let wave, _, .red, _) = stored.event { return wave } }
        return nil
    }

    /// Of the wave that is shown.
    func wavePlace(in picture: Snapshot) throws -> Int {
        let names = picture.waves.map(\.plan.name)
        guard let wave else { return 0 }
        if let place = names.firstIndex(of: shown(wave)) { return place }
        let known = names.joined(separator: ", ")
        throw UsageError(message: "--wave \(wave.madeVisible): the night has \(known.madeVisible)", command: nil)
    }

    func shown(_ text: String) -> String { anonymiser?.anonymised(text) ?? text }

    /// Every picture in order.
    func eachPicture(_ take: (Stamp, Snapshot) throws -> Void) throws {
        var stamp: Stamp? = timeline.first
        while let at = stamp {
            if let picture = try night.picture(at: at.moment) { try take(at, try shown(picture)) }
            stamp = try night.pictureStamp(after: at.moment)
        }
    }

    /// As many as a night of a thousand names has in it; what came and went between two of these was measured, and is
    /// known by that.
    private static let looks = 64

    private static func names(
        in night: RecordedNight, _ timeline: Timeline
    ) throws -> [(kind: Anonymiser.Kind, name: String)] {
        var names: [(kind: Anonymiser.Kind, name: String)] = []
        let whole = timeline.last.moment - timeline.first.moment
        for look in 0...looks {
            let moment = timeline.first.moment + whole * look / looks
            if let picture = try night.picture(at: moment) { names += Anonymiser.names(in: picture) }
        }
        names += try night.names(of: .groups).map { (.group, $0) } + night.names(of: .topics).map { (.topic, $0) }
        for plan in night.planTexts.compactMap({ $0.text }) {
            let bridges = Planfile.parse(bytes: Array(plan.utf8), secrets: .unneeded).plan?.bridges ?? []
            names += bridges.flatMap { Anonymiser.names(in: $0) }
        }
        for stored in try night.events { names += Anonymiser.names(in: stored.event) }
        return names
    }
}

struct RecordedFileError: Error, CustomStringConvertible {
    let path: String
    let why: String

    var description: String { "\(path.madeVisible): \(why)" }
}
