import Glibc
import Processes
import Synchronization

/// One running process that the keeper knows by its mark.
final class KeptProcess: Sendable {
    let process: Int32
    private let child: Mutex<Child>

    init(_ child: consuming sending Child) {
        process = child.process
        self.child = Mutex(child)
    }

    /// Nobody is left to end it, or to reap it: a zombie keeps whoever waits for any child awake.
    deinit {
        guard exit == nil else { return }
        kill()
        _ = child.withLock { $0.wait(atMost: .seconds(5)) }
    }

    /// Nil while it runs.
    var exit: Exit? {
        child.withLock { $0.reap() }
    }

    func signal(_ signal: Int32) {
        child.withLock { $0.signal(signal) }
    }

    func kill() {
        signal(SIGKILL)
    }

    func exit(within limit: Duration) async throws(RealKafkaError) -> Exit? {
        _ = try await Deadline.waiting(atMost: limit) { () throws(RealKafkaError) in exit != nil }
        return exit
    }

    /// Asked first, then killed. A stopped process hears neither TERM nor anything else but KILL.
    func end(grace: Duration) async throws(RealKafkaError) {
        signal(SIGTERM)
        if try await exit(within: grace) != nil { return }
        kill()
        _ = try await exit(within: .seconds(10))
    }

    /// Waits for it to be ready; throws, with its log, when it ends meanwhile or takes longer.
    func wait(
        atMost limit: Duration, named name: String, log: String,
        until isReady: @Sendable () async throws(RealKafkaError) -> Bool
    ) async throws(RealKafkaError) {
        let ready = try await Deadline.waiting(atMost: limit) { () throws(RealKafkaError) in
            if let exit { throw .ended(name: name, exit: exit, log: lastLines(of: log)) }
            return try await isReady()
        }
        guard ready else { throw .notReady(name: name, after: limit, log: lastLines(of: log)) }
    }
}
