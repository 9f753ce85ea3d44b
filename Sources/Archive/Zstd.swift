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

    /// In one frame that ends with its check. A large piece, and what comes before it, are compressed by themselves:
    /// their bytes have distributions of their own.
    static func compress(pieces: [[UInt8]], level: Int32) throws(ArchiveError) -> [UInt8] {
        guard let context = ZSTD_createCCtx() else { throw ArchiveError("no memory to compress in") }
        defer { ZSTD_freeCCtx(context) }
        let total = pieces.reduce(0) { $0 + $1.count }
        ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, level)
        ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1)
        ZSTD_CCtx_setPledgedSrcSize(context, UInt64(total))
        // Each flush may end in a block of its own, which a bound for the whole does not count.
        let bound = ZSTD_compressBound(total) + pieces.count * 64
        var code = 0
        let packed = [UInt8](unsafeUninitializedCapacity: bound) { buffer, filled in
            var output = ZSTD_outBuffer(dst: buffer.baseAddress, size: buffer.count, pos: 0)
            for (number, piece) in pieces.enumerated() where ZSTD_isError(code) == 0 {
                let isLarge =
                    piece.count >= smallestAlone
                    || number + 1 < pieces.count && pieces[number + 1].count >= smallestAlone
                let directive = number == pieces.count - 1 ? ZSTD_e_end : isLarge ? ZSTD_e_flush : ZSTD_e_continue
                piece.withUnsafeBytes { bytes in
                    var input = ZSTD_inBuffer(src: bytes.baseAddress, size: bytes.count, pos: 0)
                    code = ZSTD_compressStream2(context, &output, &input, directive)
                }
            }
            filled = output.pos
        }
        // What is left to flush: nothing, where the bound holds.
        guard code == 0 else {
            throw ArchiveError("cannot be compressed: \(String(cString: ZSTD_getErrorName(code)))")
        }
        return packed
    }

    private static let smallestAlone = 1 << 10

    /// What ends a frame of `compress(pieces:level:)`, and tells it from others.
    static func check(of frame: [UInt8]) -> UInt32 {
        frame.suffix(4).reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }
}

/// Why recorded bytes cannot be made into what they recorded, or the other way round.
public struct ArchiveError: Error, Sendable, Equatable, CustomStringConvertible {
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
