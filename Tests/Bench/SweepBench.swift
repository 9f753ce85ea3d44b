import BenchLoop
import Glibc
import Night
import Probes
import Synchronization

/// One sweep by the probe's sweeper against the same librdkafka calls from bare C.
enum SweepBench {
    private static let groups = 200
    private static let partitionsEach = 50
    private static let rounds = 31
    private static let callTimeout: Int32 = 10_000

    static func run() throws {
        let brokers = try Brokers(topics: groups, partitionsEach: partitionsEach)
        defer { brokers.end() }
        guard let bare = bench_loop_client(brokers.bootstrap) else { return print("sweep: no client") }
        defer { rd_kafka_destroy(bare) }
        // The first call waits for connections.
        _ = bench_loop_sweep(bare, 0, 0, callTimeout)
        guard bench_loop_commit(bare, Int32(groups), Int32(partitionsEach), callTimeout) == 0 else {
            return print("sweep: nothing could be committed")
        }
        let offsets = Atomic(0)
        let sweeper = try Sweeper(order(on: brokers.bootstrap)) { count($0, in: offsets) }
        var ours: [Duration] = []
        var theirs: [Duration] = []
        for round in -3..<rounds {
            // Calls rest as long as they took; at one poll a second that is never felt.
            usleep(300_000)
            offsets.store(0, ordering: .relaxed)
            let swept = timing { _ = sweeper.sweep() }
            var read = 0
            let looped = timing { read = bench_loop_sweep(bare, Int32(groups), Int32(partitionsEach), callTimeout) }
            guard round >= 0 else { continue }
            guard read == groups * partitionsEach * 2, offsets.load(ordering: .relaxed) >= read else {
                return print("sweep: \(offsets.load(ordering: .relaxed)) offsets, bare C \(read): not the same work")
            }
            ours.append(swept)
            theirs.append(looped)
        }
        let ratio = (ours.median.inSeconds / theirs.median.inSeconds * 100).rounded() / 100
        print(
            "sweep of \(groups * partitionsEach) partitions on 3 mock brokers and \(groups) groups, median of \(rounds):",
            "\(ours.median.inWords); bare C \(theirs.median.inWords); ratio \(ratio) (at most 1.3 wanted)")
    }

    private static func count(_ observation: Observation, in offsets: borrowing Atomic<Int>) {
        switch observation {
        case .commits(_, let topics), .ends(let topics):
            offsets.add(topics.reduce(0) { $0 + $1.offsets.count }, ordering: .relaxed)
        case .trouble(let trouble): print("sweep: \(trouble.asked): \(trouble.said)")
        default: break
        }
    }

    private static func order(on bootstrap: String) throws -> ClusterOrder {
        ClusterOrder(
            cluster: .source, properties: [Property(name: "bootstrap.servers", value: .plain(bootstrap))],
            poll: .seconds(1),
            scopes: try (0..<groups).map { number in
                .init(topics: [try NamePattern("topic-\(number)")], groups: [try NamePattern("group-\(number)")])
            }, callTimeout: .milliseconds(Int64(callTimeout)))
    }
}
