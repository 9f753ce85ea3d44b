/// A consumer that runs until it is told to stop, or until nobody holds it any more: Kafka's VerifiableConsumer, which
/// commits after every poll.
public final class GroupMember: Sendable {
    private let process: KeptProcess

    fileprivate init(_ process: KeptProcess) {
        self.process = process
    }

    /// Says goodbye to the group.
    public func leave() async throws(RealKafkaError) {
        try await process.end(grace: .seconds(15))
    }

    /// The group finds out when the session times out.
    public func kill() async throws(RealKafkaError) {
        try await process.end(grace: .zero)
    }
}

public enum GroupProtocol: String, Sendable, CaseIterable {
    case classic, consumer
}

/// Groups, as they are and as Kafka's own tool describes them.
extension RealCluster {
    /// Returns when the member has partitions of its own.
    public func join(
        _ group: String, topic: String, speaking groupProtocol: GroupProtocol = .classic
    ) async throws(RealKafkaError) -> GroupMember {
        let output = newToolFile("out")
        let arguments =
            ["--bootstrap-server", answering, "--topic", topic, "--group-id", group]
            + ["--group-protocol", groupProtocol.rawValue]
        let process = try java.start(
            "org.apache.kafka.tools.VerifiableConsumer", arguments, heap: "64m", output: output, errors: output)
        let member = GroupMember(process)
        let limit = Duration.seconds(60)
        let joined = try await Deadline.waiting(atMost: limit) { () throws(RealKafkaError) in
            if let exit = process.exit {
                throw .toolFailed(tool: "VerifiableConsumer", exit: exit, output: lastLines(of: output))
            }
            return lastLines(of: output, 1000).contains("\"name\":\"partitions_assigned\"")
        }
        guard joined else {
            throw .toolTookTooLong(tool: "VerifiableConsumer", limit: limit, output: lastLines(of: output))
        }
        return member
    }
}

/// A group as ConsumerGroupCommand shows it.
public struct GroupState: Sendable, Equatable {
    /// "Stable", "Empty", "PreparingRebalance" and so on.
    public let name: String
    public let members: Int

    public init(_ name: String, members: Int) {
        self.name = name
        self.members = members
    }
}

/// Where a group stands in one partition; nil where the tool shows a dash.
public struct GroupPosition: Sendable, Equatable {
    public let committed: Int?
    public let end: Int?
    public let lag: Int?

    public init(committed: Int?, end: Int?, lag: Int?) {
        self.committed = committed
        self.end = end
        self.lag = lag
    }
}

extension RealCluster {
    /// Of every consumer group there is.
    public func groupStates() async throws(RealKafkaError) -> [String: GroupState] {
        var states: [String: GroupState] = [:]
        for row in try await describeGroups("--state") {
            // The columns between may be empty.
            guard row.count >= 4, let members = Int(row[row.count - 1]) else { throw notUnderstood(row) }
            states[row[0]] = GroupState(row[row.count - 2], members: members)
        }
        return states
    }

    /// Of every consumer group there is, in every partition it ever committed or is assigned now.
    public func groupPositions() async throws(RealKafkaError) -> [String: [TopicPartition: GroupPosition]] {
        var positions: [String: [TopicPartition: GroupPosition]] = [:]
        for row in try await describeGroups("--offsets") {
            // A member without partitions has a row of its own, with dashes for topic and partition.
            guard row.count >= 6 else { throw notUnderstood(row) }
            guard let partition = Int(row[2]) else { continue }
            positions[row[0], default: [:]][TopicPartition(row[1], partition)] = GroupPosition(
                committed: Int(row[3]), end: Int(row[4]), lag: Int(row[5]))
        }
        return positions
    }

    /// Commits these for a group that nobody is in; it comes to be by that.
    public func commit(_ offsets: [TopicPartition: Int], for group: String) async throws(RealKafkaError) {
        let lines = offsets.map { "\($0.topic),\($0.partition),\($1)\n" }
        let file = try newToolFile("csv", holding: lines.joined())
        try await ask(groupTool, ["--reset-offsets", "--group", group, "--from-file", file, "--execute"])
    }

    /// Refused while it has members.
    public func deleteGroup(_ group: String) async throws(RealKafkaError) {
        try await ask(groupTool, ["--delete", "--group", group])
    }

    private func describeGroups(_ what: String) async throws(RealKafkaError) -> [[String]] {
        var output = ""
        // The tool lists all groups and then describes each: one that somebody deletes in between spoils it all.
        for _ in 0..<Self.mostDescriptions {
            output = try await ask(groupTool, ["--describe", "--all-groups", what])
            if !output.contains("GroupIdNotFoundException") { break }
        }
        return output.split(separator: "\n")
            .map { $0.split(whereSeparator: \.isWhitespace).map(String.init) }
            .filter { !$0.isEmpty && $0[0] != "GROUP" }
    }

    private static var mostDescriptions: Int { 5 }

    private func notUnderstood(_ row: [String]) -> RealKafkaError {
        .answerNotUnderstood(tool: "ConsumerGroupCommand", line: row.joined(separator: " "))
    }

    private var groupTool: String { "consumer.group.ConsumerGroupCommand" }
}
