import Glibc
import Processes

/// A private folder with the socket on which orders are taken.
struct OrderFolder: Sendable {
    let path: String
    var socket: String { path + "/orders" }

    init() throws(SystemError) {
        path = try Self.make(in: Self.parent)
    }

    /// What is announced is one line of text, and the address of a socket is short.
    private static var parent: String {
        guard let wanted = getenv("TMPDIR").map({ String(cString: $0) }), wanted.hasPrefix("/"), wanted.utf8.count < 60,
            wanted.utf8.allSatisfy({ (0x20..<0x7f).contains($0) })
        else { return "/tmp" }
        return wanted
    }

    private static func make(in parent: String) throws(SystemError) -> String {
        var template = Array("\(parent)/switchback-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw SystemError("mkdtemp", about: parent) }
        return String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// With whatever the night's owner kept in it.
    func remove() {
        if let folder = opendir(path) {
            defer { closedir(folder) }
            while let entry = readdir(folder) {
                let name = withUnsafeBytes(of: entry.pointee.d_name) {
                    String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
                }
                unlink("\(path)/\(name)")
            }
        }
        rmdir(path)
    }
}
