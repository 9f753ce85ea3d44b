import BlackBox
import Glibc
import Night

// A commander that does nothing but write its night down: opens the night file it is told, appends numbered events
// without end, and prints the number of each one that became durable. With a second argument its files may not grow
// past so many bytes: it then says `full` at the first failure, lifts the limit, and says `again` at the next success.

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

let arguments = CommandLine.arguments
guard arguments.count >= 2 else { exit(2) }
let scribe = Holder(user: "scribe", host: "here", process: getpid())
do {
    let file = try NightFile.open(path: arguments[1], night: "scribed", planDigest: "plan", holder: scribe, at: now())
    file.append(.opened(by: scribe, plan: "plan", executes: false), at: now(), receipt: 0)
    say("open")
    var number = 0
    var isFull = false
    if arguments.count > 2, let bytes = rlim_t(arguments[2]) { limitFiles(to: bytes) }
    while true {
        // As many in flight as a moving wave may have.
        for _ in 0..<4 {
            number += 1
            file.append(.key("\(number)"), at: now(), receipt: number)
        }
        var polled = pollfd(fd: file.descriptor, events: Int16(POLLIN), revents: 0)
        poll(&polled, 1, -1)
        for receipt in file.receipts() {
            if let failure = receipt.failure {
                if !isFull { say("full \(failure)") }
                isFull = true
                limitFiles(to: .max)
            } else {
                say(isFull ? "again" : "\(receipt.number ?? 0)")
                isFull = false
            }
        }
    }
} catch {
    say("\(error)")
    exit(1)
}
