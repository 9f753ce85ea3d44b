public import Night
import Web

/// Confluent Cluster Linking, through the REST API (v3) of the cluster that has the link.
///
/// Not yet run against the real service: written from its published description, and tested against a server that
/// replays the answers documented there.
public struct ClusterLinking: LinkService {
    private let plan: LinkServicePlan
    private let calls: ServiceCalls
    private let path: String

    public init(_ plan: LinkServicePlan) {
        self.plan = plan
        calls = ServiceCalls(plan.endpoint)
        path = "/kafka/v3/clusters/\(plan.cluster.asPathSegment)/links/\(plan.link.asPathSegment)"
    }

    public let manners = LinkManners(
        promotedWord: "STOPPED",
        afterPromotion: """
            by hand it offers mirrors:truncate-and-restore on the old source, which throws away every record there that \
            the new one does not have, and says how many
            """)

    private static let mostPages = 200

    public func read(patience: Duration) throws(LinkError) -> LinkReading {
        let patience = Patience(patience)
        let link: LinkAnswer = try calls.ask(.init(path: path), patience: patience)
        let (mirrors, senseless) = try readMirrors(patience)
        let state = link.linkState.map(LinkReading.State.init(clusterLinking:)) ?? .implied(by: mirrors)
        let complaints = [link.complaint, senseless.senselessMirrors].compactMap { $0 }
        return LinkReading(
            link: plan.link, state: state,
            error: complaints.isEmpty ? nil : calls.words(complaints.joined(separator: "; ")),
            mirrors: mirrors.map { $0.reading(calls.words) })
    }

    public func rehearse(
        _ change: MirrorChange, of mirrors: [LinkReading.Mirror], patience: Duration
    ) throws(LinkError) -> [MirrorAnswer] {
        try alter(change, mirrors, validateOnly: true, patience)
    }

    public func make(
        _ change: MirrorChange, of mirrors: [LinkReading.Mirror], patience: Duration
    ) throws(LinkError) -> [MirrorAnswer] {
        try alter(change, mirrors, validateOnly: false, patience)
    }

    /// A 200 carries an error of its own for each topic that was refused.
    private func alter(
        _ change: MirrorChange, _ mirrors: [LinkReading.Mirror], validateOnly: Bool, _ patience: Duration
    ) throws(LinkError) -> [MirrorAnswer] {
        let names = mirrors.map(\.mirrorTopic)
        let call = ServiceCalls.Call(
            verb: .post, path: "\(path)/mirrors:\(change.rawValue)",
            query: [("validate_only", validateOnly ? "true" : "false")],
            body: .json(["mirror_topic_names": names]))
        let answers: AlterationsAnswer = try calls.ask(call, patience: Patience(patience))
        let byTopic = Dictionary(
            answers.data.compactMap(\.value).map { ($0.mirrorTopicName, $0) }, uniquingKeysWith: { $1 })
        return names.map { name in
            byTopic[name]?.answer(calls.words) ?? MirrorAnswer(name, .unknown("the service says nothing of it"))
        }
    }

    private func readMirrors(_ patience: Patience) throws(LinkError) -> (mirrors: [MirrorTopic], senseless: Int) {
        var mirrors: [MirrorTopic] = []
        var senseless = 0
        var query: [(String, String)] = []
        for _ in 0..<Self.mostPages {
            let page: MirrorsAnswer = try calls.ask(.init(path: "\(path)/mirrors", query: query), patience: patience)
            let sensible = page.data.compactMap(\.value)
            mirrors += sensible
            senseless += page.data.count - sensible.count
            // What comes next is asked of whom the plan names, whatever host the answer puts there.
            guard let next = page.metadata?.next, !next.isEmpty else { return (mirrors, senseless) }
            query = try calls.query(of: next)
        }
        throw .endless("its list of mirror topics does not end after \(Self.mostPages) pages")
    }
}

extension Int {
    /// Of a list's items that could not be read.
    var senselessMirrors: String? {
        self == 0 ? nil : "\(self == 1 ? "a mirror topic" : "\(self) mirror topics") in its list cannot be read"
    }
}
