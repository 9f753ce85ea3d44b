import Glibc
import Processes
import Synchronization

/// A temporary folder, and a shell that outlives this process. When this process ends its keeper or dies, be it by
/// SIGKILL, the shell reads the end of its input, kills every process that carries the mark and removes the folder.
///
/// It looks for the mark rather than for process ids told to it: no process is missed because this one died before
/// it could tell, and none is hit because an id went to somebody else.
final class Keeper: Sendable {
    let folder: String
    /// An argument for every Java process started under this keeper.
    let mark: String
    private let shell: Mutex<Child>

    init(in parent: String) throws(SystemError) {
        let mark = "-Dswitchback.kept=" + String(UInt64.random(in: .min ... .max), radix: 16)
        let folder = try Self.temporaryFolder(in: parent)
        self.mark = mark
        self.folder = folder
        try writeText(mark, to: folder + "/kept")
        var environment = currentEnvironment()
        environment["KEPT_FOLDER"] = folder
        shell = Mutex(
            try Child(Launch("/bin/sh", ["-c", Self.script], environment: environment, directory: "/", input: .pipe)))
    }

    private static func temporaryFolder(in parent: String) throws(SystemError) -> String {
        var template = Array((parent + "/switchback-kafka-XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else { throw SystemError("mkdtemp", about: parent) }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The mark is read from a file, for on grep's command line it would find itself. Two empty looks in a row:
    /// a process being started bears its parent's command line for a moment.
    private static let script = """
        trap '' HUP INT TERM
        while read -r line; do :; done
        looks=0 empty=0
        while [ $empty -lt 2 ] && [ $looks -lt 100 ]; do
            looks=$((looks + 1)) empty=$((empty + 1))
            for line in $(grep -lsF -f "$KEPT_FOLDER/kept" /proc/[0-9]*/cmdline); do
                process=${line#/proc/}
                kill -9 "${process%/cmdline}" && empty=0
            done
            sleep 0.1
        done
        rm -rf -- "${KEPT_FOLDER:?}"
        """

    /// The way of a good day and of a bad one is the same.
    func end() async {
        shell.withLock { $0.closeInput() }
        // A cancelled test cleans up all the same, so this wait must not end early.
        await Task { [self] in
            _ = try? await Deadline.waiting(atMost: .seconds(15)) { shell.withLock { $0.reap() } != nil }
        }.value
    }
}
