import Glibc

/// How a command ended, as the shell sees it. `status` and `check` use the first four as their answer.
enum ExitCode: Int32, Error {
    case good = 0
    case warning = 1
    case bad = 2
    case unknown = 3
    /// The command line makes no sense; as in sysexits.h.
    case usage = 64
    /// It could not do its work.
    case failed = 70
}

enum Output {
    static func line(_ text: String) {
        write(text + "\n", to: STDOUT_FILENO)
    }

    /// Text that has its line ends.
    static func lines(_ text: String) {
        write(text, to: STDOUT_FILENO)
    }

    /// Ends the program once nobody reads its output any more, though it has nothing to say.
    static func endIfUnread() {
        var output = pollfd(fd: STDOUT_FILENO, events: 0, revents: 0)
        if poll(&output, 1, 0) > 0, output.revents & Int16(POLLERR) != 0 { exit(EXIT_SUCCESS) }
    }

    /// For whoever waits at a terminal; no part of the program's answer.
    static func note(_ text: String) {
        write("switchback: \(text)\n", to: STDERR_FILENO)
    }

    static func error(_ text: String) {
        write("switchback: \(text)\n", to: STDERR_FILENO)
    }

    /// All of it, or as much as somebody reads: a closed pipe ends the program quietly, as it does any filter.
    private static func write(_ text: String, to descriptor: Int32) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                if errno == EAGAIN {
                    // Somebody else made this stream one that does not block.
                    var full = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    poll(&full, 1, -1)
                    continue
                }
                if errno == EPIPE { exit(EXIT_SUCCESS) }
                if descriptor == STDOUT_FILENO { error("standard output: \(String(cString: strerror(errno)))") }
                exit(ExitCode.failed.rawValue)
            }
            rest = rest.dropFirst(count)
        }
    }
}
