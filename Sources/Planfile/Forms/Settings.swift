import Night

/// Values that may be, or hold, a secret.
extension PlanReader {
    /// Some properties only sound secret: the address of a token endpoint is none.
    static func isSecret(property name: String) -> Bool {
        let name = name.lowercased()
        if name.hasSuffix(".url") || name.hasSuffix(".location") { return false }
        return ["password", "secret", "token", "ssl.key.pem", "sasl.jaas.config", "credential"]
            .contains { name.contains($0) }
    }

    /// `name` decides whether plain text is refused. No problem reported here shows the value.
    func setting(_ node: YamlNode, of name: String) -> Setting? {
        let isSecret = Self.isSecret(property: name)
        guard let text = node.scalar else {
            mismatch(node, expected: isSecret ? "a secret, ${env:NAME} or ${file:PATH}" : "a value")
            return nil
        }
        guard let pieces = pieces(of: text) else {
            report(
                at: node.position, text: name,
                "a secret is written ${env:NAME} or ${file:PATH}, and \"${\" begins nothing else")
            return nil
        }
        var value = ""
        var holdsSecret = false
        for piece in pieces {
            switch piece {
            case .plain(let text): value += text
            case .secret(let reference):
                holdsSecret = true
                guard let secret = resolve(reference, at: node.position) else { return nil }
                value += secret
            }
        }
        if isSecret && !holdsSecret {
            report(at: node.position, text: name, "a secret in plain text; write it as ${env:NAME} or ${file:PATH}")
            return nil
        }
        return holdsSecret ? .secret(value) : .plain(value)
    }

    private func resolve(_ reference: SecretReference, at position: PlanPosition) -> String? {
        do { return try reference.resolved(from: secrets) } catch {
            report(at: position, text: reference.written, error.reason)
            return nil
        }
    }

    private enum Piece {
        case plain(String)
        case secret(SecretReference)
    }

    /// Nil when a `${` begins no reference.
    private func pieces(of text: String) -> [Piece]? {
        var pieces: [Piece] = []
        var plain = ""
        var rest = text[...]
        while let character = rest.first {
            guard rest.hasPrefix("${") else {
                plain.append(character)
                rest.removeFirst()
                continue
            }
            let inside = rest.dropFirst(2).prefix { $0 != "}" }
            let after = rest.dropFirst(2 + inside.count)
            guard after.first == "}", let reference = SecretReference(inside) else { return nil }
            pieces.append(.plain(plain))
            pieces.append(.secret(reference))
            plain = ""
            rest = after.dropFirst()
        }
        return pieces + [.plain(plain)]
    }
}

extension SecretReference {
    var written: String {
        switch self {
        case .variable(let name): "${env:\(name)}"
        case .file(let path): "${file:\(path)}"
        }
    }
}
