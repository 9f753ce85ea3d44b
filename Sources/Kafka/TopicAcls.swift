import CRdKafka

/// One line of access control on topics.
public struct TopicAcl: Sendable, Hashable, Codable {
    public enum Pattern: String, Sendable, Codable { case literal, prefixed }
    public enum Permission: String, Sendable, Codable { case allow, deny }
    /// The ones a topic can have, in Kafka's order.
    public enum Operation: String, Sendable, CaseIterable, Codable {
        case unknown, any, all, read, write, create, delete, alter, describe, clusterAction, describeConfigs
        case alterConfigs, idempotentWrite
    }

    /// Of the topic, or what it begins with; a literal `*` is every topic.
    public var name: String
    public var pattern: Pattern
    public var principal: String
    public var host: String
    public var operation: Operation
    public var permission: Permission

    public init(
        _ permission: Permission, _ operation: Operation, to principal: String, from host: String = "*",
        on name: String, _ pattern: Pattern = .literal
    ) {
        self.name = name
        self.pattern = pattern
        self.principal = principal
        self.host = host
        self.operation = operation
        self.permission = permission
    }

    public func concerns(_ topic: String) -> Bool {
        switch pattern {
        case .literal: name == "*" || name == topic
        case .prefixed: topic.hasPrefix(name)
        }
    }
}

extension TopicAcl: CustomStringConvertible {
    public var description: String {
        let verbs = "\(permission.rawValue.uppercased()) \(operation.rawValue.uppercased())"
        return "\(verbs) \(principal)\(host == "*" ? "" : "@\(host)") on \(name)\(pattern == .prefixed ? "*" : "")"
    }
}

/// ACLs are read in one answer and changed line by line: every line has an answer of its own.
extension Client {
    /// Of all topics.
    public func topicAcls(timeout: Duration) throws(KafkaError) -> Set<TopicAcl> {
        Set(try acls(on: RD_KAFKA_RESOURCE_TOPIC, timeout: timeout, TopicAcl.init))
    }

    /// What became of each, in the order given: nil where it is there now.
    public func createAcls(_ acls: [TopicAcl], timeout: Duration) throws(KafkaError) -> [KafkaError?] {
        let asked = "creation of ACLs"
        var bindings = try Self.bindings(acls, asked: asked)
        defer { bindings.forEach { rd_kafka_AclBinding_destroy($0) } }
        guard !bindings.isEmpty else { return [] }
        let event = try admin(RD_KAFKA_ADMIN_OP_CREATEACLS, asked: asked, timeout: timeout) {
            rd_kafka_CreateAcls(handle, &bindings, bindings.count, $0, $1)
        }
        defer { rd_kafka_event_destroy(event) }
        var count = 0
        let results = rd_kafka_CreateAcls_result_acls(rd_kafka_event_CreateAcls_result(event), &count)
        return Self.answers(to: acls, asked: "create", count: count) { rd_kafka_acl_result_error(results?[$0]) }
    }

    /// What became of each, in the order given: nil where it is there no more, or never was.
    public func deleteAcls(_ acls: [TopicAcl], timeout: Duration) throws(KafkaError) -> [KafkaError?] {
        let asked = "removal of ACLs"
        // A binding is a filter that fits itself alone.
        var filters = try Self.bindings(acls, asked: asked)
        defer { filters.forEach { rd_kafka_AclBinding_destroy($0) } }
        guard !filters.isEmpty else { return [] }
        let event = try admin(RD_KAFKA_ADMIN_OP_DELETEACLS, asked: asked, timeout: timeout) {
            rd_kafka_DeleteAcls(handle, &filters, filters.count, $0, $1)
        }
        defer { rd_kafka_event_destroy(event) }
        var count = 0
        let responses = rd_kafka_DeleteAcls_result_responses(rd_kafka_event_DeleteAcls_result(event), &count)
        return Self.answers(to: acls, asked: "remove", count: count) { index in
            let response = responses?[index]
            if let error = rd_kafka_DeleteAcls_result_response_error(response) { return error }
            var matched = 0
            let acls = rd_kafka_DeleteAcls_result_response_matching_acls(response, &matched)
            return (0..<matched).lazy.compactMap { rd_kafka_AclBinding_error(acls?[$0]) }.first
        }
    }

