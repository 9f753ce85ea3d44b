@testable import MirrorMaker

/// Bytes as they stand in a table: "00 01 41".
func hex(_ text: String) -> [UInt8] {
    text.split(whereSeparator: \.isWhitespace).map { UInt8($0, radix: 16) ?? 0 }
}

/// What decoding made of it: the value, or why not.
func reading<Value>(_ body: () throws(Unreadable) -> Value) -> Result<Value, Unreadable> {
    do { return .success(try body()) } catch { return .failure(error) }
}

enum Written {
    static func integer<Integer: FixedWidthInteger>(_ value: Integer) -> [UInt8] {
        withUnsafeBytes(of: value.bigEndian, Array.init)
    }

    static func text(_ text: String) -> [UInt8] { integer(Int16(text.utf8.count)) + Array(text.utf8) }

    static func syncKey(_ topic: String, _ partition: Int32) -> [UInt8] { text(topic) + integer(partition) }
    static func sync(_ upstream: Int64, _ downstream: Int64) -> [UInt8] { integer(upstream) + integer(downstream) }

    static func checkpoint(_ upstream: Int64, _ downstream: Int64, version: Int16 = 0, note: String = "") -> [UInt8] {
        integer(version) + sync(upstream, downstream) + text(note)
    }
}
