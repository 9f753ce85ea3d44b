import Glibc
public import Night

/// The machine's clocks. The monotonic one goes on while the machine sleeps, so that an age never comes out too small.
public enum SystemClock {
    public static func now() -> Stamp {
        Stamp(moment: moment(), wall: WallTime(milliseconds: nanoseconds(of: CLOCK_REALTIME) / 1_000_000))
    }

    public static func moment() -> Moment {
        Moment(nanoseconds: nanoseconds(of: CLOCK_BOOTTIME))
    }

    private static func nanoseconds(of clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
