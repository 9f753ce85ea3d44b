import BenchLoop
import Glibc
import Night
import Probes

/// The built program in a terminal of its own, watching a plan.
final class StagedProgram {
    let process: Int32
    let started: Moment
    private let terminal: Int32
    private let plan: String

    /// What the package builds lies beside this.
    private static let path: String = {
        var path = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let length = readlink("/proc/self/exe", &path, path.count)
        let own = String(decoding: path.prefix(max(0, length)), as: UTF8.self)
        return own.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 } + "/switchback"
    }()

    init(source: String, target: String) throws {
        plan = "/tmp/switchback-bench-\(getpid()).yaml"
        if let file = fopen(plan, "w") {
            fputs(Self.planText(source: source, target: target), file)
            fclose(file)
        }
        let words: [String] = [Self.path, "watch", plan]
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
        arguments.append(nil)
        var child: pid_t = 0
        started = SystemClock.moment()
        terminal = bench_terminal_start(Self.path, arguments, 200, 60, &child)
        process = child
        arguments.forEach { free($0) }
    }

    private static func planText(source: String, target: String) -> String {
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
          - wave: everything
            pattern: consumer-first
            owner: bench
            topics: ["*"]
            groups: [{ group: reader, offsets: preserve }]
            producers: [User:bench]

        """
    }

    /// Reads what it draws until these words were drawn, or the time is over. False: they were not.
    @discardableResult
    func watch(for words: String?, atMost limit: Duration) -> Bool {
        let deadline = SystemClock.moment() + limit
        var drawn: [UInt8] = []
        while SystemClock.moment() < deadline {
            var polled = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
            guard poll(&polled, 1, 50) > 0 else { continue }
            var bytes = [UInt8](repeating: 0, count: 1 << 16)
            let count = read(terminal, &bytes, bytes.count)
            guard count > 0 else { return false }
            guard let words else { continue }
            drawn += bytes.prefix(count)
            if String(decoding: drawn, as: UTF8.self).contains(words) { return true }
        }
        return words == nil
    }

    func end() {
        kill(process, SIGTERM)
        watch(for: nil, atMost: .milliseconds(300))
        kill(process, SIGKILL)
        waitpid(process, nil, 0)
        close(terminal)
        unlink(plan)
    }
}
