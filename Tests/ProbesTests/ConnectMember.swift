import Glibc
import Processes

/// As much of a Connect worker as a broker sees of its group: one member whose protocol type is "connect".
struct ConnectMember: ~Copyable {
    private let connection: Descriptor

    /// Returns once the broker has taken it into the group.
    init(joining group: String, brokerAt address: String) throws {
        let port = UInt16(address.split(separator: ":").last ?? "") ?? 0
        connection = Descriptor(owning: socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0))
        var loopback = sockaddr_in()
        loopback.sin_family = sa_family_t(AF_INET)
        loopback.sin_port = port.bigEndian
        loopback.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let connected = withUnsafePointer(to: &loopback) { [number = connection.number] pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                connect(number, address, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard connected else { throw SystemError("connect", about: address) }
        for _ in 0..<100 {
            try connection.write(Self.joinGroup(group))
            // size, correlation, throttle time, error
            let answer = try readAnswer()
            if answer.count > 14, answer[12] == 0, answer[13] == 0 { return }
            usleep(100_000)
        }
        throw SystemError("JoinGroup", about: group, code: EAGAIN)
    }

    private func readAnswer() throws -> [UInt8] {
        var answer: [UInt8] = []
        while answer.count < 4 || answer.count < 4 + answer.prefix(4).reduce(0, { $0 << 8 | Int($1) }) {
            guard case .bytes(let more) = try connection.read(atMost: 1 << 16) else { break }
            answer += more
        }
        return answer
    }

    /// JoinGroup, version 2: the oldest that Kafka 4 still serves.
    private static func joinGroup(_ group: String) -> [UInt8] {
        func bytes<Integer: FixedWidthInteger>(_ value: Integer) -> [UInt8] {
            withUnsafeBytes(of: value.bigEndian, Array.init)
        }
        func string(_ text: String) -> [UInt8] { bytes(Int16(text.utf8.count)) + Array(text.utf8) }
        let header = bytes(Int16(11)) + bytes(Int16(2)) + bytes(Int32(1)) + string("worker")
        let body =
            string(group) + bytes(Int32(60_000)) + bytes(Int32(60_000)) + string("") + string("connect")
            + bytes(Int32(1)) + string("sessioned") + bytes(Int32(0))
        return bytes(Int32(header.count + body.count)) + header + body
    }
}
