import Glibc
import Processes

/// The two ends of a socket in the file system. One order is one connection: a line there, and back a line that says
/// whether it was done, with more text after it.
enum OrderSocket {
    /// Longer orders are not taken.
    static let orderLimit = 1_024
    /// Longer answers are cut.
    static let answerLimit = 16_384
    /// How long the other end may be silent in the middle of a line.
    static let lineTime = timeval(tv_sec: 2, tv_usec: 0)

    static func listen(at path: String) throws(SystemError) -> Descriptor {
        let descriptor = try open(path)
        try withAddress(of: path) { address, length in Glibc.bind(descriptor.number, address, length) }
        guard Glibc.listen(descriptor.number, 8) == 0 else { throw SystemError("listen", about: path) }
        return descriptor
    }

    static func connect(to path: String) throws(SystemError) -> Descriptor {
        let descriptor = try open(path)
        try withAddress(of: path) { address, length in Glibc.connect(descriptor.number, address, length) }
        return descriptor
    }

    /// Nil: it listens no longer.
    static func accept(on listener: Descriptor) -> Descriptor? {
        while true {
            let number = Glibc.accept(listener.number, nil, nil)
            if number >= 0 {
                let connection = Descriptor(owning: number)
                _ = fcntl(number, F_SETFD, FD_CLOEXEC)
                return connection
            }
            guard errno == EINTR || errno == ECONNABORTED || errno == EMFILE else { return nil }
            if errno == EMFILE { usleep(100_000) }
        }
    }

    /// A read or write that takes longer fails.
    static func limit(_ descriptor: Descriptor, reading: timeval, writing: timeval = lineTime) {
        for (option, limit) in [(SO_RCVTIMEO, reading), (SO_SNDTIMEO, writing)] {
            var limit = limit
            setsockopt(descriptor.number, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
        }
    }

    /// All of it; unlike a plain write, to nobody it is an error and no signal.
    static func send(_ bytes: [UInt8], on descriptor: Descriptor) throws(SystemError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(descriptor.number, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count >= 0 {
                rest.removeFirst(count)
            } else if errno != EINTR {
                throw SystemError("send", about: "order socket")
            }
        }
    }

    /// Whether somebody is still at the other end.
    static func isConnected(_ descriptor: Descriptor) -> Bool {
        var byte: UInt8 = 0
        let count = recv(descriptor.number, &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT))
        return count > 0 || (count < 0 && errno == EAGAIN)
    }

    private static func open(_ path: String) throws(SystemError) -> Descriptor {
        let number = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard number >= 0 else { throw SystemError("socket", about: path) }
        return Descriptor(owning: number)
    }

    private static func withAddress(
        of path: String, _ call: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) throws(SystemError) {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
            throw SystemError("socket", about: path, code: ENAMETOOLONG)
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let code = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                call($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard code == 0 else { throw SystemError("order socket", about: path) }
    }
}
