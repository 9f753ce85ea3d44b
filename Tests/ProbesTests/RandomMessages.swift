import Night
import SampleNights
import TestSupport
import Wire

@testable import Probes

extension SeededGenerator {
    /// Of the kind with this number, as the framing counts them; the one after the last is a retirement.
    mutating func message(kind: UInt8) -> ProbeMessage {
        guard Observation.kinds.contains(kind) else { return .retiring(name()) }
        let observation = observation(kind: kind)
        return .observed(stamp(), observation)
    }

    mutating func messages(_ count: Int) -> [ProbeMessage] {
        let kinds = Int(Observation.kinds.upperBound) + 1
        return (0..<count).map { message(kind: UInt8($0 % kinds) + 1) }
    }
}
