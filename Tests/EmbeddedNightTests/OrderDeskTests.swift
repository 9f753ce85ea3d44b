import Glibc
import Processes
import Synchronization
import Testing

@testable import EmbeddedNight

@Suite("Where orders are taken")
struct OrderDeskTests {
    private final class Signs: Sendable {
        let isWaiting = Atomic(false)
        let isLeft = Atomic(false)
    }

    /// With a desk that repeats what it is told, refuses "no", and waits at "wait" for as long as somebody wants it.
    private func withDesk(_ body: (_ folder: OrderFolder, _ signs: Signs) async throws -> Void) async throws {
        let folder = try OrderFolder()
        defer { folder.remove() }
        let signs = Signs()
        let desk = try OrderDesk(at: folder.socket) { words, patience throws(Refusal) in
            if words == ["no"] { throw Refusal("no, and why") }
            if words == ["wait"] {
                signs.isWaiting.store(true, ordering: .releasing)
                _ = patience.wait(atMost: .seconds(240), until: { !patience.isWanted() })
                signs.isLeft.store(!patience.isWanted(), ordering: .releasing)
            }
            return words.joined(separator: "|")
        }
        defer { desk.end() }
        try await body(folder, signs)
    }

    @Test("an order gets its own answer, done or refused, word by word")
    func answers() async throws {
        try await withDesk { folder, _ in
            #expect(Answer.toOrder(["a b", "", "c"], at: folder.socket) == Answer(isDone: true, text: "a b||c"))
            #expect(Answer.toOrder(["no"], at: folder.socket) == Answer(isDone: false, text: "no, and why"))
        }
    }

    @Test(
        "what is no order is refused, and the next order is taken",
        arguments: [
            ("a\u{1b}[2J\n", "plain text"), (String(repeating: "x", count: 5_000), "no longer than"),
            ("half a li", "one line"),
        ])
    func hostile(text: String, why: String) async throws {
        try await withDesk { folder, _ in
            let connection = try OrderSocket.connect(to: folder.socket)
            try connection.write(Array(text.utf8))
            shutdown(connection.number, Int32(SHUT_WR))
            guard case .bytes(let bytes) = try connection.read(atMost: 4_096) else {
                Issue.record("no answer")
                return
            }
            let answer = String(decoding: bytes, as: UTF8.self)
            #expect(answer.hasPrefix("refused\n") && answer.contains(why), "\(answer)")
            #expect(Answer.toOrder(["still", "here"], at: folder.socket).isDone)
        }
    }

    @Test("an order that nobody waits for any more is given up, and the next is taken at once")
    func leaving() async throws {
        try await withDesk { folder, signs in
            var connection: Descriptor? = try OrderSocket.connect(to: folder.socket)
            try connection?.write(Array("wait\n".utf8))
            try await until("it is carried out") { signs.isWaiting.load(ordering: .acquiring) }
            connection = nil
            #expect(Answer.toOrder(["next"], at: folder.socket).isDone)
            let isLeft = signs.isLeft.load(ordering: .acquiring)
            #expect(isLeft)
        }
    }

    @Test("nobody but its owner can come near the socket, and nothing is left of it")
    func folder() throws {
        let folder = try OrderFolder()
        let parent = String(folder.socket.dropLast("/orders".count))
        var status = stat()
        #expect(stat(parent, &status) == 0 && status.st_mode & 0o777 == 0o700)
        let desk = try OrderDesk(at: folder.socket) { _, _ throws(Refusal) in "" }
        desk.end()
        folder.remove()
        #expect(access(parent, F_OK) != 0)
        #expect(!Answer.toOrder(["status"], at: folder.socket).isDone)
    }
}
