import Glibc
import Processes

/// What became of an order.
public struct Answer: Sendable, Equatable {
    public let isDone: Bool
    public let text: String

    init(isDone: Bool, text: String) {
        self.isDone = isDone
        self.text = text
    }

    /// Gives an order to the embedded night that listens there, and waits for what becomes of it. Never longer than an
    /// order can take.
    public static func toOrder(_ words: [String], at path: String) -> Answer {
        do {
            let connection = try OrderSocket.connect(to: path)
            OrderSocket.limit(connection, reading: timeval(tv_sec: 60, tv_usec: 0))
            try OrderSocket.send(Array((words.joined(separator: "\t") + "\n").utf8), on: connection)
            return try Answer(readFrom: connection)
        } catch {
            return Answer(isDone: false, text: "the embedded clusters do not answer: \(error)")
        }
    }

    private init(readFrom connection: Descriptor) throws(SystemError) {
        var bytes: [UInt8] = []
        while bytes.count < OrderSocket.answerLimit, case .bytes(let more) = try connection.read(atMost: 4_096) {
            bytes += more
        }
        let lines = bytes.split(separator: UInt8(ascii: "\n"), maxSplits: 1, omittingEmptySubsequences: false)
        guard lines.count == 2, let mark = Mark(rawValue: String(decoding: lines[0], as: UTF8.self)) else {
            self.init(isDone: false, text: "the embedded clusters went away in the middle of it")
            return
        }
        self.init(isDone: mark == .done, text: String(decoding: lines[1], as: UTF8.self))
    }

    private enum Mark: String { case done, refused }

    var bytes: [UInt8] {
        Array("\((isDone ? Mark.done : .refused).rawValue)\n\(text)".utf8.prefix(OrderSocket.answerLimit))
    }
}
