public import Night

/// What somebody says of one metric of the plan.
public enum SampleVerdict: Sendable, Equatable {
    case known(SampleFinding)
    /// There, and it never was.
    case notServed
    case unknown(String)
}

public struct SampleFinding: Sendable, Equatable {
    public var value: Double
    /// A counter's, a second: such values of several places add up, where others are compared.
    public var isPace: Bool
    /// How many series it was made from.
    public var series: Int
    public var takenAt: Moment
    /// Why it is only a lower bound, where it is one.
    public var leavesOut: String?
}

extension SampleVerdict {
    /// What several endpoints say together, as `SampleWatch` has it for several series: one that serves no such sample
    /// is passed over, and one that should have an answer and has none is said.
    public static func together(_ verdicts: [(endpoint: String, verdict: SampleVerdict)]) -> SampleVerdict {
        var together: SampleFinding?
        var silent: String?
        for (endpoint, verdict) in verdicts {
            switch verdict {
            case .notServed: break
            case .unknown(let why): silent = silent ?? "\(endpoint): \(why)"
            case .known(var finding):
                finding.leavesOut = finding.leavesOut.map { "\(endpoint): \($0)" }
                together = together.map { $0.with(finding) } ?? finding
            }
        }
        if var together {
            together.leavesOut = silent ?? together.leavesOut
            return .known(together)
        }
        return silent.map(SampleVerdict.unknown) ?? .notServed
    }
}

extension SampleFinding {
    fileprivate func with(_ other: SampleFinding) -> SampleFinding {
        SampleFinding(
            value: isPace && other.isPace ? value + other.value : max(value, other.value),
            isPace: isPace && other.isPace, series: series + other.series, takenAt: min(takenAt, other.takenAt),
            leavesOut: leavesOut ?? other.leavesOut)
    }
}

extension Stamp {
    /// The moment of something that another machine's wall clock dates; never after this one.
    func moment(of wall: WallTime) -> Moment {
        moment - .milliseconds(max(0, self.wall.milliseconds - wall.milliseconds))
    }
}
