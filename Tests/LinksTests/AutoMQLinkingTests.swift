import Night
import TestSupport
import Testing
import Web

@testable import Links

@Suite("AutoMQ Kafka Linking, replayed")
struct AutoMQLinkingTests {
    private typealias Answers = AutoMQAnswers

    private func serving(
        _ mirrors: [String],
        telling answer: @escaping @Sendable (ReplayServer.Request) -> ReplayServer.Answer = { _ in .ok("") }
    ) throws -> ReplayServer {
        try ReplayServer { request in
            if request.method != "GET" { return answer(request) }
            return .ok(request.target.contains("/kafka-link-mirror-topics") ? Answers.page(mirrors) : Answers.link)
        }
    }

    @Test("tells states, lag and groups promoted; a lag in time only as told, and an unpublished word only as such")
    func reads() throws {
        let server = try serving([
            Answers.mirror("orders", "LINKING", lag: 42), Answers.mirror("audit", "PAUSED"),
            Answers.mirror("rates", "PROMOTED"), Answers.mirror("clicks", "CATCHING_UP", lag: nil, code: #""E42""#),
            #"{"mirrorTopicName":"of nothing"}"#,
        ])
        defer { server.end() }
        let reading = try AutoMQLinking(.at(server)).read(patience: patience)
        #expect(reading.state == .other("RUNNING"))
        #expect(reading.error == "a mirror topic in its list cannot be read")
        #expect(reading.mirrors.map(\.state) == [.active, .paused, .promoted, .other("CATCHING_UP")])
        #expect(reading.mirrors.map(\.lagRecords) == [42, 0, 0, nil])
        #expect(reading.mirrors.map(\.whyNoLag) == [nil, nil, nil, "its service tells no lag"])
        #expect(reading.mirrors.map(\.lagSeconds) == [nil, nil, nil, nil])
        #expect(reading.mirrors[0].lagTimeAsTold == 1_200)
        #expect(reading.mirrors[0].groupsSubscribed == 3 && reading.mirrors[0].groupsPromoted == 1)
        #expect(reading.mirrors[3].error == "E42")
    }

    @Test("reads page after page, and ends at one that only repeats")
    func pages() throws {
        let topics = (0..<120).map { "topic-\($0)" }
        let server = try ReplayServer { request in
            guard
                let page = request.target.split(separator: "page=").dropFirst().first?.prefix(1).first?.wholeNumberValue
            else { return .ok(Answers.link) }
            // The last page is full, and said again for ever.
            let first = min(page - 1, 1) * 50
            return .ok(Answers.page(topics[first..<first + 50].map { Answers.mirror($0, "LINKING") }))
        }
        defer { server.end() }
        #expect(
            try AutoMQLinking(.at(server)).read(patience: patience).mirrors.map(\.sourceTopic) == Array(topics[..<100]))
        #expect(server.requests.count == 4)
    }

    @Test("signs what it asks, exactly as another implementation of the same scheme does")
    func signature() {
        let signature = RequestSignature(accessKey: "AKID", secretKey: "SECRET")
        let common = [
            ("Accept-Language", "en"), ("Content-Type", "application/json"), ("X-automq-environment-id", "env-1"),
        ]
        let date = WallTime(milliseconds: 1_767_323_045_000)
        let get = ServiceCalls.Call(path: "", query: [("page", "1"), ("size", "50")], headers: common)
        let path = "/console/api/v1/instances/kf-1/kafka-links/link%20one/kafka-link-mirror-topics"
        let headers = signature.headers(for: get, at: ("cmp.example:8080", path), now: date)
        let names = "accept-language;content-type;host;x-automq-date;x-automq-environment-id"
        let scope = "AUTOMQ-HMAC-SHA256 Credential=AKID/20260102/private/cmp/cmp_request, SignedHeaders=\(names), "
        #expect(headers.first { $0.0 == "X-Automq-Date" }?.1 == "20260102T030405Z")
        #expect(headers.last?.1 == "\(scope)Signature=ea4cf4dbc2b52230827b0f990f211104297339c6b11cbd85fc76b63d0599b24d")
        let patch = ServiceCalls.Call(verb: .patch, path: "", body: #"{"state":"PROMOTED"}"#, headers: common)
        let topic = "/api/v1/instances/kf-1/kafka-links/l1/kafka-link-mirror-topics/t-7"
        #expect(
            signature.headers(for: patch, at: ("127.0.0.1", topic), now: date).last?.1
                == "\(scope)Signature=cc116609fd214f9e1cad8dddef2e1ed18cd11fb39b24b92d89e170c90f7ce8ca")
    }

