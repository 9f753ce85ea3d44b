import Archive
import BlackBox
import Cockpit
import Night
import Planfile
import Probes

/// A recorded night on the screens it was seen on.
enum ReplayCommand {
    static let options = [
        RecordedFile.at, RecordedFile.wave, Arguments.Option(name: "plan", value: "another plan"),
        RecordedFile.anonymise,
    ]

    static func run(_ arguments: Arguments) throws -> ExitCode {
        let options = try ScreenOptions(arguments)
        let file = try RecordedFile(arguments)
        if let other = arguments.text("plan") { return try OverlaidPlan(other, over: file).run() }
        switch options.manner {
        case .headless(let frames): return try headless(file, options, frames: frames, from: arguments.text("at"))
        case .plain: return try plain(file)
        case .screen:
            guard file.anonymiser == nil else {
                throw UsageError(
                    message: "--anonymise is for --headless, --plain, shot, report and export", command: "replay")
            }
            let first = try file.picture(at: nil)
            let terminal: Terminal
            do throws(TerminalError) { terminal = try Terminal(theme: options.theme) } catch {
                Output.error("\(error): going on with plain lines (--plain)")
                return try plain(file)
            }
            let loop = ReplayLoop(file.past, file.timeline, first: first, terminal, options)
            return loop.run(
                from: try arguments.text("at").map { try file.moment($0) }, wave: try file.wavePlace(in: first))
        }
    }

    /// So many frames, equally far apart from the first picture to the last; or from a time on, one after the other.
    private static func headless(
        _ file: RecordedFile, _ options: ScreenOptions, frames: Int, from time: String?
    ) throws -> ExitCode {
        let (first, last) = (file.timeline.first.moment, file.timeline.last.moment)
        var next: Stamp? = try time.map { try file.picture(at: $0).at }
        for number in 1...frames {
            let shown: Snapshot
            if time != nil {
                guard let stamp = next, let picture = try file.night.picture(at: stamp.moment) else { return .good }
                shown = try file.shown(picture)
                next = try file.night.pictureStamp(after: stamp.moment)
            } else {
                let moment = first + (last - first) * (number - 1) / max(frames - 1, 1)
                guard let picture = try file.night.picture(at: moment) else { continue }
                shown = try file.shown(picture)
            }
            Output.line("-- frame \(number) of \(frames), \(Spelling.clock(shown.at.wall))Z")
            Output.lines(try file.frame(of: shown, options).text)
        }
        return .good
    }

    private static func plain(_ file: RecordedFile) throws -> ExitCode {
        var reporter = PlainReporter()
        try file.eachPicture { _, picture in
            for line in reporter.lines(for: picture) { Output.line(line) }
            Output.endIfUnread()
        }
        return .good
    }
}
