import Glibc
import Testing

/// A folder that is gone with the test.
final class Scratch {
    let path: String

    init() throws {
        var template = Array("/tmp/switchback-test-XXXXXX".utf8CString)
        path = String(cString: try #require(mkdtemp(&template)))
    }

    deinit {
        if let folder = opendir(path) {
            while let entry = readdir(folder) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                unlink("\(path)/\(name)")
            }
            closedir(folder)
        }
        rmdir(path)
    }

    func write(_ text: String, to name: String) throws -> String {
        let path = "\(path)/\(name)"
        let file = try #require(fopen(path, "w"))
        defer { fclose(file) }
        fputs(text, file)
        return path
    }

    func bytes(of name: String) -> [UInt8] {
        guard let file = fopen("\(path)/\(name)", "r") else { return [] }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 22)
        let count = fread(&bytes, 1, bytes.count, file)
        return Array(bytes.prefix(count))
    }
}
