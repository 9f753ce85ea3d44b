import BenchLoop
import Glibc
import Night
import Probes
import TestSupport

/// The built program in a terminal of its own, on a plan.
final class StagedProgram {
    let process: Int32
    let started: Moment
    /// What it draws comes out here.
    let terminal: Int32

    /// What the package builds lies beside this.
    private static var path: String { products + "/switchback" }

    /// Runs `switchback` with these words.
    init(_ words: String...) {
        let words: [String] = [Self.path] + words
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
        arguments.append(nil)
        var child: pid_t = 0
        started = SystemClock.moment()
        terminal = bench_terminal_start(Self.path, arguments, 200, 60, &child)
        process = child
        arguments.forEach { free($0) }
    }

    /// The cockpit, watching everything on two clusters.
    static func watching(source: String, target: String, in folder: Scratch) throws -> StagedProgram {
        let wave = """
              - wave: everything
                pattern: consumer-first
                owner: bench
                topics: ["*"]
                groups: [{ group: reader, offsets: preserve }]
                producers: [User:bench]
            """
        let plan = try folder.write(planText(source: source, target: target, waves: [wave]), to: "bench.yaml")
        return StagedProgram("watch", plan)
    }

    static func planText(source: String, target: String, waves: [String]) -> String {
        """
        night: bench
        poll: 1s
        clusters:
          source: { bootstrap: "\(source)" }
          target: { bootstrap: "\(target)" }
        bridge:
          - link: {}
        budget:
          replication-lag: { metric: bridge.lag.time, limit: 5s }
          error-rate:      { metric: errors.rate, limit: 1/s }
        waves:
        \(waves.joined(separator: "\n"))

        """
    }

    /// Presses keys.
    func type(_ keys: String) {
        let bytes = Array(keys.utf8)
        _ = write(terminal, bytes, bytes.count)
    }

    /// Reads what it draws until these words were drawn, or the time is over. False: they were not.
    @discardableResult
    func watch(for words: String?, atMost limit: Duration) -> Bool {
        let deadline = SystemClock.moment() + limit
        var drawn: [UInt8] = []
        while SystemClock.moment() < deadline {
            guard let bytes = readDrawn(waiting: 50) else { return false }
            guard let words else { continue }
            drawn += bytes
            if String(decoding: drawn, as: UTF8.self).contains(words) { return true }
        }
        return words == nil
    }

    /// What it has drawn since, after at most so many milliseconds; nil: the terminal is gone.
    func readDrawn(waiting: Int32) -> [UInt8]? {
        var polled = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
        guard poll(&polled, 1, waiting) > 0 else { return [] }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = read(terminal, &bytes, bytes.count)
        return count > 0 ? Array(bytes.prefix(count)) : nil
    }

    func end() {
        kill(process, SIGTERM)
        watch(for: nil, atMost: .milliseconds(300))
        kill(process, SIGKILL)
        waitpid(process, nil, 0)
        close(terminal)
    }
}
