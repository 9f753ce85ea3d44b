import Dispatch
import Glibc
import Processes
import Synchronization

/// Listens on 127.0.0.1 and is no Kafka broker: it says one thing to whoever says anything and hangs up, or
/// nothing at all.
public final class StubServer: Sendable {
    public static let http = Array("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n".utf8)
    /// TLS 1.2, fatal, unexpected message: what a TLS port answers to plain text.
    public static let tlsAlert: [UInt8] = [0x15, 3, 3, 0, 2, 2, 10]

    public let address: String
    private let listener: Descriptor
    private let open = Mutex<[Descriptor]>([])
    private let heard = Mutex<[UInt8]>([])
    private let ended = Atomic(false)

    public init(answering answer: [UInt8]?) throws {
        listener = Descriptor(owning: socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0))
        var loopback = sockaddr_in()
        loopback.sin_family = sa_family_t(AF_INET)
        loopback.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &loopback) { [number = listener.number] pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(number, address, length) == 0 && listen(number, 64) == 0
                    && getsockname(number, address, &length) == 0
            }
        }
        guard bound else { throw SystemError("bind", about: "127.0.0.1") }
        address = "127.0.0.1:\(UInt16(bigEndian: loopback.sin_port))"
        DispatchQueue(label: "stub").async { [self] in serve(answer) }
    }

    public var isConnected: Bool { open.withLock { !$0.isEmpty } }

    /// Everything it was sent.
    public var received: String { String(decoding: heard.withLock { $0 }, as: UTF8.self) }

    /// The serving thread keeps it alive until then.
    public func end() {
        ended.store(true, ordering: .releasing)
    }

    private func serve(_ answer: [UInt8]?) {
        while !ended.load(ordering: .acquiring) {
            let connections = open.withLock { $0 }
            var polled = ([listener] + connections).map {
                pollfd(fd: $0.number, events: Int16(POLLIN), revents: 0)
            }
            guard poll(&polled, nfds_t(polled.count), 20) > 0 else { continue }
            for (index, connection) in connections.enumerated() where polled[index + 1].revents != 0 {
                take(from: connection, answer)
            }
            guard polled[0].revents != 0 else { continue }
            let number = accept(listener.number, nil, nil)
            guard number >= 0 else { continue }
            _ = fcntl(number, F_SETFD, FD_CLOEXEC)
            open.withLock { $0.append(Descriptor(owning: number)) }
        }
        open.withLock { $0 = [] }
    }

    private func take(from connection: Descriptor, _ answer: [UInt8]?) {
        guard case .bytes(let bytes) = try? connection.read(atMost: 1 << 16) else {
            return open.withLock { $0.removeAll { $0.number == connection.number } }
        }
        heard.withLock { $0 += bytes }
        guard let answer else { return }
        _ = send(connection.number, answer, answer.count, Int32(MSG_NOSIGNAL))
        open.withLock { $0.removeAll { $0.number == connection.number } }
    }
}
