import Glibc
import Processes

/// A port of 127.0.0.1 that the system picked.
enum Loopback {
    static func listen() throws -> (listener: Descriptor, address: String) {
        let listener = Descriptor(
            owning: socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0))
        var loopback = sockaddr_in()
        loopback.sin_family = sa_family_t(AF_INET)
        loopback.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &loopback) { [number = listener.number] pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(number, address, length) == 0 && Glibc.listen(number, 64) == 0
                    && getsockname(number, address, &length) == 0
            }
        }
        guard bound else { throw SystemError("bind", about: "127.0.0.1") }
        return (listener, "127.0.0.1:\(UInt16(bigEndian: loopback.sin_port))")
    }
}
