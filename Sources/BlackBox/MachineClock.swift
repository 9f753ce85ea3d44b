import Glibc
import Night

/// The clocks that the probes stamp with too.
enum MachineClock {
    static func now() -> Stamp {
        Stamp(
            moment: Moment(nanoseconds: nanoseconds(of: CLOCK_BOOTTIME)),
            wall: WallTime(milliseconds: nanoseconds(of: CLOCK_REALTIME) / 1_000_000))
    }

    private static func nanoseconds(of clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
