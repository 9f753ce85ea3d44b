import CCrypto

/// SHA-256 over columns, each preceded by its type and length, so that no two rows spell the same bytes:
/// `i` (or `r`, a real's bits) and eight bytes big-endian; `t` (text) or `b` (bytes), eight bytes of length big-endian and the bytes; `n` for
/// NULL. The first column is the row's table.
enum ChainHash {
    static func of(_ columns: [Value]) throws(StoreProblem) -> [UInt8] {
        var spelt: [UInt8] = []
        for column in columns {
            switch column {
            case .integer(let number): spelt += "i".utf8 + bigEndian(number)
            case .real(let number): spelt += "r".utf8 + bigEndian(Int64(bitPattern: number.bitPattern))
            case .text(let text): spelt += "t".utf8 + bigEndian(Int64(text.utf8.count)) + text.utf8
            case .bytes(let bytes): spelt += "b".utf8 + bigEndian(Int64(bytes.count)) + bytes
            case .none: spelt += "n".utf8
            }
        }
        return try sha256(spelt)
    }

    private static func bigEndian(_ number: Int64) -> [UInt8] {
        withUnsafeBytes(of: number.bigEndian) { Array($0) }
    }
}

func sha256(_ bytes: [UInt8]) throws(StoreProblem) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: 32)
    guard EVP_Digest(bytes, bytes.count, &digest, nil, EVP_sha256(), nil) == 1 else {
        throw StoreProblem(words: "cannot be sealed: this machine's libcrypto computes no SHA-256")
    }
    return digest
}
