import CRdKafka
public import Night

extension Client {
    /// Every rule on resources of one kind. librdkafka 2.0.2 knows no transactional ids.
    public func accessRules(
        on resource: AclEntry.Resource, timeout: Duration
    ) throws(KafkaError) -> [AclEntry] {
        guard let code = resource.code else {
            throw KafkaError(RD_KAFKA_RESP_ERR__UNSUPPORTED_FEATURE, asked: "ACLs of transactional ids")
        }
        return try acls(on: code, timeout: timeout) { AclEntry(resource, $0) }
    }

    /// All ACLs of one kind of resource, in one answer; those that `make` makes nothing of are left out.
    func acls<Rule>(
        on resource: rd_kafka_ResourceType_t, timeout: Duration, _ make: (OpaquePointer) -> Rule?
    ) throws(KafkaError) -> [Rule] {
        let asked = "ACLs"
        let filter = try Self.acl(asked: asked) {
            rd_kafka_AclBindingFilter_new(
                resource, nil, RD_KAFKA_RESOURCE_PATTERN_ANY, nil, nil, RD_KAFKA_ACL_OPERATION_ANY,
                RD_KAFKA_ACL_PERMISSION_TYPE_ANY, $0, $1)
        }
        defer { rd_kafka_AclBinding_destroy(filter) }
        let event = try admin(RD_KAFKA_ADMIN_OP_DESCRIBEACLS, asked: asked, timeout: timeout) {
            rd_kafka_DescribeAcls(handle, filter, $0, $1)
        }
        defer { rd_kafka_event_destroy(event) }
        var count = 0
        let acls = rd_kafka_DescribeAcls_result_acls(rd_kafka_event_DescribeAcls_result(event), &count)
        return (0..<count).compactMap { acls?[$0] }.compactMap(make)
    }
}

extension AclEntry {
    fileprivate init?(_ resource: Resource, _ binding: OpaquePointer) {
        guard let name = rd_kafka_AclBinding_name(binding), let principal = rd_kafka_AclBinding_principal(binding),
            let host = rd_kafka_AclBinding_host(binding),
            let operation = Operation(rd_kafka_AclBinding_operation(binding))
        else { return nil }
        self.init(
            resource: resource, name: String(cString: name),
            isPrefix: rd_kafka_AclBinding_resource_pattern_type(binding) == RD_KAFKA_RESOURCE_PATTERN_PREFIXED,
            principal: String(cString: principal), host: String(cString: host), operation: operation,
            allows: rd_kafka_AclBinding_permission_type(binding) == RD_KAFKA_ACL_PERMISSION_TYPE_ALLOW)
    }
}

extension AclEntry.Resource {
    fileprivate var code: rd_kafka_ResourceType_t? {
        switch self {
        case .topic: RD_KAFKA_RESOURCE_TOPIC
        case .group: RD_KAFKA_RESOURCE_GROUP
        case .cluster: RD_KAFKA_RESOURCE_BROKER
        case .transactionalID: nil
        }
    }
}

extension AclEntry.Operation {
    fileprivate init?(_ code: rd_kafka_AclOperation_t) {
        switch code {
        case RD_KAFKA_ACL_OPERATION_ALL: self = .all
        case RD_KAFKA_ACL_OPERATION_READ: self = .read
        case RD_KAFKA_ACL_OPERATION_WRITE: self = .write
        case RD_KAFKA_ACL_OPERATION_CREATE: self = .create
        case RD_KAFKA_ACL_OPERATION_DELETE: self = .delete
        case RD_KAFKA_ACL_OPERATION_ALTER: self = .alter
        case RD_KAFKA_ACL_OPERATION_DESCRIBE: self = .describe
        case RD_KAFKA_ACL_OPERATION_CLUSTER_ACTION: self = .clusterAction
        case RD_KAFKA_ACL_OPERATION_DESCRIBE_CONFIGS: self = .describeConfigs
        case RD_KAFKA_ACL_OPERATION_ALTER_CONFIGS: self = .alterConfigs
        case RD_KAFKA_ACL_OPERATION_IDEMPOTENT_WRITE: self = .idempotentWrite
        default: return nil
        }
    }
}
