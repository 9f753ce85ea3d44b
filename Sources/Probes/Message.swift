public import Night
public import Wire

/// What a probe says to its supervisor.
public enum ProbeMessage: Sendable, Equatable {
    case observed(Stamp, Observation)
    /// It ends itself after this, in good order, and wants a successor.
    case retiring(String)

    private static let retiring: UInt8 = 100

    func write(to writer: inout WireWriter) {
        switch self {
        case .observed(let stamp, let observation):
            writer.beginFrame(observation.kind)
            writer.signed(stamp.moment.nanoseconds)
            writer.signed(stamp.wall.milliseconds)
            observation.write(to: &writer)
        case .retiring(let why):
            writer.beginFrame(Self.retiring)
            writer.text(why)
        }
        writer.endFrame()
    }

    static func read(from reader: inout WireReader) throws(WireError) -> ProbeMessage {
        let kind = try reader.byte()
        if kind == retiring { return .retiring(try reader.text()) }
        let stamp = Stamp(
            moment: Moment(nanoseconds: try reader.signed()), wall: WallTime(milliseconds: try reader.signed()))
        return .observed(stamp, try .read(kind: kind, from: &reader))
    }
}

/// Puts messages together from bytes as they come up the pipe, in whatever pieces.
public struct MessageStream: Sendable {
    private var pending: [UInt8] = []
    private var names: [String] = []
    private var opened = false

    public init() {}

    public mutating func take(_ bytes: [UInt8]) throws(WireError) -> [ProbeMessage] {
        pending += bytes
        var at = 0
        if !opened {
            guard pending.count >= Wire.opening.count else {
                guard Wire.opening.starts(with: pending) else { throw .notAProbe }
                return []
            }
            guard pending.starts(with: Wire.opening.dropLast()) else { throw .notAProbe }
            let version = pending[Wire.opening.count - 1]
            guard version == Wire.version else { throw .otherVersion(version) }
            at = Wire.opening.count
            opened = true
        }
        var messages: [ProbeMessage] = []
        while pending.count - at >= 4 {
            let length = pending[at..<at + 4].reversed().reduce(0) { $0 << 8 | Int($1) }
            guard length <= Wire.largestFrame else { throw .oversized("a frame", length) }
            guard pending.count - at - 4 >= length else { break }
            var reader = WireReader(pending[at + 4..<at + 4 + length], names: names)
            names = []  // so that the reader's is the only copy and grows in place
            messages.append(try .read(from: &reader))
            names = reader.names
            at += 4 + length
        }
        pending.removeFirst(at)
        return messages
    }
}
