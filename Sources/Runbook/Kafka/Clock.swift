import Glibc
import Night

/// The clocks and pauses of a child that lives for one errand.
enum Pause {
    static func take(_ duration: Duration) {
        var wanted = timespec(
            tv_sec: Int(duration.components.seconds), tv_nsec: Int(duration.components.attoseconds / 1_000_000_000))
        var left = timespec()
        while nanosleep(&wanted, &left) != 0, errno == EINTR { wanted = left }
    }
}

extension WallTime {
    static func now() -> WallTime {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return WallTime(milliseconds: Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000)
    }

    func earlier(by duration: Duration) -> WallTime {
        WallTime(milliseconds: milliseconds - duration.inNanoseconds / 1_000_000)
    }
}
