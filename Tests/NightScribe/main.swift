import BlackBox
import Glibc
import Night
import SampleNights

// A commander that does nothing but write its night down: opens the night file it is told, appends numbered events
// without end, and prints the number of each one that became durable. With each it hands over a numbered reading, and
// now and then a picture; it prints `handed` and the number of the last reading that is more than a second old. With a
// second argument its files may not grow past so many bytes: it then says `full` at the first failure, lifts the limit,
// and says `again` at the next success. With a third, `thin`, it lifts the limit only once less is recorded for it, and
// says `thin` and why; and `recording` once everything is recorded again.

func say(_ text: String) {
    let line = text + "\n"
    _ = line.withCString { write(STDOUT_FILENO, $0, strlen($0)) }
}

func now() -> Stamp {
    var wall = timespec()
    clock_gettime(CLOCK_REALTIME, &wall)
    var monotonic = timespec()
    clock_gettime(CLOCK_BOOTTIME, &monotonic)
    return Stamp(
        moment: Moment(nanoseconds: Int64(monotonic.tv_sec) * 1_000_000_000 + Int64(monotonic.tv_nsec)),
        wall: WallTime(milliseconds: Int64(wall.tv_sec) * 1000 + Int64(wall.tv_nsec) / 1_000_000))
}

func limitFiles(to bytes: rlim_t) {
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
    limit.rlim_cur = min(bytes, limit.rlim_max)
    setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
}

func hand(over number: Int, to recorder: Recorder) {
    let offsets = [TopicOffsets(topic: "life", offsets: [PartitionOffset(partition: 0, offset: Int64(number))])]
    recorder.take(Observed(by: .cluster(.source), at: now(), what: .ends(offsets)))
    guard number % 8 == 0 else { return }
    var picture = SampleNight.snapshot(ticks: Int64(number / 8))
    picture.at = now()
    // Something turns red and calm all the time, so that every picture is kept.
    picture.waves[0].price = Snapshot.Price(number % 16 == 0 ? .free : .unknown("nobody knows"))
    recorder.take(shown: picture)
}

extension [Moment] {
    /// Of a sorted array: the first for which it is so.
    func partitioningIndex(where isSo: (Moment) -> Bool) -> Int {
        var (low, high) = (startIndex, endIndex)
        while low < high {
            let middle = (low + high) / 2
            if isSo(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

/// What the recorder says of itself, as it changes.
struct Standing {
    private var isThin = false
    private(set) var hasBeenThin = false
    /// The first event after everything is recorded again: with it, what was said of the gap is durable.
    private var provedBy: Int?

    mutating func take(receipt number: Int) {
        guard let provedBy, number >= provedBy else { return }
        say("recording")
        self.provedBy = nil
    }

    mutating func look(at recorder: Recorder, next number: Int) {
        guard case .thin(let detail, let why, _) = recorder.standing else {
            if isThin { provedBy = number }
            isThin = false
            return
        }
        if !isThin { say("thin to \(detail.rawValue): \(why)") }
        (isThin, hasBeenThin) = (true, true)
    }
}

let arguments = CommandLine.arguments
guard arguments.count >= 2 else { exit(2) }
let scribe = Holder(user: "scribe", host: "here", process: getpid())
do {
    let file = try NightFile.open(path: arguments[1], night: "scribed", planDigest: "plan", holder: scribe, at: now())
    file.append(.opened(by: scribe, plan: "plan", executes: false), at: now(), receipt: 0)
    say("open")
    var number = 0
    var said = 0
    var handed: [Moment] = []
    var isFull = false
    var standing = Standing()
    let waitsUntilThin = arguments.count > 3 && arguments[3] == "thin"
    if arguments.count > 2, let bytes = rlim_t(arguments[2]) { limitFiles(to: bytes) }
    while true {
        // As many in flight as a moving wave may have.
        for _ in 0..<4 {
            number += 1
            file.append(.key("\(number)"), at: now(), receipt: number)
        }
        hand(over: handed.count, to: file.recorder)
        handed.append(now().moment)
        let old = handed.partitioningIndex { now().moment - $0 < .seconds(1) }
        if old > said { say("handed \(old - 1)") }
        said = old
        var polled = pollfd(fd: file.descriptor, events: Int16(POLLIN), revents: 0)
        poll(&polled, 1, -1)
        for receipt in file.receipts() {
            if let failure = receipt.failure {
                if !isFull { say("full \(failure)") }
                isFull = true
                if !waitsUntilThin { limitFiles(to: .max) }
            } else {
                say(isFull ? "again" : "\(receipt.number ?? 0)")
                standing.take(receipt: receipt.number ?? 0)
                isFull = false
            }
        }
        guard waitsUntilThin else { continue }
        standing.look(at: file.recorder, next: number + 1)
        if standing.hasBeenThin { limitFiles(to: .max) }
        // A disk that is full is full for a while.
        if isFull { usleep(10_000) }
    }
} catch {
    say("\(error)")
    exit(1)
}
