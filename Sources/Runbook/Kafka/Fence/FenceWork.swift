import Kafka
import Night

/// Keeps the wave's producers from writing to its topics, by ACL, and lets them write again. Both directions are one
/// change of ACLs and its inverse, derived from one snapshot.
struct FenceWork: StepWork {
    let order: ErrandOrder

    init(_ order: ErrandOrder) {
        self.order = order
    }

    func look() -> StepLook {
        do {
            return try lookedAt()
        } catch .unanswered(let role, let error, _) where error.isWithoutAuthorizer {
            return .refused("the \(role.rawValue) has no authorizer: an ACL would stop nobody")
        } catch {
            return .unknown("\(error)")
        }
    }

    func act(_ say: (String) -> Void) -> StepEnd {
        do {
            let found = try order.found.decoded(as: FenceFound.self)
            let cluster = try ClusterAccess(try role, of: order)
            let strangers = found.strangers(in: try cluster.acls(of: found.topics))
            guard strangers.isEmpty else {
                return .failed("the ACLs changed since they were looked at: \(strangers.summed()); look again")
            }
            return change(by: found.change, on: cluster, say)
        } catch {
            return .failed("\(error)")
        }
    }

    func observe() -> StepSight {
        do {
            let found = try order.found.decoded(as: FenceFound.self)
            let cluster = try ClusterAccess(try role, of: order)
            let differences = try cluster.differences(ofAcls: found.topics, from: found.afterwards)
            guard differences.isEmpty else { return .notSeen(differences.summed()) }
            if let trouble = try cluster.troubleReading(found.topics) { return .notSeen(trouble) }
            let acls = "\(found.change.adding.count + found.change.removing.count) ACLs changed, the topics still read"
            guard case .fence(.source) = order.plan.act else { return .seen(acls) }
            return try BridgeSight(order: order).seen(with: acls)
        } catch {
            return .unknown("\(error)")
        }
    }

    func undo(_ say: (String) -> Void) -> StepEnd {
        do {
            let found = try order.found.decoded(as: FenceFound.self)
            let cluster = try ClusterAccess(try role, of: order)
            let back = found.wayBack(from: try cluster.acls(of: found.topics))
            return change(by: back, on: cluster, say)
        } catch {
            return .failed("\(error)")
        }
    }

    func observeUndo() -> StepSight {
        do {
            let found = try order.found.decoded(as: FenceFound.self)
            let differences = try ClusterAccess(try role, of: order)
                .differences(ofAcls: found.topics, from: Set(found.snapshot))
            return differences.isEmpty
                ? .seen("the \(found.snapshot.count) ACLs are as they were found") : .notSeen(differences.summed())
        } catch {
            return .unknown("\(error)")
        }
    }

    private var role: ClusterRole {
        get throws(KafkaStepError) {
            switch order.plan.act {
            case .fence(let role), .unfence(let role): return role
            default: throw .anotherStep
            }
        }
    }
}

extension FenceWork {
    private func lookedAt() throws(KafkaStepError) -> StepLook {
        let cluster = try ClusterAccess(try role, of: order)
        let side = cluster.role == .source ? order.source : order.target
        let absent = Set(order.topics).subtracting(try cluster.topics(order.topics).map(\.name)).sorted()
        guard absent.isEmpty else {
            return .refused("not on the \(cluster.role.rawValue): \(absent.summed()); nothing there to fence")
        }
        let reckoning = FenceReckoning(
            topics: order.topics.sorted(), producers: order.producers, isOpenByDefault: side.isOpenByDefault)
        let snapshot = try cluster.acls(of: order.topics)
        let change: AclChange
        do throws(Refusal) {
            change = try reckoned(reckoning, snapshot)
        } catch {
            return .refused(error.complaints.summed())
        }
        let found = FenceFound(topics: order.topics.sorted(), snapshot: snapshot, change: change)
        return .ready(found: try StepFound(found), would: words(for: change, on: cluster.role))
    }

    private func reckoned(_ reckoning: FenceReckoning, _ snapshot: Set<TopicAcl>) throws(Refusal) -> AclChange {
        if case .unfence = order.plan.act { return try reckoning.unfence(from: snapshot) }
        return try reckoning.fence(over: snapshot)
    }

    private func words(for change: AclChange, on role: ClusterRole) -> [String] {
        let opened = change.adding.filter { $0.permission == .allow }.map(\.name)
        let why = opened.isEmpty ? [] : ["\(opened.summed()): open by default, and the first ACL would end that"]
        if change.isEmpty { return ["changes nothing: the ACLs of the \(role.rawValue) say so already"] }
        let words = why + change.adding.map { "adds \($0)" } + change.removing.map { "removes \($0)" }
        return words.prefix(Self.mostNamed)
            + (words.count > Self.mostNamed ? ["and \(words.count - Self.mostNamed) more"] : [])
    }

    private static var mostNamed: Int { 20 }

    /// All of it or, where a line is refused, none: what was accepted is taken back at once.
    private func change(by change: AclChange, on cluster: ClusterAccess, _ say: (String) -> Void) -> StepEnd {
        var done = AclChange()
        for stroke in change.strokes {
            let (accepted, complaints) = cluster.apply(stroke)
            done.adding += accepted.adding
            done.removing += accepted.removing
            guard complaints.isEmpty else {
                let left = done.inverse.strokes.flatMap { cluster.apply($0).complaints }
                let rest = left.isEmpty ? "what was accepted is taken back" : "not taken back: \(left.summed())"
                return .failed("refused: \(complaints.summed()); \(rest)")
            }
        }
        for line in words(for: change, on: cluster.role) { say(line) }
        return .done("\(change.adding.count) ACLs added, \(change.removing.count) removed")
    }
}
