import Cockpit
import Glibc
import Processes
import TestSupport
import Testing

@testable import Shot

private let picture = SVGPicture(SampleFrames.night(), theme: .standard, depth: .full, caption: "night")

@Test("a PNG has the pixels its cells need, or whoever asked is told what to install")
func size() throws {
    do {
        let png = try PNGPicture.render(picture)
        func number(at place: Int) -> Int { png[place..<place + 4].reduce(0) { $0 << 8 | Int($1) } }
        #expect(String(decoding: png[12..<16], as: UTF8.self) == "IHDR")
        #expect(number(at: 16) == 120 * 9 + 18)
        #expect(number(at: 20) == 36 * 18 + 18)
    } catch {
        #expect(error == .noConverter("rsvg-convert"))
    }
}

@Test("without the converter the error says what to install and what does without it")
func absent() {
    let error = #expect(throws: PictureError.self) {
        try Converter(program: "no-such-converter").png(of: picture.text)
    }
    #expect(error == .noConverter("no-such-converter"))
    #expect(error?.description.contains("librsvg2-bin") == true && error?.description.contains(".svg") == true)
}

@Test(
    "a converter that fails, writes something else or writes without end is told of, and what it says is made safe",
    arguments: [
        ("echo first; printf 'bad \\033[31mfile\\n' >&2; exit 3", "exit 3: bad ␛[31mfile"),
        ("cat >/dev/null; echo hello", "is no PNG"), ("exec cat /dev/zero", "is over 1 MiB"), ("kill -9 $$", "SIGKILL"),
    ])
func failing(script: String, says: String) throws {
    let converter = Converter(program: "sh", arguments: ["-c", script], largestPicture: 1 << 20)
    let error = #expect(throws: PictureError.self) { try converter.png(of: picture.text) }
    #expect(error?.description.contains(says) == true, "\(String(describing: error))")
}

@Test("a converter that hangs is ended in time, with what it started")
func hanging() throws {
    let scratch = try Scratch()
    let script = "sleep 600 & echo $! >\(scratch.path)/started; wait"
    let converter = Converter(program: "sh", arguments: ["-c", script], limit: .seconds(2))
    // More than a pipe holds, and nobody reads it.
    let order = String(repeating: "x", count: 1 << 20)
    #expect(throws: PictureError.tookTooLong("sh", .seconds(2))) { try converter.png(of: order) }
    #expect(isGone(try #require(Int32(contents(of: "\(scratch.path)/started").dropLast()))))
}

@Test("the converter is told where programs and fonts are, and nothing else of the environment")
func environment() throws {
    let script = "env | cut -d= -f1 | tr '\\n' ' ' >&2; exit 1"
    let error = #expect(throws: PictureError.self) {
        try Converter(program: "sh", arguments: ["-c", script]).png(of: "")
    }
    guard case .failed(_, _, let said) = error else { return }
    let told = Set(said.split(separator: " ").map(String.init))
    #expect(told.contains("PATH"))
    // The last are the shell's own.
    #expect(told.isSubset(of: Converter.told + ["PWD", "OLDPWD", "SHLVL", "_"]), "\(told)")
}

/// Waits, within bounds, until there is no such process or only what is left of it.
private func isGone(_ process: Int32) -> Bool {
    for _ in 0..<500 {
        let state = contents(of: "/proc/\(process)/stat").split(separator: ")").last ?? ""
        if state.isEmpty || state.hasPrefix(" Z") { return true }
        usleep(10_000)
    }
    return false
}
