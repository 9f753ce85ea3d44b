import Glibc
import Night
import Processes

/// A picture as PNG, drawn by librsvg's own program from the SVG.
public enum PNGPicture {
    /// Waits for that program, within bounds.
    public static func render(_ picture: SVGPicture) throws(PictureError) -> [UInt8] {
        try Converter().png(of: picture.text)
    }
}

/// The program that draws, run as a child that is gone when this returns, whatever it did.
struct Converter {
    var program = "rsvg-convert"
    var arguments = ["--format", "png"]
    var limit = Duration.seconds(60)
    var largestPicture = 64 << 20

    private static let largestRead = 1 << 20
    private static let mostLastWords = 4_096
    private static let signature: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
    /// All that it is told of this process's environment: where programs and fonts are.
    static let told = [
        "PATH", "HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "FONTCONFIG_FILE", "FONTCONFIG_PATH",
    ]

    func png(of svg: String) throws(PictureError) -> [UInt8] {
        // A converter that reads no more must not end this process.
        signal(SIGPIPE, SIG_IGN)
        let deadline = ContinuousClock.now + limit
        var child = try start()
        defer {
            child.signal(SIGKILL)
            _ = child.wait(atMost: .seconds(1))
        }
        let said = try talk(with: &child, saying: Array(svg.utf8), until: deadline)
        guard let exit = child.wait(atMost: max(.zero, deadline - .now)) else { throw .tookTooLong(program, limit) }
        guard exit == .code(0) else { throw .failed(program, exit, said: Self.lastLine(said.errors)) }
        guard said.output.starts(with: Self.signature) else { throw .noPicture(program) }
        return said.output
    }

    private func start() throws(PictureError) -> Child {
        let environment = Launch.inheritedEnvironment().filter { Self.told.contains($0.key) }
        do {
            return try Child(
                Launch(program, arguments, environment: environment, input: .pipe, output: .pipe, errors: .pipe))
        } catch {
            throw error.code == ENOENT ? .noConverter(program) : .system(error)
        }
    }

    /// Gives it the order and takes what it answers, until it has closed both its outputs.
    private func talk(
        with child: inout Child, saying order: [UInt8], until deadline: ContinuousClock.Instant
    ) throws(PictureError) -> (output: [UInt8], errors: [UInt8]) {
        var (output, errors) = (child.output, child.errors)
        for descriptor in [child.input, output, errors] { descriptor?.setNonBlocking() }
        var unwritten = order[...]
        var said: (output: [UInt8], errors: [UInt8]) = ([], [])
        while output != nil || errors != nil {
            let left = deadline - .now
            guard left > .zero else { throw .tookTooLong(program, limit) }
            Self.await(reading: [output, errors], writing: child.input, atMost: left)
            // One that reads no more says why by how it ends.
            if let input = child.input { unwritten = (try? input.writeWhatFits(unwritten)) ?? [] }
            if unwritten.isEmpty { child.closeInput() }
            said.output += output.takeBytes(atMost: Self.largestRead)
            said.errors = (said.errors + errors.takeBytes(atMost: Self.largestRead)).suffix(Self.mostLastWords)
            guard said.output.count <= largestPicture else { throw .tooLarge(program, limit: largestPicture) }
        }
        return said
    }

    private static func await(reading: [Descriptor?], writing: Descriptor?, atMost limit: Duration) {
        var watched = reading.compactMap { $0 }.map { pollfd(fd: $0.number, events: Int16(POLLIN), revents: 0) }
        if let writing { watched.append(pollfd(fd: writing.number, events: Int16(POLLOUT), revents: 0)) }
        poll(&watched, nfds_t(watched.count), Int32(clamping: limit.inNanoseconds / 1_000_000 + 1))
    }

    private static func lastLine(_ bytes: [UInt8]) -> String {
        let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
        return String((lines.last ?? "").prefix(300)).madeVisible
    }
}
