/// Text from a plan as a problem may show it: short, harmless to a terminal, and with nothing that may be a secret.
enum Excerpt {
    static let longest = 60

    static func of(_ text: String) -> String {
        visible(withoutSecrets(text), atMost: longest)
    }

    /// Characters that would move a cursor, hide or reorder text are written out.
    static func visible(_ text: String, atMost limit: Int) -> String {
        var shown = ""
        var count = 0
        for scalar in text.unicodeScalars {
            guard count < limit else { return shown + "…" }
            count += 1
            switch scalar {
            case "\n": shown += "\\n"
            case "\t": shown += "\\t"
            case "\r": shown += "\\r"
            default:
                if isHarmless(scalar) {
                    shown.unicodeScalars.append(scalar)
                } else {
                    shown += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
                }
            }
        }
        return shown
    }

    private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned: false
        default: true
        }
    }

    /// A whole `${…}` names a secret and holds none. Anything else ends at the word a secret may follow, or at the
    /// user and password of a URL.
    private static func withoutSecrets(_ text: String) -> String {
        if SecretReference.isWhole(text) { return text }
        let lower = text.lowercased()
        for word in ["password", "secret", "token", "credential", "://"] {
            guard let end = lower.firstRange(of: word)?.upperBound, end < lower.endIndex else { continue }
            let rest = lower[end...]
            let hides = word == "://" ? rest.contains("@") : rest.contains { $0 == "=" || $0 == ":" || $0 == " " }
            if hides { return String(text.prefix(lower.distance(from: lower.startIndex, to: end))) + "…" }
        }
        return text
    }
}
