import Glibc
import Processes

/// A free port of 127.0.0.1, kept free for one broker: bound and never listening. Java binds its listening sockets
/// with SO_REUSEADDR and so gets the port beside this socket; nobody else does, and neither is it handed out to an
/// outgoing connection, also while the broker is down.
final class HeldPort: Sendable {
    let number: UInt16
    private let holder: Descriptor

    init() throws(SystemError) {
        holder = try tcpSocket()
        var yes: Int32 = 1
        setsockopt(holder.number, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        let (bound, port) = withLoopback(port: 0) { [holder] address, length in
            bind(holder.number, address, length) == 0 && getsockname(holder.number, address, &length) == 0
        }
        guard bound else { throw SystemError("bind", about: "a port of 127.0.0.1") }
        number = port
    }
}

func tcpSocket() throws(SystemError) -> Descriptor {
    let number = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard number >= 0 else { throw SystemError("socket", about: "a socket") }
    return Descriptor(owning: number)
}

/// What the body answered, and the port the address holds after it.
func withLoopback<Answer>(
    port: UInt16, _ body: (UnsafeMutablePointer<sockaddr>, inout socklen_t) -> Answer
) -> (Answer, UInt16) {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let answer = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, &length) }
    }
    return (answer, UInt16(bigEndian: address.sin_port))
}
