public import Web

/// Why a registry did not say what it was asked.
public struct RegistryError: Error, Sendable, Equatable {
    public enum Kind: Sendable, Equatable {
        case web(WebError)
        /// `code`: Confluent's own, five digits, where there is one.
        case refused(status: Int, code: Int?, String)
        /// It answered, and not as a registry does.
        case nonsense(String)
    }

    public let asked: String
    public let kind: Kind

    /// 40401 no such subject, 40402 no such version, 40403 no such schema, 40408 and 40409 nothing set for a subject;
    /// a path an older registry does not know has no code, or is 404 itself.
    var isNotThere: Bool {
        guard case .refused(404, let code, _) = kind else { return false }
        return code == nil || code == 404 || (40_401...40_409).contains(code ?? 0)
    }
}

extension RegistryError: CustomStringConvertible {
    public var description: String {
        switch kind {
        case .web(let error): "\(asked): \(error)"
        case .refused(let status, let code, let words):
            "\(asked): HTTP \(status)\(code.map { ", \($0)" } ?? "")\(words.isEmpty ? "" : ": \(words)")"
        case .nonsense(let what): "\(asked): no registry's answer, \(what)"
        }
    }
}
