import Glibc
import Processes

func writeText(_ text: String, to path: String) throws(SystemError) {
    try writeBytes(Array(text.utf8), to: path)
}

func writeBytes(_ bytes: [UInt8], to path: String) throws(SystemError) {
    let number = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard number >= 0 else { throw SystemError("open", about: path) }
    try Descriptor(owning: number).write(bytes)
}

func readBytes(_ path: String, atMost limit: Int) throws(SystemError) -> [UInt8] {
    let number = open(path, O_RDONLY | O_CLOEXEC)
    guard number >= 0 else { throw SystemError("open", about: path) }
    let file = Descriptor(owning: number)
    var bytes: [UInt8] = []
    while bytes.count < limit, case .bytes(let more) = try file.read(atMost: min(64 << 10, limit - bytes.count)) {
        bytes += more
    }
    return bytes
}

func readText(_ path: String, atMost limit: Int) throws(SystemError) -> String {
    String(decoding: try readBytes(path, atMost: limit), as: UTF8.self)
}

func makeFolder(_ path: String) throws(SystemError) {
    guard mkdir(path, 0o700) == 0 else { throw SystemError("mkdir", about: path) }
}

/// The end of a log, for an error's text.
func lastLines(of path: String, _ count: Int = 12) -> String {
    let text = (try? readText(path, atMost: 4 << 20)) ?? ""
    return text.split(separator: "\n").suffix(count).joined(separator: "\n")
}

/// The name of some file in the folder, if there is one of this kind.
func firstFile(of folder: String, where isWanted: (String) -> Bool) -> String? {
    guard let listing = opendir(folder) else { return nil }
    defer { closedir(listing) }
    while let entry = readdir(listing) {
        let file = withUnsafePointer(to: &entry.pointee.d_name) { name in
            name.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if isWanted(file) { return file }
    }
    return nil
}
