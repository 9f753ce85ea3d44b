import BlackBox
import Glibc
import Night
import Probes
import Processes
import TestSupport

/// From the key `X` on a red trigger to the start of the first undo, with every probe stopped: nothing that hangs may
/// stand between the commander and the way back.
enum AbortBench {
    private static let waves = 30
    private static let bound = Duration.milliseconds(50)

    static func run() throws {
        let folder = try Scratch(in: products)
        let source = try Brokers(topics: waves, partitionsEach: 1)
        defer { source.end() }
        let target = try Brokers(topics: waves, partitionsEach: 1)
        defer { target.end() }
        guard let undone = Fifo(in: folder) else { return print("abort key: no fifo could be made") }
        let text = StagedProgram.planText(
            source: source.bootstrap, target: target.bootstrap, waves: (0..<waves).map { wave($0, undone) })
        let plan = try folder.write(text, to: "bench.yaml")
        let program = StagedProgram("run", plan, "--execute")
        defer { program.end() }
        let night = CommandedBench(program, nightFile: "\(folder.path)/bench.night")
        do {
            for wave in 0..<waves { try night.advance(name(wave), isFirst: wave == 0) }
            try night.blind(waves: (0..<waves).map(name))
            let pressed = try (0..<waves).map { _ in try night.pressX(undone) }
            try tell(pressed, commit: commits(in: folder))
        } catch let missed as CommandedBench.Missed {
            print("abort key: \(missed.what); no figures")
        }
    }

    private static func name(_ wave: Int) -> String { "w\(wave)" }

    /// One step; its undo says that it has begun, before it does anything else.
    private static func wave(_ wave: Int, _ undone: Fifo) -> String {
        """
          - wave: \(name(wave))
            pattern: consumer-first
            owner: bench
            topics: [topic-\(wave)]
            groups: []
            producers: [User:bench]
            steps:
              replicating:
                - run: ["true"]
                  undo: [sh, -c, 'echo $SWITCHBACK_WAVE >"\(undone.path)"']
        """
    }

    private static func tell(_ pressed: [CommandedBench.Pressed], commit: [Duration]) {
        let took = pressed.map { $0.began - $0.at }
        let decided = pressed.map { $0.intended - $0.at }
        print(
            "X on a red trigger, all probes stopped, to the first undo begun: median \(took.median.inWords),",
            "p99 \(took.percentile(99).inWords), worst of \(took.count) \(took.percentile(100).inWords)",
            "(bound: p99 under \(bound.inWords))")
        print(
            "of it from the key to the intent asked for: median \(decided.median.inWords), worst",
            "\(decided.percentile(100).inWords); an intent made durable, alone on this disk: median",
            "\(commit.median.inWords), p99 \(commit.percentile(99).inWords)")
    }

    /// How long the disk takes for one intent, and nothing else.
    private static func commits(in folder: Scratch) throws -> [Duration] {
        let file = try NightFile.open(
            path: "\(folder.path)/alone.night", night: "alone", planDigest: "",
            holder: Holder(user: "bench", host: "bench", process: getpid()), at: SystemClock.now())
        defer { file.close() }
        return (0..<200).map { number in
            timing {
                file.append(
                    .wave("alone", .undoIntended(StepID(.replicating, 1))), at: SystemClock.now(), receipt: number)
                var polled = pollfd(fd: file.descriptor, events: Int16(POLLIN), revents: 0)
                while file.receipts().isEmpty { _ = poll(&polled, 1, 1_000) }
            }
        }
    }
}

/// What undo hooks write to: whoever reads knows at once that one has begun.
final class Fifo {
    let path: String
    let descriptor: Descriptor

    init?(in folder: Scratch) {
        path = "\(folder.path)/undone"
        guard mkfifo(path, 0o600) == 0 else { return nil }
        // Open for both: a writer never waits, and there is never an end.
        let number = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC)
        guard number >= 0 else { return nil }
        descriptor = Descriptor(owning: number)
    }
}

