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
    let converter = Converter(program: try standIn(script), largestPicture: 1 << 20)
    let error = #expect(throws: PictureError.self) { try converter.png(of: picture.text) }
    #expect(error?.description.contains(says) == true, "\(String(describing: error))")
}

@Test("a converter that hangs is ended in time, with what it started")
func hanging() throws {
    let folder = try temporaryFolder()
    let converter = Converter(
        program: try standIn("sleep 600 & echo $! >\(folder)/started; wait"), limit: .seconds(2))
    #expect(throws: PictureError.tookTooLong(converter.program, .seconds(2))) {
        try converter.png(of: String(repeating: "x", count: 1 << 20))
    }
    let started = contents(of: "\(folder)/started", inCheckout: false)
    #expect(isGone(try #require(Int32(started.dropLast()))))
}

/// A script in the place of the converter.
private func standIn(_ script: String) throws -> String {
    let path = try temporaryFolder() + "/converter"
    let file = try #require(fopen(path, "w"))
    fputs("#!/bin/sh\n\(script)\n", file)
    fclose(file)
    chmod(path, 0o700)
    return path
}

private func temporaryFolder() throws -> String {
    var name = Array("/tmp/shot-test-XXXXXX".utf8CString)
    return String(cString: try #require(mkdtemp(&name)))
}

/// Waits, within bounds, until there is no such process or only what is left of it.
private func isGone(_ process: Int32) -> Bool {
    for _ in 0..<500 {
        let state = contents(of: "/proc/\(process)/stat", inCheckout: false).split(separator: ")").last ?? ""
        if state.isEmpty || state.hasPrefix(" Z") { return true }
        usleep(10_000)
    }
    return false
}
