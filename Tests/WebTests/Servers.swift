import Glibc
import Processes
import TestSupport
import Testing

/// openssl's own server with certificates made for it, gone with the test. It answers any GET with what it knows of the
/// session.
final class TLSServer {
    private let scratch: Scratch
    private var server: Child
    private(set) var port = ""

    init(wantsCertificate: Bool = false) throws {
        scratch = try Scratch()
        let folder = scratch.path
        for (name, subject) in [("server", "127.0.0.1"), ("client", "switchback")] {
            try Self.openssl([
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                "-keyout", "\(folder)/\(name).key", "-out", "\(folder)/\(name).pem", "-subj", "/CN=\(subject)",
                "-addext", "subjectAltName=IP:127.0.0.1",
            ])
        }
        let asking =
            wantsCertificate ? ["-Verify", "1", "-verify_return_error", "-CAfile", "\(folder)/client.pem"] : []
        server = try Child(
            Launch(
                "openssl",
                ["s_server", "-www", "-accept", "127.0.0.1:0", "-cert", "\(folder)/server.pem", "-key"]
                    + ["\(folder)/server.key"] + asking, output: .pipe, errors: .nothing))
        port = try readPort()
    }

    deinit {
        server.signal(SIGKILL)
        _ = server.wait(atMost: .seconds(10))
    }

    func path(_ file: String) -> String { "\(scratch.path)/\(file)" }

    private func readPort() throws -> String {
        var said = ""
        while case .bytes(let bytes) = try server.output?.read(atMost: 4_096) {
            said += String(decoding: bytes, as: UTF8.self)
            let lines = said.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            if let line = lines.first(where: { $0.hasPrefix("ACCEPT ") }) {
                return String(try #require(line.split(separator: ":").last))
            }
        }
        Issue.record("openssl s_server ended: \(said)")
        return ""
    }

    private static func openssl(_ arguments: [String]) throws {
        var command = try Child(Launch("openssl", arguments))
        try #require(command.wait(atMost: .seconds(30)) == .code(0), "openssl \(arguments)")
    }
}

/// Listens, and has as many waiting as it lets wait: who comes now gets no answer, not even a refusal.
final class FullListener {
    let address: String
    private let listener: Descriptor
    private var waiting: [Descriptor] = []

    init() throws {
        func stream() -> Descriptor {
            Descriptor(owning: socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0))
        }
        listener = stream()
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let number = listener.number
        let isListening = withUnsafeMutablePointer(to: &place) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(number, $0, length) == 0 && listen(number, 0) == 0 && getsockname(number, $0, &length) == 0
            }
        }
        try #require(isListening)
        address = "127.0.0.1:\(UInt16(bigEndian: place.sin_port))"
        for _ in 1...4 {
            let client = stream()
            client.setNonBlocking()
            _ = withUnsafePointer(to: &place) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(client.number, $0, length) }
            }
            waiting.append(client)
        }
    }
}

/// So many zeros, as gzip has them.
func zippedZeros(count: Int) throws -> [UInt8] {
    var command = try Child(Launch("/bin/sh", ["-c", "head -c \(count) /dev/zero | gzip"], output: .pipe))
    var zipped: [UInt8] = []
    while case .bytes(let bytes) = try command.output?.read(atMost: 1 << 16) { zipped += bytes }
    try #require(command.wait(atMost: .seconds(30)) == .code(0))
    return zipped
}
