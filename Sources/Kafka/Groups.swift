import CRdKafka
import Glibc
public import Night

extension Client {
    /// Consumer groups and their states, from every broker. Connect's own group is no consumer group, and not in it.
    public func listGroups(timeout: Duration) throws(KafkaError) -> GroupListing {
        let asked = "list of groups"
        let event = try admin(RD_KAFKA_ADMIN_OP_LISTCONSUMERGROUPS, asked: asked, timeout: timeout) {
            rd_kafka_ListConsumerGroups(handle, $0, $1)
        }
        defer { rd_kafka_event_destroy(event) }
        let result = rd_kafka_event_ListConsumerGroups_result(event)
        var count = 0
        let errors = rd_kafka_ListConsumerGroups_result_errors(result, &count)
        let said = (0..<count).compactMap { errors?[$0] }.map {
            KafkaError(rd_kafka_error_code($0), asked: asked, said: String(cString: rd_kafka_error_string($0)))
        }
        let valid = rd_kafka_ListConsumerGroups_result_valid(result, &count)
        let groups = (0..<count).compactMap { index -> GroupListing.Entry? in
            guard let entry = valid?[index], let name = rd_kafka_ConsumerGroupListing_group_id(entry) else {
                return nil
            }
            return GroupListing.Entry(
                name: String(cString: name), state: GroupState(rd_kafka_ConsumerGroupListing_state(entry)))
        }
        if groups.isEmpty, let error = said.first, !error.isUnsupported { throw error }
        return GroupListing(
            served: !groups.isEmpty || !said.contains(where: \.isUnsupported), complete: said.isEmpty,
            groups: groups)
    }

    /// Who is in these groups. A group that says it is dead while `alive` lists it speaks the new protocol, and who is
    /// in it cannot be read this way.
    public func members(
        of wanted: Set<String>, alive: Set<String>, timeout: Duration
    ) throws(KafkaError) -> [GroupMembership] {
        var answer: UnsafePointer<rd_kafka_group_list>?
        let code = rd_kafka_list_groups(handle, nil, &answer, timeout.inMilliseconds)
        guard let answer, code == RD_KAFKA_RESP_ERR_NO_ERROR || code == RD_KAFKA_RESP_ERR__PARTIAL else {
            throw KafkaError(code, asked: "members of groups")
        }
        defer { rd_kafka_group_list_destroy(answer) }
        return UnsafeBufferPointer(start: answer.pointee.groups, count: Int(answer.pointee.group_cnt))
            .compactMap { group -> GroupMembership? in
                let name = String(cString: group.group)
                guard wanted.contains(name), group.err == RD_KAFKA_RESP_ERR_NO_ERROR else { return nil }
                let unreadable = alive.contains(name) && strcmp(group.state, "Dead") == 0
                return GroupMembership(group: name, members: unreadable ? nil : Self.members(of: group))
            }
    }

    private static func members(of group: rd_kafka_group_info) -> [GroupMembership.Member] {
        UnsafeBufferPointer(start: group.members, count: Int(group.member_cnt)).map { member in
            let assignment = UnsafeRawBufferPointer(
                start: member.member_assignment, count: Int(member.member_assignment_size))
            return GroupMembership.Member(
                clientID: member.client_id.map { String(cString: $0) } ?? "",
                host: member.client_host.map { String(cString: $0) } ?? "",
                partitions: MemberAssignment.partitionCount(in: assignment))
        }
    }

    /// Whose commits to read, and where: nil asks for all it ever committed.
    public struct CommitsAsked: Sendable {
        public var group: String
        public var partitions: [TopicMetadata]?

        public init(group: String, partitions: [TopicMetadata]?) {
            self.group = group
            self.partitions = partitions
        }
    }

