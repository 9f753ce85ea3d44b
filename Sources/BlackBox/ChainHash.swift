import CCrypto

/// SHA-256 over columns, each preceded by its type and length, so that no two rows spell the same bytes:
/// `i` (or `r`, a real's bits) and eight bytes big-endian; `t` (text) or `b` (bytes), eight bytes of length big-endian and the bytes; `n` for
/// NULL. The first column is the row's table.
enum ChainHash {
    static func of(_ columns: [Value]) throws(StoreProblem) -> [UInt8] {
        var spelt: [UInt8] = []
        spell(columns, into: &spelt)
        return try sha256(spelt)
    }

    fileprivate static func spell(_ columns: [Value], into spelt: inout [UInt8]) {
        for column in columns {
            switch column {
            case .integer(let number): spell("i", number, into: &spelt)
            case .real(let number): spell("r", Int64(bitPattern: number.bitPattern), into: &spelt)
            case .text(let text):
                spell("t", Int64(text.utf8.count), into: &spelt)
                spelt += text.utf8
            case .bytes(let bytes):
                spell("b", Int64(bytes.count), into: &spelt)
                spelt += bytes
            case .none: spelt.append(UInt8(ascii: "n"))
            }
        }
    }

    private static func spell(_ type: Unicode.Scalar, _ number: Int64, into spelt: inout [UInt8]) {
        spelt.append(UInt8(ascii: type))
        withUnsafeBytes(of: number.bigEndian) { spelt += $0 }
    }
}

/// Of many rows in order, however many: as soon as 64 KiB are spelt, their hash stands for them.
struct RowsHash {
    private var spelt: [UInt8] = []

    private static let spelledAtOnce = 1 << 16

    mutating func take(_ columns: [Value]) throws(StoreProblem) {
        ChainHash.spell(columns, into: &spelt)
        if spelt.count >= Self.spelledAtOnce { spelt = try sha256(spelt) }
    }

    func end() throws(StoreProblem) -> [UInt8] { try sha256(spelt) }
}

func sha256(_ bytes: [UInt8]) throws(StoreProblem) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: 32)
    guard EVP_Digest(bytes, bytes.count, &digest, nil, EVP_sha256(), nil) == 1 else {
        throw StoreProblem(words: "cannot be sealed: this machine's libcrypto computes no SHA-256")
    }
    return digest
}
