import Glibc
import Processes

/// A folder for one test or bench, gone with it and with all that is in it.
public final class Scratch: Sendable {
    public let path: String

    public init(in parent: String = "/tmp") throws {
        var template = Array("\(parent)/switchback-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw SystemError("mkdtemp", about: parent) }
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    deinit { Self.removeAll(path) }

    /// Depth first; a link is removed rather than followed.
    private static func removeAll(_ path: String) {
        guard remove(path) != 0, errno == ENOTEMPTY || errno == EEXIST else { return }
        for name in names(in: path) { removeAll("\(path)/\(name)") }
        rmdir(path)
    }

    /// Where it is.
    @discardableResult
    public func write(_ text: String, to name: String) throws -> String {
        let file = "\(path)/\(name)"
        guard let stream = fopen(file, "we") else { throw SystemError("open", about: file) }
        defer { fclose(stream) }
        guard fputs(text, stream) >= 0 else { throw SystemError("write", about: file) }
        return file
    }

    /// Up to 4 MiB of it; nothing of a file that is not there.
    public func bytes(of name: String) -> [UInt8] {
        guard let stream = fopen("\(path)/\(name)", "re") else { return [] }
        defer { fclose(stream) }
        return [UInt8](unsafeUninitializedCapacity: 4 << 20) { buffer, count in
            count = fread(buffer.baseAddress, 1, buffer.count, stream)
        }
    }

    public var names: [String] { Self.names(in: path) }

    private static func names(in path: String) -> [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names
    }
}
