import Night
import Wire

/// Readings one after the other, each whole.
enum ReadingSpelling {
    static func bytes(of readings: [Observed]) -> [UInt8] {
        var writer = WireWriter()
        for observed in readings {
            writer.signed(observed.at.moment.nanoseconds)
            writer.signed(observed.at.wall.milliseconds)
            write(observed.by, observed.what, to: &writer)
        }
        return writer.take()
    }

    static func readings(in bytes: [UInt8]) throws(WireError) -> [Observed] {
        var reader = WireReader(bytes[...], names: [])
        var readings: [Observed] = []
        while reader.position < bytes.count {
            let at = Stamp(
                moment: Moment(nanoseconds: try reader.signed()), wall: WallTime(milliseconds: try reader.signed()))
            let said = try said(in: &reader)
            readings.append(Observed(by: said.by, at: at, what: said.what))
            guard readings.count <= BlockLimits.mostReadings else { throw .oversized("a list", readings.count) }
        }
        return readings
    }

    static func write(_ by: ProbeName, _ what: Observation, to writer: inout WireWriter) {
        writer.unsigned(by.number)
        writer.unsigned(UInt64(what.kind))
        what.write(to: &writer)
    }

    static func said(in reader: inout WireReader) throws(WireError) -> (by: ProbeName, what: Observation) {
        let by = try ProbeName.read(from: &reader)
        let kind = try reader.unsigned()
        return (by, try .read(kind: UInt8(clamping: kind), from: &reader))
    }
}
