import Dispatch
import Glibc
import Processes
import Synchronization

/// An HTTP server on 127.0.0.1 that answers each request as a test says, and keeps what it was asked.
public final class ReplayServer: Sendable {
    public struct Request: Sendable {
        public let method: String
        /// As it came, with its query.
        public let target: String
        public let headers: [(name: String, value: String)]
        public let body: String

        public func header(_ name: String) -> [String] {
            headers.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
        }
    }

    public struct Answer: Sendable {
        public var status: Int
        public var body: String
        public var contentType = "application/json"
        /// Says that it is longer than it is.
        public var isTruncated = false
        /// Hangs up instead.
        public var isNone = false

        public init(_ status: Int, _ body: String, contentType: String = "application/json", isTruncated: Bool = false)
        {
            self.status = status
            self.body = body
            self.contentType = contentType
            self.isTruncated = isTruncated
        }

        public static func ok(_ body: String) -> Answer { Answer(200, body) }

        public static var hangUp: Answer {
            var answer = Answer(200, "")
            answer.isNone = true
            return answer
        }
    }

    public let address: String
    private let listener: Descriptor
    private let answer: @Sendable (Request) -> Answer
    private let asked = Mutex<[Request]>([])
    private let ended = Atomic(false)

    public init(_ answer: @escaping @Sendable (Request) -> Answer) throws {
        self.answer = answer
        (listener, address) = try Loopback.listen()
        DispatchQueue(label: "replay").async { [self] in serve() }
    }

    public var url: String { "http://\(address)" }

    /// In the order they came.
    public var requests: [Request] { asked.withLock { $0 } }

    public func end() { ended.store(true, ordering: .releasing) }

    private func serve() {
        while !ended.load(ordering: .acquiring) {
            var polled = pollfd(fd: listener.number, events: Int16(POLLIN), revents: 0)
            guard poll(&polled, 1, 20) > 0 else { continue }
            let number = accept(listener.number, nil, nil)
            guard number >= 0 else { continue }
            _ = fcntl(number, F_SETFD, FD_CLOEXEC)
            converse(over: Descriptor(owning: number))
        }
    }

    /// One request a connection.
    private func converse(over connection: Descriptor) {
        guard let request = Self.request(from: connection) else { return }
        asked.withLock { $0.append(request) }
        let answer = answer(request)
        guard !answer.isNone else { return }
        let length = answer.body.utf8.count + (answer.isTruncated ? 1_000 : 0)
        let head = """
            HTTP/1.1 \(answer.status) Replayed\r\nContent-Type: \(answer.contentType)\r\nContent-Length: \(length)\r\n\
            Connection: close\r\n\r\n
            """
        var rest = Array((head + answer.body).utf8)[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes { send(connection.number, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard sent > 0 else { return }
            rest = rest.dropFirst(sent)
        }
    }

    private static func request(from connection: Descriptor) -> Request? {
        var bytes: [UInt8] = []
        while case .bytes(let more) = try? connection.read(atMost: 1 << 16) {
            bytes += more
            let text = String(decoding: bytes, as: UTF8.self)
            guard let end = text.firstRange(of: "\r\n\r\n") else { continue }
            let lines = text[..<end.lowerBound].split(separator: "\r\n")
            let first = lines[0].split(separator: " ")
            let headers = lines.dropFirst().map { line in
                let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
                return (name: String(parts[0]), value: String(parts[1].drop { $0 == " " }))
            }
            let request = Request(
                method: String(first[0]), target: String(first[1]), headers: headers,
                body: String(text[end.upperBound...]))
            let length = request.header("Content-Length").first.flatMap { Int($0) } ?? 0
            if request.body.utf8.count >= length { return request }
        }
        return nil
    }
}
