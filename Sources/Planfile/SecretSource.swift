import Glibc

/// Where the values of `${env:NAME}` and `${file:PATH}` come from.
public struct SecretSource: Sendable {
    /// Nil: not set.
    let variable: @Sendable (String) -> String?
    let file: @Sendable (String) throws(UnreadableFile) -> [UInt8]

    public init(
        variable: @escaping @Sendable (String) -> String?,
        file: @escaping @Sendable (String) throws(UnreadableFile) -> [UInt8]
    ) {
        self.variable = variable
        self.file = file
    }

    /// A key with its chain fits easily; anything longer is not a secret a person placed there.
    public static let longest = 64 * 1024

    public static let system = SecretSource(
        variable: { name in getenv(name).map { String(cString: $0) } },
        file: { path throws(UnreadableFile) in try readFile(path, atMost: longest) })
}

/// `${env:NAME}` or `${file:PATH}`, as it stands in a value.
enum SecretReference: Equatable {
    case variable(String)
    case file(String)

    init?(_ inside: some StringProtocol) {
        if inside.hasPrefix("env:"), inside.utf8.count > 4 {
            self = .variable(String(inside.dropFirst(4)))
        } else if inside.hasPrefix("file:"), inside.utf8.count > 5 {
            self = .file(String(inside.dropFirst(5)))
        } else {
            return nil
        }
    }

    static func isWhole(_ text: String) -> Bool {
        guard text.hasPrefix("${"), text.hasSuffix("}") else { return false }
        let inside = text.dropFirst(2).dropLast()
        return SecretReference(inside) != nil && !inside.contains { $0 == "$" || $0 == "{" || $0 == "}" }
    }

    static func appears(in text: String) -> Bool {
        text.contains("${env:") || text.contains("${file:")
    }
}

extension SecretReference {
    /// Why there is no value. Says nothing of what was found.
    struct Missing: Error {
        let reason: String
    }

    func resolved(from source: SecretSource) throws(Missing) -> String {
        switch self {
        case .variable(let name):
            guard let value = source.variable(name) else {
                throw Missing(reason: "the environment variable \(name) is not set")
            }
            return try Self.usable(value, called: "the environment variable \(name)")
        case .file(let path):
            let bytes: [UInt8]
            do { bytes = try source.file(path) } catch { throw Missing(reason: "\(path): \(error)") }
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw Missing(reason: "\(path): not UTF-8 text")
            }
            // Editors and `echo` leave a newline that is no part of the secret. "\r\n" is one character in Swift.
            let value = text.last?.isNewline == true ? String(text.dropLast()) : text
            return try Self.usable(value, called: path)
        }
    }

    private static func usable(_ value: String, called name: String) throws(Missing) -> String {
        if value.isEmpty { throw Missing(reason: "\(name) is empty") }
        // A C library would read it only as far as this.
        if value.utf8.contains(0) { throw Missing(reason: "\(name) holds a NUL byte") }
        return value
    }
}
