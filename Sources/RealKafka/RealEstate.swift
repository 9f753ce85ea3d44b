public import Night

/// What tests may share, and who ends it.
public protocol Shareable: Sendable {
    func end() async
}

/// A source and a target.
public struct RealClusters: Shareable {
    public let source: RealCluster
    public let target: RealCluster

    public func cluster(_ role: ClusterRole) -> RealCluster {
        switch role {
        case .source: source
        case .target: target
        }
    }

    public static func start(
        source: ClusterShape = ClusterShape(), target: ClusterShape = ClusterShape(),
        from installation: KafkaInstallation
    ) async throws(RealKafkaError) -> RealClusters {
        let pair = try await RealCluster.start([(.source, source), (.target, target)], from: installation)
        return RealClusters(source: pair[0], target: pair[1])
    }

    /// With one Java more between them, whose seat is taken with theirs, and which comes up beside them.
    fileprivate static func start<Bridge: Sendable>(
        source: ClusterShape, target: ClusterShape, from installation: KafkaInstallation,
        bridgedBy launch: (RealClusters, JavaSeats.Taken) async throws(RealKafkaError) -> Bridge
    ) async throws(RealKafkaError) -> (RealClusters, Bridge) {
        let seats = try await JavaSeats.ofThisProcess.takeForBrokers(source.brokers + target.brokers + 1)
        let wanted: [(ClusterRole, ClusterShape)] = [(.source, source), (.target, target)]
        let pair = try await RealCluster.launch(wanted, from: installation, on: seats)
        let clusters = RealClusters(source: pair[0], target: pair[1])
        do {
            let bridge = try await launch(clusters, seats)
            for cluster in pair { try await cluster.waitUntilReady() }
            return (clusters, bridge)
        } catch {
            await clusters.end()
            throw error
        }
    }

    public func end() async {
        await source.end()
        await target.end()
    }
}

/// Two clusters and a Connect worker on the target, with MirrorMaker 2's connectors when asked for.
public struct ConnectedEstate: Shareable {
    public let clusters: RealClusters
    public let connect: RealConnect

    public var source: RealCluster { clusters.source }
    public var target: RealCluster { clusters.target }

    public static func start(
        source: ClusterShape = ClusterShape(), target: ClusterShape = ClusterShape(),
        connect shape: ConnectShape = ConnectShape(), mirror: MirrorMaker? = nil, from installation: KafkaInstallation
    ) async throws(RealKafkaError) -> ConnectedEstate {
        let (clusters, connect) = try await RealClusters.start(source: source, target: target, from: installation) {
            clusters, seats throws(RealKafkaError) in
            try await RealConnect.launch(shape, on: clusters.target, seats: seats)
        }
        let estate = ConnectedEstate(clusters: clusters, connect: connect)
        do {
            try await connect.waitUntilReady()
            if let mirror { try await connect.mirror(from: clusters.source, to: clusters.target, mirror) }
            return estate
        } catch {
            await estate.end()
            throw error
        }
    }

    public func end() async {
        await connect.end()
        await clusters.end()
    }
}

/// Two clusters and a MirrorMaker 2 of its own between them, which may still be coming up.
public struct DedicatedEstate: Shareable {
    public let clusters: RealClusters
    public let mirrorMaker: DedicatedMirrorMaker

    public var source: RealCluster { clusters.source }
    public var target: RealCluster { clusters.target }

    public static func start(
        source: ClusterShape = ClusterShape(), target: ClusterShape = ClusterShape(),
        mirror: MirrorMaker = MirrorMaker(), from installation: KafkaInstallation
    ) async throws(RealKafkaError) -> DedicatedEstate {
        let (clusters, mirrorMaker) = try await RealClusters.start(source: source, target: target, from: installation) {
            clusters, seats throws(RealKafkaError) in
            try await DedicatedMirrorMaker.launch(mirror, from: clusters.source, to: clusters.target, seats: seats)
        }
        return DedicatedEstate(clusters: clusters, mirrorMaker: mirrorMaker)
    }

    public func end() async {
        await mirrorMaker.end()
        await clusters.end()
    }
}

/// An estate for this body alone, ended when it returns or throws.
public func withEstate<Estate: Shareable, Answer: Sendable>(
    _ estate: Estate, _ body: @Sendable (Estate) async throws -> Answer
) async throws -> Answer {
    do {
        let answer = try await body(estate)
        await estate.end()
        return answer
    } catch {
        await estate.end()
        throw error
    }
}
