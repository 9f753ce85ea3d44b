import Archive
import BlackBox
import Cockpit
import Night
import Report

/// The post-mortem of a recorded night.
enum ReportCommand {
    static let options = [OutputFile.option, RecordedFile.anonymise]

    static func run(_ arguments: Arguments) throws -> ExitCode {
        let file = try RecordedFile(arguments)
        let path = arguments.text("output")
        let isPage = path.map { $0.hasSuffix(".html") || $0.hasSuffix(".htm") } ?? false
        if let path, !isPage, !path.hasSuffix(".md") {
            throw UsageError(
                message: "-o \(path.madeVisible): expected a name ending in .html or .md", command: "report")
        }
        let story = try story(of: file)
        let output = try OutputFile(path)
        try output.write(isPage ? PageReport(story).text() : MarkdownReport(story).text())
        return .good
    }

    private static func story(of file: RecordedFile) throws -> NightStory {
        var teller = StoryTeller(
            night: file.shown(file.night.night), first: file.timeline.first, last: file.timeline.last)
        var events = try file.night.events[...]
        func tell(until moment: Moment?) throws {
            while let stored = events.first, moment.map({ stored.at.moment <= $0 }) ?? true {
                let event = try file.anonymiser.map { try $0.anonymised(stored.event) } ?? stored.event
                teller.take(event, at: stored.at, missingBefore: stored.missingBefore)
                events = events.dropFirst()
            }
        }
        try file.eachPicture { stamp, picture in
            try tell(until: stamp.moment)
            teller.take(picture)
        }
        try tell(until: nil)
        for gap in try file.night.gaps { teller.take(gapFrom: gap.from, to: gap.to, why: file.shown(gap.why)) }
        teller.take(record: try worth(of: file))
        return teller.finished()
    }

    private static func worth(of file: RecordedFile) throws -> String {
        switch try Verification.verify(path: file.path) {
        case .intact(let intact):
            "the record is intact: \(intact.events.counted("event")) under \(intact.commanders.counted("commander")), "
                + (intact.seal.map { "sealed \(Spelling.clock($0.at))Z as \($0.hash)" } ?? "not sealed")
                + (intact.previous.map { "; it goes on from \($0.file), sealed as \($0.hash)" } ?? "")
        case .broken(let broken): "THE RECORD IS BROKEN at \(broken.row): \(broken.why); nothing after it is proved"
        }
    }
}
