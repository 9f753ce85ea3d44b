import Dispatch
import Glibc
import Processes
import Synchronization

/// Listens on 127.0.0.1 and is no Kafka broker: it answers whatever it is sent and hangs up, or says nothing at all.
public final class StubServer: Sendable {
    public static let http = Array("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n".utf8)
    /// TLS 1.2, fatal, unexpected message: what a TLS port answers to plain text.
    public static let tlsAlert: [UInt8] = [0x15, 3, 3, 0, 2, 2, 10]

    /// One whole HTTP answer; `headers` end in a newline each.
    public static func answer(_ status: String, _ headers: String = "", body: some Sequence<UInt8>) -> [UInt8] {
        let body = Array(body)
        return Array("HTTP/1.1 \(status)\r\nContent-Length: \(body.count)\r\n\(headers)\r\n".utf8) + body
    }

    public static func answer(_ status: String, _ headers: String = "", body: String = "") -> [UInt8] {
        answer(status, headers, body: body.utf8)
    }

    public let address: String
    private let hangsUp: Bool
    private let listener: Descriptor
    private let open = Mutex<[Descriptor]>([])
    private let heard = Mutex<[UInt8]>([])
    private let accepted = Atomic(0)
    private let ended = Atomic(false)

    public convenience init(answering answer: [UInt8]?) throws {
        try self.init { _ in answer }
    }

    /// `answer`: to what one reading of a connection brought; nil: nothing.
    public init(hangsUp: Bool = true, _ answer: @escaping @Sendable (String) -> [UInt8]?) throws {
        self.hangsUp = hangsUp
        (listener, address) = try Loopback.listen()
        DispatchQueue(label: "stub").async { [self] in serve(answer) }
    }

    public var isConnected: Bool { open.withLock { !$0.isEmpty } }

    /// How many connections there have been.
    public var connections: Int { accepted.load(ordering: .acquiring) }

    /// Everything it was sent.
    public var received: String { String(decoding: heard.withLock { $0 }, as: UTF8.self) }

    /// The serving thread keeps it alive until then.
    public func end() {
        ended.store(true, ordering: .releasing)
    }

    private func serve(_ answer: (String) -> [UInt8]?) {
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
            accepted.add(1, ordering: .acquiringAndReleasing)
            open.withLock { $0.append(Descriptor(owning: number)) }
        }
        open.withLock { $0 = [] }
    }

    private func take(from connection: Descriptor, _ answer: (String) -> [UInt8]?) {
        guard case .bytes(let bytes) = try? connection.read(atMost: 1 << 16) else {
            return open.withLock { $0.removeAll { $0.number == connection.number } }
        }
        heard.withLock { $0 += bytes }
        guard let answer = answer(String(decoding: bytes, as: UTF8.self)) else { return }
        _ = send(connection.number, answer, answer.count, Int32(MSG_NOSIGNAL))
        // An empty one is to hang up.
        guard hangsUp || answer.isEmpty else { return }
        open.withLock { $0.removeAll { $0.number == connection.number } }
    }
}
