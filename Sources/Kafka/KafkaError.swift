import CRdKafka

/// An answer that was an error, from a broker or from librdkafka itself.
public struct KafkaError: Error, Sendable, Equatable, CustomStringConvertible {
    /// rd_kafka_resp_err_t: negative for librdkafka's own.
    public let code: Int32
    /// What was asked.
    public let asked: String
    public let said: String

    public init(code: Int32, asked: String, said: String) {
        self.code = code
        self.asked = asked
        self.said = said
    }

    init(_ code: rd_kafka_resp_err_t, asked: String, said: String? = nil) {
        self.init(
            code: code.rawValue, asked: asked, said: said ?? String(cString: rd_kafka_err2str(code)))
    }

    public var description: String { "\(asked): \(said)" }

    public var isTimeout: Bool {
        code == RD_KAFKA_RESP_ERR__TIMED_OUT.rawValue || code == RD_KAFKA_RESP_ERR__TIMED_OUT_QUEUE.rawValue
            || code == RD_KAFKA_RESP_ERR__MSG_TIMED_OUT.rawValue
    }

    /// The broker does not serve this request at all.
    public var isUnsupported: Bool {
        code == RD_KAFKA_RESP_ERR__UNSUPPORTED_FEATURE.rawValue
            || code == RD_KAFKA_RESP_ERR_UNSUPPORTED_VERSION.rawValue
    }

    public var isAuthentication: Bool {
        code == RD_KAFKA_RESP_ERR__AUTHENTICATION.rawValue
            || code == RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED.rawValue
    }

    /// What only the controller answers was not asked of anybody: none is known. A mock cluster never has one.
    public var isWithoutController: Bool { isTimeout && said.contains("waiting for controller") }

    /// It was understood, and is not for us to know.
    public var isNotAuthorized: Bool {
        code == RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED.rawValue
            || code == RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED.rawValue || isGroupAuthorization
    }

    /// The cluster has no authorizer: there is nothing to read ACLs from, and none would be obeyed.
    public var isWithoutAuthorizer: Bool { code == RD_KAFKA_RESP_ERR_SECURITY_DISABLED.rawValue }

    /// Somebody is in the group: the broker takes no position from outside.
    public var isLivingGroup: Bool {
        code == RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID.rawValue || code == RD_KAFKA_RESP_ERR_NON_EMPTY_GROUP.rawValue
            || code == RD_KAFKA_RESP_ERR_GROUP_SUBSCRIBED_TO_TOPIC.rawValue
    }

    public var isGroupAuthorization: Bool { code == RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED.rawValue }

    /// Who keeps the group's positions is being found out: soon answered otherwise.
    public var isCoordinatorMoving: Bool {
        code == RD_KAFKA_RESP_ERR_NOT_COORDINATOR.rawValue
            || code == RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE.rawValue
            || code == RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS.rawValue
    }

    public var isTopicAuthorization: Bool { code == RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED.rawValue }

    /// The broker has no such topic, or no such partition of it.
    public var isMissingTopic: Bool {
        code == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART.rawValue
            || code == RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC.rawValue
            || code == RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION.rawValue
    }

    public var isUnknownGroup: Bool { code == RD_KAFKA_RESP_ERR_GROUP_ID_NOT_FOUND.rawValue }
}
