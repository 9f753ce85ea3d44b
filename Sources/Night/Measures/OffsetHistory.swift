/// Where one log ended and when, as far back as this program has watched: what turns a lag in records into seconds.
///
/// Dense for the last minute and thinner with age, so that a whole night fits into a few hundred bytes a partition.
struct OffsetHistory: Sendable {
    /// Twelve bytes, where an Int64 beside a UInt32 would take sixteen: there is one of these arrays a partition.
    private struct Sample {
        private let low: UInt32
        private let high: UInt32
        var at: Milliseconds

        init(_ offset: Int64, at: Milliseconds) {
            low = UInt32(truncatingIfNeeded: offset)
            high = UInt32(truncatingIfNeeded: offset >> 32)
            self.at = at
        }

        var offset: Int64 { Int64(high) << 32 | Int64(low) }
    }

    /// Since the night began: enough for seven weeks.
    typealias Milliseconds = UInt32

    /// When the log ended at an offset.
    enum Passing: Equatable {
        /// It still does, or has not got there.
        case notYet
        case at(milliseconds: Double)
        /// Before the first sample, which is this old.
        case before(milliseconds: Double)
    }

    static let mostSamples = 64

    private var samples: [Sample] = []

    var count: Int { samples.count }

    mutating func append(_ offset: Int64, at: Milliseconds) {
        if let last = samples.last {
            guard at >= last.at else { return }
            // A log that shrank is another log: what was learnt of the old one does not hold for it.
            if offset < last.offset { samples.removeAll(keepingCapacity: true) }
        }
        let count = samples.count
        if count >= 2, samples[count - 1].offset == offset, samples[count - 2].offset == offset {
            // Of a log at rest only the two ends of the rest matter.
            samples[count - 1].at = at
        } else {
            samples.append(Sample(offset, at: at))
            if samples.count == Self.mostSamples { thin() }
        }
    }

    /// The last moment at which the log ended at `offset`: the record there was written right after it.
    func passing(_ offset: Int64) -> Passing {
        guard let last = samples.last, offset < last.offset else { return .notYet }
        guard offset >= samples[0].offset else { return .before(milliseconds: Double(samples[0].at)) }
        var high = samples.count - 1
        var low = high
        // Most readers are close behind: look from the newest back, in growing strides, before halving.
        var stride = 1
        while samples[low].offset > offset {
            high = low
            low = max(0, low - stride)
            stride *= 2
        }
        while high - low > 1 {
            let middle = (low + high) / 2
            if samples[middle].offset <= offset { low = middle } else { high = middle }
        }
        let (before, after) = (samples[low], samples[high])
        let share = Double(offset - before.offset) / Double(after.offset - before.offset)
        return .at(milliseconds: Double(before.at) + share * Double(after.at - before.at))
    }

    /// A sample goes when the gap it leaves is small against its age, so that interpolation is as exact a minute back
    /// as an hour back, in proportion.
    private mutating func thin() {
        var share = 0.25
        while samples.count > Self.mostSamples * 3 / 4 {
            thin(gapsUpTo: share)
            share *= 1.5
        }
    }

    private mutating func thin(gapsUpTo share: Double) {
        let newest = samples[samples.count - 1].at
        var kept = [samples[samples.count - 1]]
        kept.reserveCapacity(Self.mostSamples)
        for index in stride(from: samples.count - 2, to: 0, by: -1) {
            let sample = samples[index]
            let gap = Double(kept[kept.count - 1].at - samples[index - 1].at)
            if gap > share * Double(newest - sample.at) { kept.append(sample) }
        }
        kept.append(samples[0])
        kept.reverse()
        samples = kept
    }
}
