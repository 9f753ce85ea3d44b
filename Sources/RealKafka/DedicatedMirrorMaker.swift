import Glibc

/// MirrorMaker 2 in a process of its own, without Connect's REST: all there is to see of it is in its topics. Ended and
/// removed with this process whatever happens to it.
public actor DedicatedMirrorMaker {
    private let worker: KeptWorker
    private var seats: JavaSeats.Taken?

    static func launch(
        _ mirrorMaker: MirrorMaker, from source: RealCluster, to target: RealCluster, seats: JavaSeats.Taken
    ) async throws(RealKafkaError) -> DedicatedMirrorMaker {
        let worker = try KeptWorker(
            "MirrorMaker", "org.apache.kafka.connect.mirror.MirrorMaker",
            properties: mirrorMaker.properties(from: source, to: target), on: target, showingMetrics: false)
        try await worker.run()
        return DedicatedMirrorMaker(worker, seats)
    }

    private init(_ worker: KeptWorker, _ seats: JavaSeats.Taken) {
        self.worker = worker
        self.seats = seats
    }

    /// The last it wrote to its log.
    public nonisolated var log: String { worker.log }

    /// It holds its connections and does nothing.
    public func freeze() async throws(RealKafkaError) {
        try await worker.signal(SIGSTOP)
    }

    public func thaw() async throws(RealKafkaError) {
        try await worker.signal(SIGCONT)
    }

    public func kill() async throws(RealKafkaError) {
        try await worker.end(grace: .zero)
    }

    /// It goes on from where its topics say it was; returns as soon as its process runs.
    public func startAgain() async throws(RealKafkaError) {
        try await worker.run()
    }

    public var processID: Int32? {
        get async { await worker.processID }
    }

    /// Its process is killed, and its folder removed.
    public func end() async {
        await worker.end()
        seats = nil
    }
}