    /// What groups have committed, all asked at once. One answer a group, in the order asked.
    ///
    /// A call that times out here leaves librdkafka 2.0.2 with a reference that its process may die of once the
    /// coordinator comes back: after one, the client is best replaced with its process.
    public func commits(
        of asked: [CommitsAsked], timeout: Duration
    ) -> [Result<[TopicOffsets], KafkaError>] {
        let silence = KafkaError(RD_KAFKA_RESP_ERR__TIMED_OUT, asked: "commits")
        var answers = [Result<[TopicOffsets], KafkaError>](repeating: .failure(silence), count: asked.count)
        guard let queue = rd_kafka_queue_new(handle) else { return answers }
        defer { rd_kafka_queue_destroy(queue) }
        for (index, ask) in asked.enumerated() { askCommits(ask, index: index, queue: queue, timeout: timeout) }
        let clock = ContinuousClock()
        // librdkafka answers each by the timeout; the rest is for those that were answered on the last tick.
        let deadline = clock.now + timeout + .milliseconds(250)
        var missing = asked.count
        while missing > 0, clock.now < deadline,
            let event = rd_kafka_queue_poll(queue, (deadline - clock.now).inMilliseconds)
        {
            defer { rd_kafka_event_destroy(event) }
            let index = Int(bitPattern: rd_kafka_event_opaque(event)) - 1
            guard asked.indices.contains(index) else { continue }
            answers[index] = Self.commits(in: event, of: asked[index].group)
            missing -= 1
        }
        return answers
    }

    private func askCommits(_ ask: CommitsAsked, index: Int, queue: OpaquePointer, timeout: Duration) {
        let options = rd_kafka_AdminOptions_new(handle, RD_KAFKA_ADMIN_OP_LISTCONSUMERGROUPOFFSETS)
        defer { rd_kafka_AdminOptions_destroy(options) }
        rd_kafka_AdminOptions_set_request_timeout(options, timeout.inMilliseconds, nil, 0)
        rd_kafka_AdminOptions_set_opaque(options, UnsafeMutableRawPointer(bitPattern: index + 1))
        let pointer = ask.partitions == nil ? nil : rd_kafka_topic_partition_list_new(0)
        defer { if let pointer { rd_kafka_topic_partition_list_destroy(pointer) } }
        for topic in ask.partitions ?? [] {
            rd_kafka_topic_partition_list_add_range(pointer, topic.name, 0, Int32(topic.partitions.count) - 1)
        }
        var request = rd_kafka_ListConsumerGroupOffsets_new(ask.group, pointer)
        rd_kafka_ListConsumerGroupOffsets(handle, &request, 1, options, queue)
        rd_kafka_ListConsumerGroupOffsets_destroy(request)
    }

    private static func commits(in event: OpaquePointer, of group: String) -> Result<[TopicOffsets], KafkaError> {
        let asked = "commits of \(group)"
        let code = rd_kafka_event_error(event)
        // The event's own string is about librdkafka's workers; the code says what the broker said.
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { return .failure(KafkaError(code, asked: asked)) }
        var count = 0
        let result = rd_kafka_event_ListConsumerGroupOffsets_result(event)
        guard let groups = rd_kafka_ListConsumerGroupOffsets_result_groups(result, &count), count > 0 else {
            return .success([])
        }
        if let error = rd_kafka_group_result_error(groups[0]) {
            let said = String(cString: rd_kafka_error_string(error))
            return .failure(KafkaError(rd_kafka_error_code(error), asked: asked, said: said))
        }
        guard let partitions = rd_kafka_group_result_partitions(groups[0]) else { return .success([]) }
        let read = partitions.offsets()
        // A partition that is refused is not one that was never committed.
        if let error = read.errors.first { return .failure(error) }
        return .success(read.offsets)
    }
}

extension GroupState {
    init(_ state: rd_kafka_consumer_group_state_t) {
        self =
            switch state {
            case RD_KAFKA_CONSUMER_GROUP_STATE_PREPARING_REBALANCE: .preparingRebalance
            case RD_KAFKA_CONSUMER_GROUP_STATE_COMPLETING_REBALANCE: .completingRebalance
            case RD_KAFKA_CONSUMER_GROUP_STATE_STABLE: .stable
            case RD_KAFKA_CONSUMER_GROUP_STATE_DEAD: .dead
            case RD_KAFKA_CONSUMER_GROUP_STATE_EMPTY: .empty
            default: .unknown
            }
    }
}
