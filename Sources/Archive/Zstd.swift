import CZstd

/// The one place that talks to libzstd.
enum Zstd {
    /// `atMost` is for bytes from outside, whose own word on how much they hold is not relied on.
    static func decompress(_ bytes: [UInt8], atMost limit: Int) throws(ArchiveError) -> [UInt8] {
        let promised = ZSTD_getFrameContentSize(bytes, bytes.count)
        guard promised <= UInt64(limit) else { throw ArchiveError("compressed bytes that are damaged or too many") }
        var code = 0
        let restored = [UInt8](unsafeUninitializedCapacity: Int(promised)) { buffer, filled in
            code = ZSTD_decompress(buffer.baseAddress, buffer.count, bytes, bytes.count)
            filled = ZSTD_isError(code) == 0 ? code : 0
        }
        guard ZSTD_isError(code) == 0, restored.count == Int(promised) else {
            throw ArchiveError("compressed bytes that are damaged: \(String(cString: ZSTD_getErrorName(code)))")
        }
        return restored
    }

    static func compress(_ bytes: [UInt8], level: Int32) throws(ArchiveError) -> [UInt8] {
        let bound = ZSTD_compressBound(bytes.count)
        var code = 0
        let packed = [UInt8](unsafeUninitializedCapacity: bound) { buffer, filled in
            code = ZSTD_compress(buffer.baseAddress, buffer.count, bytes, bytes.count, level)
            filled = ZSTD_isError(code) == 0 ? code : 0
        }
        guard ZSTD_isError(code) == 0 else {
            throw ArchiveError("cannot be compressed: \(String(cString: ZSTD_getErrorName(code)))")
        }
        return packed
    }
}

/// Why recorded bytes cannot be made into what they recorded, or the other way round.
public struct ArchiveError: Error, Sendable, Equatable, CustomStringConvertible {
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
