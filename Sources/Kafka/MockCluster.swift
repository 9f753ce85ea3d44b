import CRdKafka
import Glibc
import Synchronization

/// A Kafka cluster of librdkafka's, in this process, on loopback sockets: the real protocol, no disk, and troubles on
/// demand. What 2.0.2 does not serve: group lists and descriptions, ACLs, configurations, topic deletion; every
/// replica is always in sync. A partition keeps its newest 5 MB or 100 000 batches.
public final class MockCluster: Sendable {
    public enum BrokerState: Sendable { case up, down }

    /// The requests that can be made to fail.
    public enum Request: Int16, Sendable, CaseIterable {
        case produce = 0
        case fetch = 1
        case listOffsets = 2
        case offsetCommit = 8
        case offsetFetch = 9
        case findCoordinator = 10
    }

    /// What a broker answers instead.
    public enum Refusal: Int32, Sendable {
        /// No answer: the connection is closed.
        case disconnect = -195
        case leaderNotAvailable = 5
        case notLeader = 6
        case requestTimedOut = 7
        case coordinatorLoading = 14
        case coordinatorNotAvailable = 15
        case notCoordinator = 16
        case notEnoughReplicas = 19
        case topicAuthorizationFailed = 29
        case groupAuthorizationFailed = 30
        case storageError = 56
    }

    public let bootstrap: String
    /// Broker ids count from 1.
    public let brokers: ClosedRange<Int32>
    /// librdkafka needs a handle to hang a mock cluster on; nothing is sent over it.
    private let host: Client
    /// Nil once ended.
    private let cluster: Mutex<Handle?>

    /// `@unchecked Sendable`: a mock cluster takes its orders through a queue or under a lock of its own.
    private struct Handle: @unchecked Sendable { let pointer: OpaquePointer }

    public init(brokers count: Int = 3) throws {
        let host = try Client(.producer, Configuration([]))
        guard let cluster = rd_kafka_mock_cluster_new(host.handle, Int32(count)),
            let bootstrap = rd_kafka_mock_cluster_bootstraps(cluster)
        else { throw KafkaError(RD_KAFKA_RESP_ERR__FAIL, asked: "a mock cluster of \(count) brokers") }
        self.host = host
        self.bootstrap = String(cString: bootstrap)
        self.cluster = Mutex(Handle(pointer: cluster))
        brokers = 1...Int32(count)
    }

    deinit { end() }

    /// Closes every connection and forgets every record. A cluster that nobody refers to ends by itself; calling
    /// this last keeps it until then.
    public func end() {
        cluster.withLock { cluster in
            if let cluster { rd_kafka_mock_cluster_destroy(cluster.pointer) }
            cluster = nil
        }
    }

    /// Led by brokers of the cluster's own choice, on as many as three of them.
    public func createTopic(_ name: String, partitions: Int) throws(KafkaError) {
        try ask("create topic \(name)") { rd_kafka_mock_topic_create($0, name, Int32(partitions), 3) }
    }

    /// Down: connections are closed and new ones refused. What it led and coordinated is not moved.
    public func setBroker(_ id: Int32, _ state: BrokerState) throws(KafkaError) {
        try ask("take broker \(id) \(state)") {
            state == .up ? rd_kafka_mock_broker_set_up($0, id) : rd_kafka_mock_broker_set_down($0, id)
        }
    }

    /// Every answer of the broker comes this much later.
    public func setRoundTrip(of id: Int32, to delay: Duration) throws(KafkaError) {
        let milliseconds = delay.inMilliseconds
        try ask("delay broker \(id)") { rd_kafka_mock_broker_set_rtt($0, id, milliseconds) }
    }

    /// Nil: nobody leads it.
    public func setLeader(of topic: String, _ partition: Int32, to broker: Int32?) throws(KafkaError) {
        try ask("leader of \(topic)[\(partition)]") {
            rd_kafka_mock_partition_set_leader($0, topic, partition, broker ?? -1)
        }
    }

    public func setCoordinator(of group: String, to broker: Int32) throws(KafkaError) {
        try ask("coordinator of \(group)") { rd_kafka_mock_coordinator_set($0, "group", group, broker) }
    }

    /// The next requests of this kind, whoever sends them, are refused one after the other like this; nil lets one pass.
    public func failNext(_ request: Request, with refusals: [Refusal?]) {
        let errors = refusals.map { $0.map { rd_kafka_resp_err_t($0.rawValue) } ?? RD_KAFKA_RESP_ERR_NO_ERROR }
        cluster.withLock { cluster in
            if let cluster {
                rd_kafka_mock_push_request_errors_array(cluster.pointer, request.rawValue, errors.count, errors)
            }
        }
    }

    /// Refusals still waiting for their request are withdrawn.
    public func stopFailing(_ request: Request) {
        cluster.withLock { cluster in
            if let cluster { rd_kafka_mock_clear_request_errors(cluster.pointer, request.rawValue) }
        }
    }

    private func ask(_ asked: String, _ call: (OpaquePointer) -> rd_kafka_resp_err_t) throws(KafkaError) {
        let code = cluster.withLock { cluster in
            // A mock cluster that is given an order while it is still ending the one before, and has no other traffic,
            // sleeps over it for a second: the wake-up is swallowed with that of the first.
            defer { usleep(200) }
            return cluster.map { call($0.pointer).rawValue } ?? RD_KAFKA_RESP_ERR__DESTROY.rawValue
        }
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR.rawValue else {
            throw KafkaError(rd_kafka_resp_err_t(code), asked: asked)
        }
    }
}