    @Test("sends the signature in place of user and password, over the host and path that the server sees")
    func sends() throws {
        let server = try serving([])
        defer { server.end() }
        let date = WallTime(milliseconds: 1_767_323_045_000)
        _ = try AutoMQLinking(.at(server), now: { date }).read(patience: patience)
        for request in server.requests {
            let call = ServiceCalls.Call(
                path: "", query: request.target.contains("?") ? [("page", "1"), ("size", "50")] : [],
                headers: [
                    ("Accept-Language", "en"), ("Content-Type", "application/json"),
                    ("X-automq-environment-id", "env-1"),
                ])
            let path = String(request.target.split(separator: "?")[0])
            let place = (host: request.header("Host").joined(), path: path)
            let expected = RequestSignature(accessKey: "AKID-7", secretKey: "hush-hush")
                .headers(for: call, at: place, now: date)
            #expect(request.header("Authorization") == [expected.last?.1])
            #expect(request.header("X-automq-environment-id") == ["env-1"])
            #expect(!request.headers.contains { $0.value.contains("hush-hush") })
        }
        #expect(
            server.requests.map(\.target) == [
                "/api/v1/instances/lkc-1/kafka-links/from%20old",
                "/api/v1/instances/lkc-1/kafka-links/from%20old/kafka-link-mirror-topics?page=1&size=50",
            ])
    }

    @Test("judges a change by state and lag where the service has no dry run")
    func rehearses() throws {
        let server = try serving([
            Answers.mirror("orders", "LINKING", lag: 7), Answers.mirror("audit", "PAUSED"),
            Answers.mirror("clicks", "LINKING", code: #""E42""#),
        ])
        defer { server.end() }
        let mirrors = ["orders", "audit", "clicks", "rates"].map(LinkReading.Mirror.named)
        let service = AutoMQLinking(.at(server))
        let promotion = try service.rehearse(.promote, of: mirrors, patience: patience)
        #expect(
            promotion.map(\.outcome) == [
                .accepted, .refused("it is paused: resume it first"), .refused("E42"),
                .refused("its link does not have it any more"),
            ])
        #expect(promotion[0].lagRecords == 7)
        let resumption = try service.rehearse(.resume, of: mirrors, patience: patience)
        #expect(resumption.map(\.outcome).prefix(2) == [.refused("its state is LINKING"), .accepted])
        #expect(Set(server.requests.map(\.method)) == ["GET"])
    }

    @Test("promotes topic by topic, and none that lacks records or whose lag nobody knows")
    func promotes() throws {
        let server = try serving([
            Answers.mirror("orders", "LINKING"), Answers.mirror("audit", "LINKING", lag: 7),
            Answers.mirror("rates", "LINKING", lag: nil),
        ])
        defer { server.end() }
        let answers = try AutoMQLinking(.at(server))
            .make(.promote, of: ["orders", "audit", "rates"].map(LinkReading.Mirror.named), patience: patience)
        #expect(
            answers.map(\.outcome) == [
                .accepted, .refused("still 7 behind, and nothing says that a promotion waits for it"),
                .refused("its lag is not known, and nothing says that a promotion waits for it"),
            ])
        let told = server.requests.filter { $0.method == "PATCH" }
        #expect(told.map(\.body) == [#"{"state":"PROMOTED"}"#])
        #expect(told.first?.target.hasSuffix("/kafka-link-mirror-topics/id%20of%20orders") == true)
    }

    @Test("that hangs up half way leaves that topic unknown and begins none of the rest")
    func lost() throws {
        let server = try serving(["orders", "audit", "rates"].map { Answers.mirror($0, "LINKING") }) { request in
            request.target.contains("orders")
                ? .ok("") : request.target.contains("audit") ? .hangUp : ReplayServer.Answer(400, "")
        }
        defer { server.end() }
        let answers = try AutoMQLinking(.at(server))
            .make(.pause, of: ["orders", "audit", "rates"].map(LinkReading.Mirror.named), patience: patience)
        guard case .unknown = answers[1].outcome else {
            Issue.record("nobody can tell: \(answers[1])")
            return
        }
        #expect(answers[0].outcome == .accepted && answers[2].outcome == .refused("not begun"))
    }

    @Test("says its service's own words where it refuses")
    func refusal() throws {
        let server = try serving([Answers.mirror("orders", "LINKING")]) { _ in
            ReplayServer.Answer(
                403, #"{"error":{"code":"Forbidden","message":"no such role","detail":"key hush-hush"}}"#)
        }
        defer { server.end() }
        let answers = try AutoMQLinking(.at(server)).make(.pause, of: [.named("orders")], patience: patience)
        #expect(answers.map(\.outcome) == [.refused("HTTP 403: no such role: key (not shown)")])
    }
}

@Suite("A mirror topic")
struct NoDeleteTests {
    @Test("is never deleted: no verb that leaves this module can do it, whatever is asked of either service")
    func noDelete() throws {
        #expect(ServiceCalls.Verb.allCases.map(\.rawValue) == ["GET", "POST", "PATCH"])
        let confluent = try ReplayServer { request in
            .ok(request.method == "POST" ? ClusterLinkingAnswers.alterations([]) : ClusterLinkingAnswers.mirrors([]))
        }
        let autoMQ = try ReplayServer { request in
            request.method == "GET" ? .ok(AutoMQAnswers.page([AutoMQAnswers.mirror("orders", "LINKING")])) : .ok("")
        }
        defer {
            confluent.end()
            autoMQ.end()
        }
        let services: [any LinkService] = [ClusterLinking(.at(confluent)), AutoMQLinking(.at(autoMQ))]
        for service in services {
            _ = try service.read(patience: patience)
            for change in MirrorChange.allCases {
                _ = try service.rehearse(change, of: [.named("orders")], patience: patience)
                _ = try service.make(change, of: [.named("orders")], patience: patience)
            }
        }
        #expect(Set(confluent.requests.map(\.method)) == ["GET", "POST"])
        #expect(Set(autoMQ.requests.map(\.method)) == ["GET", "PATCH"])
        let bodies = (confluent.requests + autoMQ.requests).map { $0.target + $0.body }
        #expect(!bodies.contains { $0.lowercased().contains("delete") })
    }
}
