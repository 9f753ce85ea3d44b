import Glibc
import Night
import Probes

/// The only place the program waits: until one of the descriptors has something, or the moment has come.
func wait(for descriptors: [Int32], until moment: Moment) {
    let left = moment - SystemClock.moment()
    let milliseconds = Int32(clamping: (left.inNanoseconds + 999_999) / 1_000_000)
    var polled = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    _ = poll(&polled, nfds_t(polled.count), max(0, milliseconds))
}

/// The path of the running program, to start its probes from.
func runningProgram() -> String {
    var path = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let length = readlink("/proc/self/exe", &path, path.count)
    return length > 0 ? String(decoding: path.prefix(length), as: UTF8.self) : CommandLine.arguments[0]
}
