import Cockpit
import Night
import RealKafka
import Shot

/// One moment of a recorded night, as a picture.
enum ShotCommand {
    static let options = [RecordedFile.at, RecordedFile.wave, OutputFile.option, RecordedFile.anonymise]

    static func run(_ arguments: Arguments) throws -> ExitCode {
        let options = try ScreenOptions(arguments)
        let path = arguments.text("output")
        let isPNG = path?.hasSuffix(".png") ?? false
        if let path, !isPNG, !path.hasSuffix(".svg"), !path.hasSuffix(".txt") {
            throw UsageError(
                message: "-o \(path.madeVisible): expected a name ending in .svg, .png or .txt", command: "shot")
        }
        let file = try RecordedFile(arguments)
        let shown = try file.picture(at: arguments.text("at"))
        let frame = try file.frame(of: shown, options)
        let time = Spelling.clock(shown.at.wall)
        let picture = SVGPicture(
            frame, theme: options.theme, depth: ColourDepth(colours: 256, noColour: currentEnvironment()["NO_COLOR"]),
            caption: "night \(shown.night), screen \(options.screen.word), \(time)Z")
        if isPNG {
            let bytes = try PNGPicture.render(picture)
            try OutputFile(path).write(bytes)
        } else {
            try OutputFile(path).write(path?.hasSuffix(".txt") == true ? frame.text : picture.text)
        }
        return .good
    }
}
