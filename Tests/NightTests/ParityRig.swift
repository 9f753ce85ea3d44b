import Night

/// What a night is told of both sides' settings, rules, subjects and connectors, on top of everything that is right.
extension GatedNight {
    /// As the brokers of both sides would serve it.
    static let settings = [
        "retention.ms": "604800000", "retention.bytes": "-1", "cleanup.policy": "delete", "min.insync.replicas": "2",
        "max.message.bytes": "1048588", "message.timestamp.type": "CreateTime",
        "unclean.leader.election.enable": "false", "compression.type": "producer", "segment.ms": "604800000",
    ]

    mutating func set(_ role: ClusterRole, _ changes: [String: String?] = [:], topic: String = "orders") {
        var values = Self.settings
        for (name, value) in changes { values[name] = value }
        rig.take(.settings([TopicSettings(topic: topic, .values(values))]), from: role, at: now)
    }

    mutating func rule(_ role: ClusterRole, _ rules: [AclEntry]) {
        rig.take(.acls(.rules(rules)), from: role, at: now)
    }

    mutating func tell(_ role: ClusterRole, _ what: Observation) {
        rig.night.take(Observed(by: .endpoints(role), at: Rig.stamp(now), what: what))
    }

    mutating func connector(_ name: String, _ role: ClusterRole, _ state: ConnectorState, tasks: [ConnectorState] = [])
    {
        let reading = ConnectorReading(
            name: name, state: state, worker: "w:8083",
            tasks: tasks.enumerated().map { TaskReading(id: Int32($0), state: $1, worker: "w:8083") })
        tell(role, .connectors(ConnectorsReading(connectors: [reading])))
    }
}

extension AclEntry {
    static func allow(
        _ principal: String, _ operation: Operation, _ resource: Resource = .topic, _ name: String = "orders",
        isPrefix: Bool = false, from host: String = "*"
    ) -> AclEntry {
        AclEntry(
            resource: resource, name: name, isPrefix: isPrefix, principal: principal, host: host, operation: operation)
    }

    static func deny(_ principal: String, _ operation: Operation, _ name: String = "orders") -> AclEntry {
        AclEntry(resource: .topic, name: name, principal: principal, operation: operation, allows: false)
    }
}