/// A commander of flesh and blood, who types; what came of it is read in the night file.
final class CommandedBench {
    struct Pressed {
        let at: Moment
        /// When the machine asked for its intent to be recorded.
        let intended: Moment
        let began: Moment
    }

    struct Missed: Error { let what: String }

    private let program: StagedProgram
    private let reader: NightFileReader
    private var events: [StoredEvent] = []

    /// Dialogs and screens that have just changed ignore keys for half a second.
    private static let deadTime = Duration.milliseconds(700)
    /// Who still typed when a dialog went is not heard for longer.
    private static let afterTyping = Duration.milliseconds(1_200)
    private static let patience = Duration.seconds(20)

    init(_ program: StagedProgram, nightFile: String) {
        self.program = program
        reader = NightFileReader(path: nightFile)
    }

    /// Gates are measured anew while the dialog is open, so Enter may have to be pressed once more.
    func advance(_ wave: String, isFirst: Bool) throws {
        program.watch(for: nil, atMost: isFirst ? .seconds(4) : Self.afterTyping)
        if !isFirst { program.type("l") }
        program.type("a")
        try see("\(wave) armed") { $0 == .wave(wave, .armed(to: .replicating)) }
        program.watch(for: nil, atMost: Self.deadTime)
        program.type(wave)
        let deadline = SystemClock.moment() + Self.patience
        while SystemClock.moment() < deadline {
            program.type("\r")
            if try has(within: .seconds(1), { $0 == .wave(wave, .settled(.replicating)) }) != nil { return }
        }
        throw Missed(what: "\(wave) did not advance")
    }

    /// Stops every probe, and each that is started instead of one that hangs, until all waves' triggers are red.
    func blind(waves: [String]) throws {
        let deadline = SystemClock.moment() + Self.patience
        for wave in waves {
            repeat {
                guard SystemClock.moment() < deadline else { throw Missed(what: "\(wave) did not turn red") }
                stopProbes()
            } while try has(
                within: .milliseconds(20),
                { event in if case .trigger(wave, _, .red, _) = event { true } else { false } }) == nil
        }
    }

    func pressX(_ undone: Fifo) throws -> Pressed {
        program.watch(for: nil, atMost: Self.deadTime)
        // One that hung for so long was started again.
        stopProbes()
        let at = SystemClock.moment()
        program.type("X")
        let (wave, began) = try waitForUndo(undone)
        let intended = try see("\(wave)'s intent") { event in
            if case .wave(wave, .undoIntended) = event { true } else { false }
        }
        try see("\(wave) back") { $0 == .wave(wave, .rolledBack) }
        return Pressed(at: at, intended: intended.at.moment, began: began)
    }

    private func waitForUndo(_ undone: Fifo) throws -> (wave: String, began: Moment) {
        let deadline = SystemClock.moment() + Self.patience
        while SystemClock.moment() < deadline {
            var polled = [undone.descriptor.number, program.terminal].map {
                pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
            }
            _ = poll(&polled, nfds_t(polled.count), 50)
            if case .bytes(let bytes) = try undone.descriptor.read(atMost: 64) {
                let began = SystemClock.moment()
                return (String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self), began)
            }
            // A terminal that nobody reads would be another bench.
            guard program.readDrawn(waiting: 0) != nil else { break }
        }
        throw Missed(what: "no undo began")
    }

    private func stopProbes() {
        for child in ProcessCost.children(of: program.process)
        where ProcessCost.arguments(of: child).contains("_probe") { kill(child, SIGSTOP) }
    }

    @discardableResult
    private func see(_ what: String, _ isIt: (NightEvent) -> Bool) throws -> StoredEvent {
        if let event = try has(within: Self.patience, isIt) { return event }
        throw Missed(what: "\(what): not seen")
    }

    private func has(within limit: Duration, _ isIt: (NightEvent) -> Bool) throws -> StoredEvent? {
        let deadline = SystemClock.moment() + limit
        repeat {
            events += try reader.newEvents()
            if let event = events.last(where: { isIt($0.event) }) { return event }
            program.watch(for: nil, atMost: .milliseconds(20))
        } while SystemClock.moment() < deadline
        return nil
    }
}
