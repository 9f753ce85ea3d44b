@testable import MirrorMaker

/// Bytes as they stand in a table: "00 01 41".
func hex(_ text: String) -> [UInt8] {
    text.split(whereSeparator: \.isWhitespace).map { UInt8($0, radix: 16) ?? 0 }
}

/// What decoding made of it: the value, or why not.
func reading<Value>(_ body: () throws(Unreadable) -> Value) -> Result<Value, Unreadable> {
    do { return .success(try body()) } catch { return .failure(error) }
}
