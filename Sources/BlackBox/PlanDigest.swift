/// What tells one text of a plan from another: its SHA-256, in hexadecimal.
public enum PlanDigest {
    public static func of(_ text: [UInt8]) throws -> String {
        try sha256(text).map { byte in
            let digits = String(byte, radix: 16)
            return byte < 16 ? "0" + digits : digits
        }.joined()
    }
}