    /// A line that was not answered counts as refused.
    private static func answers(
        to acls: [TopicAcl], asked: String, count: Int, _ error: (Int) -> OpaquePointer?
    ) -> [KafkaError?] {
        acls.enumerated().map { index, acl in
            let asked = "\(asked) \(acl)"
            guard index < count else { return KafkaError(RD_KAFKA_RESP_ERR_UNKNOWN, asked: asked, said: "no answer") }
            guard let error = error(index), rd_kafka_error_code(error) != RD_KAFKA_RESP_ERR_NO_ERROR else { return nil }
            return KafkaError(
                rd_kafka_error_code(error), asked: asked, said: rd_kafka_error_string(error).map { String(cString: $0) }
            )
        }
    }

    private static func bindings(_ acls: [TopicAcl], asked: String) throws(KafkaError) -> [OpaquePointer?] {
        var bindings: [OpaquePointer?] = []
        do {
            for acl in acls {
                bindings.append(
                    try Self.acl(asked: "\(asked), \(acl)") {
                        rd_kafka_AclBinding_new(
                            RD_KAFKA_RESOURCE_TOPIC, acl.name, acl.pattern.code, acl.principal, acl.host,
                            acl.operation.code, acl.permission.code, $0, $1)
                    })
            }
        } catch {
            bindings.forEach { rd_kafka_AclBinding_destroy($0) }
            throw error
        }
        return bindings
    }

    static func acl(
        asked: String, _ make: (UnsafeMutablePointer<CChar>, Int) -> OpaquePointer?
    ) throws(KafkaError) -> OpaquePointer {
        var said = [CChar](repeating: 0, count: 256)
        if let made = make(&said, said.count) { return made }
        let text = String(decoding: said.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        throw KafkaError(RD_KAFKA_RESP_ERR__INVALID_ARG, asked: asked, said: text)
    }
}

extension TopicAcl {
    fileprivate init?(_ binding: OpaquePointer) {
        guard let name = rd_kafka_AclBinding_name(binding), let principal = rd_kafka_AclBinding_principal(binding),
            let host = rd_kafka_AclBinding_host(binding)
        else { return nil }
        let isPrefixed = rd_kafka_AclBinding_resource_pattern_type(binding) == RD_KAFKA_RESOURCE_PATTERN_PREFIXED
        let isDenial = rd_kafka_AclBinding_permission_type(binding) == RD_KAFKA_ACL_PERMISSION_TYPE_DENY
        self.init(
            isDenial ? .deny : .allow, Operation(rd_kafka_AclBinding_operation(binding)),
            to: String(cString: principal), from: String(cString: host), on: String(cString: name),
            isPrefixed ? .prefixed : .literal)
    }
}

extension TopicAcl.Operation {
    fileprivate init(_ code: rd_kafka_AclOperation_t) {
        let place = Int(code.rawValue)
        self = Self.allCases.indices.contains(place) ? Self.allCases[place] : .unknown
    }

    fileprivate var code: rd_kafka_AclOperation_t {
        rd_kafka_AclOperation_t(UInt32(Self.allCases.firstIndex(of: self) ?? 0))
    }
}

extension TopicAcl.Pattern {
    fileprivate var code: rd_kafka_ResourcePatternType_t {
        self == .literal ? RD_KAFKA_RESOURCE_PATTERN_LITERAL : RD_KAFKA_RESOURCE_PATTERN_PREFIXED
    }
}

extension TopicAcl.Permission {
    fileprivate var code: rd_kafka_AclPermissionType_t {
        self == .allow ? RD_KAFKA_ACL_PERMISSION_TYPE_ALLOW : RD_KAFKA_ACL_PERMISSION_TYPE_DENY
    }
}
