import Glibc
import Testing

/// Compares text with a file in Goldens. `RECORD_GOLDENS=1` writes the file instead, and fails the test that did, so
/// that no run passes on pictures nobody has looked at.
func expectGolden(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) {
    let folder = #filePath.split(separator: "/").dropLast().joined(separator: "/")
    let path = "/\(folder)/Goldens/\(name).txt"
    if getenv("RECORD_GOLDENS") != nil {
        mkdir("/\(folder)/Goldens", 0o755)
        guard let file = fopen(path, "w") else {
            Issue.record("cannot write \(path)", sourceLocation: sourceLocation)
            return
        }
        fputs(text, file)
        fclose(file)
        Issue.record(
            "recorded \(name): look at it, then run again without RECORD_GOLDENS", sourceLocation: sourceLocation)
        return
    }
    #expect(text == contents(of: path), "\(name) looks different", sourceLocation: sourceLocation)
}

func contents(of path: String) -> String {
    guard let file = fopen(path, "r") else { return "(there is no \(path))" }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
        let count = fread(&chunk, 1, chunk.count, file)
        if count == 0 { break }
        bytes += chunk.prefix(count)
    }
    return String(decoding: bytes, as: UTF8.self)
}

/// The folder of the checkout.
let checkout = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
