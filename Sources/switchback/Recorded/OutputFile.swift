import Glibc
import Processes

/// Where a command's result goes: a new file for this user alone, or standard output.
struct OutputFile {
    static let option = Arguments.Option(name: "output", value: "a file")

    /// Nil: standard output.
    private let file: (path: String, descriptor: Descriptor)?

    /// Nothing is overwritten: a post-mortem's evidence is not lost to a second try.
    init(_ path: String?) throws {
        guard let path, path != "-" else {
            file = nil
            return
        }
        if path.isEmpty { throw UsageError(message: "-o: expected a file's name", command: nil) }
        let number = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard number >= 0 else {
            let why =
                errno == EEXIST ? "it is there already; name another, or move it" : String(cString: strerror(errno))
            throw RecordedFileError(path: path, why: why)
        }
        file = (path, Descriptor(owning: number))
    }

    func write(_ bytes: [UInt8]) throws {
        guard let file else { return Output.lines(String(decoding: bytes, as: UTF8.self)) }
        do { try file.descriptor.write(bytes) } catch {
            // Half of it would be taken for all of it, and be in the way of another try.
            unlink(file.path)
            throw RecordedFileError(path: file.path, why: String(cString: strerror(error.code)))
        }
    }

    func write(_ text: String) throws { try write(Array(text.utf8)) }
}
