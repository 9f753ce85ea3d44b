import Glibc
import Processes

/// One call of Connect's REST, through curl.
struct RestCall: Sendable, CustomStringConvertible {
    private let method: String
    private let url: String
    private let body: String?

    init(_ method: String, _ url: String, body: String? = nil) {
        self.method = method
        self.url = url
        self.body = body
    }

    var description: String { "\(method) \(url)" }

    /// Nil: none came.
    func answer(within limit: Duration) async throws(RealKafkaError) -> (status: Int, body: String)? {
        let content = body.map { ["-H", "Content-Type: application/json", "-d", $0] } ?? []
        let arguments =
            ["-s", "-X", method, "--max-time", "\(limit.components.seconds)", "-w", "\n%{http_code}"] + content + [url]
        var said: [UInt8] = []
        let output: Descriptor
        let process: KeptProcess
        do {
            let child = try Child(Launch("curl", arguments, output: .pipe))
            guard let pipe = child.output else { return nil }
            output = pipe
            process = KeptProcess(child)
        } catch {
            throw .system(error)
        }
        output.setNonBlocking()
        while true {
            let exit = process.exit
            while case .bytes(let bytes)? = try? output.read(atMost: 1 << 16) { said += bytes }
            if let exit {
                guard exit == .code(0), let end = said.lastIndex(of: UInt8(ascii: "\n")),
                    let status = Int(String(decoding: said[(end + 1)...], as: UTF8.self))
                else { return nil }
                return (status, String(decoding: said[..<end], as: UTF8.self))
            }
            try await Deadline.pause()
        }
    }
}
