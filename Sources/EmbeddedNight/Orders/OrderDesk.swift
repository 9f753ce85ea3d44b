import Glibc
import Processes

/// Takes orders for the estate on a thread of its own, one at a time.
final class OrderDesk: Sendable {
    private let listener: Descriptor
    private let worker: Worker

    /// `carryOut`: returns when it is done, with what was done.
    init(
        at path: String,
        carryOut: @escaping @Sendable (_ words: [String], Patience) throws(Refusal) -> String
    ) throws {
        let listener = try OrderSocket.listen(at: path)
        self.listener = listener
        worker = try Worker {
            while let connection = OrderSocket.accept(on: listener) { Self.serve(connection, carryOut) }
        }
    }

    /// Takes no more orders. To be called once.
    func end() {
        shutdown(listener.number, Int32(SHUT_RDWR))
        worker.join()
    }

    private static func serve(
        _ connection: Descriptor, _ carryOut: ([String], Patience) throws(Refusal) -> String
    ) {
        OrderSocket.limit(connection, reading: OrderSocket.lineTime)
        let answer: Answer
        do throws(Refusal) {
            let words = try words(from: connection)
            answer = Answer(
                isDone: true, text: try carryOut(words, Patience { OrderSocket.isConnected(connection) }))
        } catch {
            answer = Answer(isDone: false, text: error.why)
        }
        // Who is gone needs no answer.
        try? OrderSocket.send(answer.bytes, on: connection)
    }

    private static func words(from connection: Descriptor) throws(Refusal) -> [String] {
        var bytes: [UInt8] = []
        while bytes.last != UInt8(ascii: "\n") {
            guard bytes.count <= OrderSocket.orderLimit else {
                throw Refusal("an order is no longer than \(OrderSocket.orderLimit) bytes")
            }
            // As much as may be there: what is left unread breaks the connection before the answer is read.
            guard case .bytes(let more)? = try? connection.read(atMost: 65_536) else {
                throw Refusal("an order is one line, sent at once")
            }
            bytes += more
        }
        let words = bytes.dropLast().split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
        guard words.joined().allSatisfy({ (0x20..<0x7f).contains($0) }) else {
            throw Refusal("an order is one line of plain text")
        }
        return words.map { String(decoding: $0, as: UTF8.self) }
    }
}
