/// Who may do what on one cluster, as its brokers would decide it: a DENY outweighs every ALLOW, and where no rule names
/// a resource at all the cluster's own default holds, which no client can ask. Super users stand in no rule.
struct AccessRules: Sendable {
    /// What a principal may do with one thing.
    enum Permission: Sendable, Equatable {
        /// From these hosts ("*": from all), but not from those.
        case allowed(from: Set<String>, except: Set<String> = [])
        case denied(by: Denial)
        case unknown(String)
    }

    enum Denial: Sendable, Equatable {
        /// A DENY.
        case rule
        /// None of the rules that there are lets it.
        case noAllow
        /// No rule names it, and the cluster is closed by default.
        case closed
    }

    private enum Answer: Sendable {
        case unread
        case refused(String)
        case everybody
        case rules(literal: [Key: [AclEntry]], prefixed: [Key: [AclEntry]], lengths: [Int])
    }

    private struct Key: Hashable {
        let resource: AclEntry.Resource
        let name: String
    }

    private var answer = Answer.unread
    /// allow.everyone.if.no.acl.found, as the plan says.
    private let isOpenByDefault: Bool?
    private(set) var readAt: Moment?

    init(isOpenByDefault: Bool?) {
        self.isOpenByDefault = isOpenByDefault
    }

    mutating func take(_ listing: AclListing, at moment: Moment) {
        readAt = moment
        switch listing {
        case .noAuthorizer: answer = .everybody
        case .refused(let why): answer = .refused(String(why.prefix(NightLog.longestText)))
        case .rules(let rules):
            var (literal, prefixed) = ([Key: [AclEntry]](), [Key: [AclEntry]]())
            for rule in rules {
                let key = Key(resource: rule.resource, name: rule.name)
                if rule.isPrefix {
                    prefixed[key, default: []].append(rule)
                } else {
                    literal[key, default: []].append(rule)
                }
            }
            answer = .rules(
                literal: literal, prefixed: prefixed, lengths: Array(Set(prefixed.keys.map(\.name.utf8.count))))
        }
    }

    /// There is no authorizer: everybody may do everything.
    var isWithoutAuthorizer: Bool { if case .everybody = answer { true } else { false } }

    /// Why nothing can be said of it; nil: it was read.
    var whyUnknown: String? {
        switch answer {
        case .unread: Why.unread
        case .refused(let why): why
        case .everybody, .rules: nil
        }
    }

    func permission(
        of principal: String, to operation: AclEntry.Operation, _ resource: AclEntry.Resource, _ name: String
    ) -> Permission {
        permission(of: principal, to: operation, under: rules(naming: resource, name))
    }

    private func permission(
        of principal: String, to operation: AclEntry.Operation, under rules: [AclEntry]
    ) -> Permission {
        if let whyUnknown { return .unknown(whyUnknown) }
        if isWithoutAuthorizer { return .allowed(from: ["*"]) }
        guard !rules.isEmpty else {
            switch isOpenByDefault {
            case true?: return .allowed(from: ["*"])
            case false?: return .denied(by: .closed)
            case nil: return .unknown("no rule names it, and the plan does not say open-by-default")
            }
        }
        let concerned = rules.filter { $0.concerns(principal) && ($0.operation == operation || $0.operation == .all) }
        let denied = Set(concerned.lazy.filter { !$0.allows }.map(\.host))
        if denied.contains("*") { return .denied(by: .rule) }
        let allowed = Set(concerned.lazy.filter(\.allows).map(\.host))
        return allowed.isEmpty ? .denied(by: .noAllow) : .allowed(from: allowed, except: denied)
    }

    /// Who is let by a rule; nil: everybody is, or it is not known who.
    func principals(to operation: AclEntry.Operation, _ resource: AclEntry.Resource, _ name: String) -> [String]? {
        let rules = rules(naming: resource, name)
        guard !rules.isEmpty else { return nil }
        let named = Set(
            rules.lazy.filter { $0.allows && ($0.operation == operation || $0.operation == .all) }.map(\.principal))
        return named.sorted().filter {
            if case .allowed = permission(of: $0, to: operation, under: rules) { true } else { false }
        }
    }

    /// Literal, by prefix, and those of all.
    private func rules(naming resource: AclEntry.Resource, _ name: String) -> [AclEntry] {
        guard case .rules(let literal, let prefixed, let lengths) = answer else { return [] }
        var found = literal[Key(resource: resource, name: name)] ?? []
        if name != "*" { found += literal[Key(resource: resource, name: "*")] ?? [] }
        for length in lengths where length <= name.utf8.count {
            guard let prefix = String(name.utf8.prefix(length)) else { continue }
            found += prefixed[Key(resource: resource, name: prefix)] ?? []
        }
        return found
    }
}

extension AclEntry {
    fileprivate func concerns(_ principal: String) -> Bool { self.principal == principal || self.principal == "User:*" }
}
