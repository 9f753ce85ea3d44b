import Night

/// The wall clock of a night, as its stamps show it: at which moments it showed a time of day, although it may have been
/// set on the way. It is UTC, so no summer time bends it.
struct NightClock: Sendable, Equatable {
    /// From a moment on the wall clock was so many milliseconds ahead of the monotonic one.
    private struct Stretch: Sendable, Equatable {
        let from: Moment
        let ahead: Int64
    }

    private static let day: Int64 = 86_400_000
    /// Slewing moves the clock by less between two stamps; what it adds up to is taken once it is this much.
    private static let smallestStep: Int64 = 100
    /// A span of more days than this is no night, and nobody leafs through them by the hour.
    private static let mostDays = 400

    private let stretches: [Stretch]
    private let end: Moment

    init(first: Stamp, last: Stamp, between: [Stamp]) {
        var stretches = [Stretch(from: first.moment, ahead: first.ahead)]
        for stamp in between + [last] where stamp.moment > first.moment && stamp.moment <= last.moment {
            guard let latest = stretches.last else { break }
            if (stamp.ahead - latest.ahead).magnitude >= Self.smallestStep.magnitude {
                stretches.append(Stretch(from: stamp.moment, ahead: stamp.ahead))
            }
        }
        self.stretches = stretches
        end = last.moment
    }

    func wall(at moment: Moment) -> WallTime {
        let stretch = stretches.last { $0.from <= moment } ?? stretches[0]
        return WallTime(milliseconds: moment.milliseconds + stretch.ahead)
    }

    /// When the clock showed that second, or passed it by when it was set forward: each time the last moment of the
    /// second, so that what is seen then says that second.
    func moments(ofSecond second: Int64) -> [Moment] {
        var moments: [Moment] = []
        var passed: Int64?
        for (place, stretch) in stretches.enumerated() {
            let to = place + 1 < stretches.count ? stretches[place + 1].from : end
            let begins = stretch.from.milliseconds + stretch.ahead
            let ends = to.milliseconds + stretch.ahead
            if let passed, passed < begins, next(second, from: passed) < begins { moments.append(stretch.from) }
            var shown = next(second, from: begins - begins.remainder(1_000))
            while shown <= ends, moments.count < Self.mostDays {
                let last = Moment(nanoseconds: (shown + 999 - stretch.ahead) &* 1_000_000)
                // Two stretches that differ by a blink show the second once.
                let moment = min(max(last, stretch.from), to)
                if moments.last.map({ moment - $0 >= .seconds(1) }) ?? true { moments.append(moment) }
                shown += Self.day
            }
            passed = ends
        }
        return moments
    }

    /// The first time from a wall time on that the clock shows that second of the day.
    private func next(_ second: Int64, from wall: Int64) -> Int64 {
        wall + (second * 1_000 - wall).remainder(Self.day)
    }
}

extension Moment {
    fileprivate var milliseconds: Int64 { nanoseconds / 1_000_000 }
}

extension Stamp {
    /// In milliseconds, and no further than any clock can be: a broken stamp must not trap.
    fileprivate var ahead: Int64 {
        let most: Int64 = 1_000_000_000_000_000
        return min(max(wall.milliseconds, -most), most) - moment.nanoseconds / 1_000_000
    }
}

extension WallTime {
    /// Since 1970, in UTC.
    var day: Int64 { (milliseconds - milliseconds.remainder(86_400_000)) / 86_400_000 }
}

extension Int64 {
    /// Never negative.
    fileprivate func remainder(_ divisor: Int64) -> Int64 {
        let rest = self % divisor
        return rest < 0 ? rest + divisor : rest
    }
}
