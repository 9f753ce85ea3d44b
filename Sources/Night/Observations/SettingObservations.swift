/// The settings of a topic that decide how it behaves; not all that a broker serves.
public struct TopicSettings: Sendable, Equatable, Codable {
    public enum Answer: Sendable, Equatable, Codable {
        /// By name; a setting the cluster does not know is not in it.
        case values([String: String])
        /// Why there are none: refused, or not served by this cluster. Never taken for "the same".
        case none(String)
    }

    public var topic: String
    public var answer: Answer

    public init(topic: String, _ answer: Answer) {
        self.topic = topic
        self.answer = answer
    }
}

/// One line of a cluster's access rules.
public struct AclEntry: Sendable, Hashable, Codable {
    public enum Resource: UInt8, Sendable, CaseIterable, Codable { case topic, group, cluster, transactionalID }
    public enum Operation: UInt8, Sendable, CaseIterable, Codable {
        case all, read, write, create, delete, alter, describe, clusterAction, describeConfigs, alterConfigs
        case idempotentWrite
    }

    public var resource: Resource
    public var name: String
    public var isPrefix: Bool
    public var principal: String
    public var host: String
    public var operation: Operation
    public var allows: Bool

    public init(
        resource: Resource, name: String, isPrefix: Bool = false, principal: String, host: String = "*",
        operation: Operation, allows: Bool = true
    ) {
        self.resource = resource
        self.name = name
        self.isPrefix = isPrefix
        self.principal = principal
        self.host = host
        self.operation = operation
        self.allows = allows
    }
}

/// Every rule that could touch a wave's topics and groups.
public enum AclListing: Sendable, Equatable, Codable {
    case rules([AclEntry])
    /// There is no authorizer: everybody may do everything.
    case noAuthorizer
    /// Refused, or not served by this cluster: who may do what is unknown.
    case refused(String)
}
