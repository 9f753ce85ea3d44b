import Glibc

/// A folder for one bench, on the disk this program lies on: what is timed there is not timed in memory.
final class Folder {
    let path: String

    static let ofThisProgram: String = {
        var path = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let length = readlink("/proc/self/exe", &path, path.count)
        let own = String(decoding: path.prefix(max(0, length)), as: UTF8.self)
        return own.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 }
    }()

    init() {
        var template = Array("\(Self.ofThisProgram)/bench-XXXXXX".utf8CString)
        // Where none can be made nothing in it can be opened either, and whoever tries says so.
        path = mkdtemp(&template).map { String(cString: $0) } ?? ""
    }

    deinit {
        guard let folder = opendir(path) else { return }
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            unlink("\(path)/\(name)")
        }
        closedir(folder)
        rmdir(path)
    }

    /// Where it is.
    func write(_ text: String, to name: String) -> String {
        let path = "\(path)/\(name)"
        if let file = fopen(path, "w") {
            fputs(text, file)
            fclose(file)
        }
        return path
    }
}
