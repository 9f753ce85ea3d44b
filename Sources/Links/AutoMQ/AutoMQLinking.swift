public import Night
import Web

/// AutoMQ Kafka Linking, through the control plane's API. The endpoint's user and password are an access key and its
/// secret, with which every request is signed.
///
/// Not yet run against the real service: written from what its official Terraform provider sends and reads, and tested
/// against a server that replays such answers.
public struct AutoMQLinking: LinkService {
    private let plan: LinkServicePlan
    private let calls: ServiceCalls
    private let signature: RequestSignature
    private let path: String
    private let now: @Sendable () -> WallTime

    public init(_ plan: LinkServicePlan) {
        self.init(plan, now: WallTime.now)
    }

    init(_ plan: LinkServicePlan, now: @escaping @Sendable () -> WallTime) {
        self.plan = plan
        self.now = now
        calls = ServiceCalls(plan.endpoint)
        signature = RequestSignature(
            accessKey: plan.endpoint.user?.revealed ?? "", secretKey: plan.endpoint.password?.revealed ?? "")
        path = "/api/v1/instances/\(plan.cluster.asPathSegment)/kafka-links/\(plan.link.asPathSegment)"
    }

    public let manners = LinkManners(
        promotedWord: "PROMOTED",
        afterPromotion: """
            its published description has no way back for a promoted topic; by hand, what was written on the target \
            since is lost to the source or has to be copied there
            """)

    private static let pageSize = 50
    private static let mostPages = 200

    public func read(patience: Duration) throws(LinkError) -> LinkReading {
        let patience = Patience(patience)
        let link: AutoMQLink = try ask(.init(path: path), patience)
        let (mirrors, senseless) = try readMirrors(patience)
        let complaints = [link.errorMessage.flatMap { $0.isEmpty ? nil : $0 }, senseless.senselessMirrors]
            .compactMap { $0 }
        return LinkReading(
            // What words there are for it is not published.
            link: plan.link, state: .other(calls.words(link.status ?? "not stated")),
            error: complaints.isEmpty ? nil : calls.words(complaints.joined(separator: "; ")),
            mirrors: mirrors.map { $0.reading(calls.words) })
    }

    /// The service has no dry run: its states and lags are what there is to judge by.
    public func rehearse(
        _ change: MirrorChange, of mirrors: [LinkReading.Mirror], patience: Duration
    ) throws(LinkError) -> [MirrorAnswer] {
        let known = Dictionary(
            try readMirrors(Patience(patience)).mirrors.map { ($0.mirrorTopic, $0) }, uniquingKeysWith: { $1 })
        return mirrors.map { mirror in
            guard let now = known[mirror.mirrorTopic] else {
                return MirrorAnswer(mirror.mirrorTopic, .refused("its link does not have it any more"))
            }
            return MirrorAnswer(
                mirror.mirrorTopic, now.obstacle(to: change).map { .refused(calls.words($0)) } ?? .accepted,
                lagRecords: now.statistics?.linkingLag)
        }
    }

    /// One call a topic. The first that is not answered ends it: what comes after is not begun.
    public func make(
        _ change: MirrorChange, of mirrors: [LinkReading.Mirror], patience: Duration
    ) throws(LinkError) -> [MirrorAnswer] {
        let patience = Patience(patience)
        let known = Dictionary(
            try readMirrors(patience).mirrors.map { ($0.mirrorTopic, $0) }, uniquingKeysWith: { $1 })
        var isAnswering = true
        return mirrors.map { mirror in
            guard isAnswering else { return MirrorAnswer(mirror.mirrorTopic, .refused("not begun")) }
            let outcome = make(change, of: known[mirror.mirrorTopic], patience)
            if case .unknown = outcome { isAnswering = false }
            return MirrorAnswer(
                mirror.mirrorTopic, outcome, lagRecords: known[mirror.mirrorTopic]?.statistics?.linkingLag)
        }
    }

    private func make(_ change: MirrorChange, of mirror: AutoMQMirror?, _ patience: Patience) -> MirrorAnswer.Outcome {
        guard let mirror else { return .refused("its link does not have it any more") }
        if let obstacle = mirror.obstacle(to: change) ?? mirror.backlog(before: change) {
            return .refused(calls.words(obstacle))
        }
        let call = ServiceCalls.Call(
            verb: .patch, path: "\(path)/kafka-link-mirror-topics/\((mirror.mirrorTopicId ?? "").asPathSegment)",
            body: .json(["state": change.autoMQState]))
        do throws(LinkError) {
            try calls.tell(try signed(call), patience: patience)
            return .accepted
        } catch {
            return error.leavesUnknown ? .unknown("\(error)") : .refused("\(error)")
        }
    }

    private func readMirrors(_ patience: Patience) throws(LinkError) -> (mirrors: [AutoMQMirror], senseless: Int) {
        var mirrors: [AutoMQMirror] = []
        var seen = Set<String>()
        var senseless = 0
        for page in 1...Self.mostPages {
            let answer: AutoMQMirrors = try ask(
                .init(
                    path: "\(path)/kafka-link-mirror-topics",
                    query: [("page", "\(page)"), ("size", "\(Self.pageSize)")]), patience)
            let items = answer.list ?? []
            let sensible = items.compactMap(\.value)
            let new = sensible.filter { seen.insert($0.sourceTopicName).inserted }
            mirrors += new
            senseless += items.count - sensible.count
            // A page that is not full is the last one; so is one that only says again what others said.
            if items.count < Self.pageSize || new.isEmpty { return (mirrors, senseless) }
        }
        throw .endless("its list of mirror topics does not end after \(Self.mostPages) pages")
    }

    private func ask<Answer: Decodable>(_ call: ServiceCalls.Call, _ patience: Patience) throws(LinkError) -> Answer {
        try calls.ask(try signed(call), patience: patience)
    }

    private func signed(_ call: ServiceCalls.Call) throws(LinkError) -> ServiceCalls.Call {
        var call = call
        call.headers = [("Accept-Language", "en"), ("Content-Type", "application/json")]
        if let environment = plan.environment { call.headers.append(("X-automq-environment-id", environment)) }
        call.headers = signature.headers(for: call, at: try calls.place(of: call.path), now: now())
        return call
    }
}

extension AutoMQMirror {
    /// Why the control plane would, or might, not do it.
    fileprivate func obstacle(to change: MirrorChange) -> String? {
        if mirrorTopicId == nil { return "its mirror is not made yet" }
        if let code = state?.errorCode, !code.isEmpty { return code }
        let word = state?.state ?? "not stated"
        switch (LinkReading.Mirror.State(autoMQ: word), change) {
        case (.active, .promote), (.active, .pause), (.paused, .resume): return nil
        // Nothing published says what becomes of the records it lacks.
        case (.paused, .promote): return "it is paused: resume it first"
        default: return "its state is \(word)"
        }
    }

    /// Nothing published says that a promotion waits for what is still on its way.
    fileprivate func backlog(before change: MirrorChange) -> String? {
        guard change == .promote, statistics?.linkingLag != 0 else { return nil }
        return statistics?.linkingLag.map { "still \($0) behind, and nothing says that a promotion waits for it" }
            ?? "its lag is not known, and nothing says that a promotion waits for it"
    }
}
