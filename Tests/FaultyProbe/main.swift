import CRdKafka
import Glibc
import Kafka

// Walks into one of librdkafka 2.0.2's two faults, on clusters of its own. With a librdkafka that has them mended it
// does by hand what the fault would have done, and says so.

/// Never returns once its brokers are gone, whatever its time-out says.
func askWithoutEnd(_ cluster: MockCluster, _ handle: OpaquePointer) {
    for broker in cluster.brokers { try? cluster.setBroker(broker, .down) }
    var low: Int64 = 0
    var high: Int64 = 0
    _ = rd_kafka_query_watermark_offsets(handle, "orders", 0, &low, &high, 500)
    complain("librdkafka answered in time; hanging without its help")
    while true { sleep(60) }
}

/// A coordinator's answer that comes after its question was given up trips an assertion.
func trip(_ cluster: MockCluster, _ handle: OpaquePointer) {
    for _ in 0..<10 {
        for broker in cluster.brokers { try? cluster.setBroker(broker, .down) }
        ask(handle)
        for broker in cluster.brokers { try? cluster.setBroker(broker, .up) }
        sleep(2)
    }
    complain("librdkafka took the late answer; aborting without its help")
    abort()
}

func ask(_ handle: OpaquePointer) {
    guard let queue = rd_kafka_queue_new(handle) else { return }
    defer { rd_kafka_queue_destroy(queue) }
    let options = rd_kafka_AdminOptions_new(handle, RD_KAFKA_ADMIN_OP_LISTCONSUMERGROUPOFFSETS)
    defer { rd_kafka_AdminOptions_destroy(options) }
    rd_kafka_AdminOptions_set_request_timeout(options, 700, nil, 0)
    var request = rd_kafka_ListConsumerGroupOffsets_new("settlement", nil)
    rd_kafka_ListConsumerGroupOffsets(handle, &request, 1, options, queue)
    rd_kafka_ListConsumerGroupOffsets_destroy(request)
    if let event = rd_kafka_queue_poll(queue, 1_500) { rd_kafka_event_destroy(event) }
}

func complain(_ text: String) {
    _ = (text + "\n").withCString { write(STDERR_FILENO, $0, strlen($0)) }
}

let cluster = try MockCluster(brokers: 3)
try cluster.createTopic("orders", partitions: 3)
let properties = rd_kafka_conf_new()
rd_kafka_conf_set(properties, "bootstrap.servers", cluster.bootstrap, nil, 0)
guard let handle = rd_kafka_new(RD_KAFKA_CONSUMER, properties, nil, 0) else { exit(1) }
var metadata: UnsafePointer<rd_kafka_metadata>?
rd_kafka_metadata(handle, 1, nil, &metadata, 5_000)
switch CommandLine.arguments.last {
case "hang": askWithoutEnd(cluster, handle)
case "trip": trip(cluster, handle)
default: exit(2)
}
