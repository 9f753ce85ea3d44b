/// librdkafka's words for some common mistakes say what broke, not what was done wrong.
enum Hint {
    static func added(to words: String) -> String {
        let said = withoutBookkeeping(words)
        for (sign, hint) in signs where said.contains(sign) { return "\(hint) (\(said))" }
        return said
    }

    /// "(after 0ms in state CONNECT, 1 identical error(s) suppressed)" makes another line of the same news each time.
    private static func withoutBookkeeping(_ words: String) -> String {
        guard words.hasSuffix(")"), let start = words.firstRange(of: " (after ")?.lowerBound else { return words }
        return String(words[..<start])
    }

    private static let signs = [
        // The first four bytes of "HTTP/1.1", read as a length.
        ("1213486160", "something that speaks HTTP listens there, not Kafka"),
        ("wrong version number", "no TLS there: security.protocol must be PLAINTEXT or SASL_PLAINTEXT"),
        ("unexpected eof while reading", "no TLS there: security.protocol must be PLAINTEXT or SASL_PLAINTEXT"),
        ("a PLAINTEXT broker listener?", "no TLS there: security.protocol must be PLAINTEXT or SASL_PLAINTEXT"),
        ("to a SSL listener?", "perhaps a TLS port: then security.protocol must be SSL or SASL_SSL"),
    ]
}
