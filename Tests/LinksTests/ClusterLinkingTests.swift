import Night
import TestSupport
import Testing
import Web

@testable import Links

@Suite("Confluent Cluster Linking, replayed")
struct ClusterLinkingTests {
    private typealias Answers = ClusterLinkingAnswers

    /// Reads a link whose mirrors are answered so.
    private func read(
        link: String = Answers.link(), mirrors: ReplayServer.Answer
    ) throws -> Result<LinkReading, LinkError> {
        let server = try ReplayServer { request in
            request.target.contains("/mirrors") ? mirrors : .ok(link)
        }
        defer { server.end() }
        return Result { () throws(LinkError) in try ClusterLinking(.at(server)).read(patience: patience) }
    }

    private func mirror(_ text: String) throws -> LinkReading.Mirror {
        try #require(try read(mirrors: .ok(Answers.mirrors([text]))).get().mirrors.first)
    }

    @Test("is asked with the plan's key, cluster and link, and tells lag, states and errors topic by topic")
    func reads() throws {
        let server = try ReplayServer { request in
            request.target.contains("/mirrors")
                ? .ok(
                    Answers.mirrors([
                        Answers.mirror("orders", "ACTIVE"),
                        Answers.mirror("audit", "FAILED", error: "SOURCE_TOPIC_MAY_BE_DELETED"),
                    ]))
                : .ok(Answers.link())
        }
        defer { server.end() }
        let reading = try ClusterLinking(.at(server)).read(patience: patience)
        #expect(reading.link == "from old" && reading.state == .active && reading.error == nil)
        #expect(reading.mirrors.map(\.state) == [.active, .failed])
        #expect(reading.mirrors.map(\.lagRecords) == [10, 10])
        #expect(reading.mirrors.map(\.error) == [nil, "SOURCE_TOPIC_MAY_BE_DELETED"])
        let base = "/kafka/v3/clusters/lkc-1/links/from%20old"
        #expect(server.requests.map(\.target) == [base, "\(base)/mirrors"])
        #expect(server.requests.map { $0.header("Authorization") } == [["Basic QUtJRC03Omh1c2gtaHVzaA=="]].doubled)
    }

    @Test(
        "keeps the service's states apart, and those it does not know as they are",
        arguments: [
            ("ACTIVE", LinkReading.Mirror.State.active), ("FAILED", .failed), ("LINK_FAILED", .failed),
            ("LINK_PAUSED", .paused), ("PAUSED", .paused), ("PENDING_STOPPED", .promoting),
            ("SOURCE_UNAVAILABLE", .sourceUnavailable), ("STOPPED", .promoted),
            ("PENDING_MIRROR", .other("PENDING_MIRROR")),
            ("PENDING_SYNCHRONIZE", .other("PENDING_SYNCHRONIZE")),
            ("PENDING_SETUP_FOR_RESTORE", .other("PENDING_SETUP_FOR_RESTORE")),
            ("PENDING_RESTORE", .other("PENDING_RESTORE")), ("stopped", .other("stopped")),
        ])
    func states(word: String, state: LinkReading.Mirror.State) throws {
        #expect(try mirror(Answers.mirror("orders", word)).state == state)
    }

    @Test(
        "tells each of the errors a mirror topic may have",
        arguments: [
            "SOURCE_TOPIC_MAY_BE_DELETED", "SOURCE_TOPIC_ID_CHANGED", "SOURCE_PARTITIONS_DECREASED",
            "NON_MONOTONIC_LOG_APPEND_EPOCH", "UNEXPECTED_TRUNCATION", "UNSUPPORTED_MESSAGE_FORMAT",
            "NON_MONOTONIC_SOURCE_EPOCH", "ILLEGAL_STATE", "UNSUPPORTED_MIRROR_STATE", "UNKNOWN", "SOMETHING_NEW",
        ])
    func errors(word: String) throws {
        #expect(try mirror(Answers.mirror("orders", "ACTIVE", error: word)).error == word)
    }

    @Test("gives no lag where a partition was never fetched, is missing, or makes no sense")
    func lagOfNothing() throws {
        #expect(
            try mirror(Answers.mirror("orders", "ACTIVE", lags: [(0, -1), (0, 5)])).whyNoLag
                == "nothing fetched yet in 1 partition")
        #expect(
            try mirror(Answers.mirror("orders", "ACTIVE", partitions: 3)).whyNoLag
                == "its service tells the lag of 2 in 3 partitions")
        #expect(try mirror(Answers.mirror("orders", "ACTIVE", lags: [(-4, 5), (0, 5)])).lagRecords == nil)
        #expect(try mirror(Answers.mirror("orders", "ACTIVE", lags: [], partitions: 0)).lagRecords == nil)
    }

    @Test("without a state of the link goes by its topics where they are bad, and by nothing where they are well")
    func unstatedLink() throws {
        func state(_ word: String) throws -> LinkReading.State {
            let mirrors = ReplayServer.Answer.ok(Answers.mirrors([Answers.mirror("orders", word)]))
            return try read(link: Answers.link(#""new_field":{"a":[1]}"#), mirrors: mirrors).get().state
        }
        #expect(try state("ACTIVE") == .other("not stated"))
        #expect(try state("LINK_FAILED") == .failed)
        #expect(try state("LINK_PAUSED") == .paused)
    }

    @Test("tells why the link is not available, and an item that makes no sense, without losing the others")
    func complaints() throws {
        let link = Answers.link(
            """
            "link_state":"UNAVAILABLE","link_error":"AUTHENTICATION_ERROR",
            "link_error_message":"Please check your api key hush-hush and secret"
            """)
        let mirrors = Answers.mirrors([#"{"mirror_topic_name":7}"#, Answers.mirror("orders", "ACTIVE")])
        let reading = try read(link: link, mirrors: .ok(mirrors)).get()
        #expect(reading.state == .sourceUnavailable)
        #expect(
            reading.error == """
                AUTHENTICATION_ERROR: Please check your api key (not shown) and secret; \
                a mirror topic in its list cannot be read
                """)
        #expect(reading.mirrors.map(\.sourceTopic) == ["orders"])
    }

    @Test("follows pages, never to another server")
    func pages() throws {
        let server = try ReplayServer { request in
            switch request.target {
            case let target where target.hasSuffix("?page_token=a%26b"):
                .ok(Answers.mirrors([Answers.mirror("audit", "ACTIVE")]))
            case let target where target.hasSuffix("/mirrors"):
                .ok(
                    Answers.mirrors(
                        [Answers.mirror("orders", "ACTIVE")],
                        next: #""http://192.0.2.1/kafka/v3/elsewhere?page_token=a%26b""#))
            default: .ok(Answers.link())
            }
        }
        defer { server.end() }
        #expect(
            try ClusterLinking(.at(server)).read(patience: patience).mirrors.map(\.sourceTopic) == ["orders", "audit"])
    }

    @Test("gives up on a list that never ends")
    func endless() throws {
        let page = Answers.mirrors([], next: #""?page_token=again""#)
        #expect(
            try read(mirrors: .ok(page)).error
                == .endless("its list of mirror topics does not end after 200 pages"))
    }

    @Test("keeps apart an error of the service, a page of HTML, half an answer and a flood")
    func badAnswers() throws {
        let refusal = ReplayServer.Answer(
            401, #"{"error_code":40101,"message":"Authentication failed for hush-hush"}"#)
        #expect(
            try read(mirrors: refusal).error
                == .refused(status: 401, words: "Authentication failed for (not shown)"))
        let page = ReplayServer.Answer(200, "<html>Sign in</html>", contentType: "text/html")
        #expect(
            try read(mirrors: page).error
                == .senseless("HTTP 200 with text/html that is not this service's answer"))
        guard case .call(.broken) = try read(mirrors: ReplayServer.Answer(200, "{", isTruncated: true)).error else {
            Issue.record("half an answer was taken for one")
            return
        }
        let flood = ReplayServer.Answer.ok(
            #"{"data":[],"more":""# + String(repeating: "x", count: 50_000_000) + #""}"#)
        guard case .call(.tooLong) = try read(mirrors: flood).error else {
            Issue.record("50 MB were read")
            return
        }
    }

    @Test("dry-runs on the server, and hears each topic's own answer out of one 200")
    func rehearses() throws {
        let server = try ReplayServer { _ in
            .ok(
                Answers.alterations([
                    Answers.alteration("orders"),
                    Answers.alteration(
                        "audit", code: "400",
                        message: #""Topic 'audit' has already stopped its mirror from 'from old'""#),
                    Answers.alteration("rates", code: "0"),
                ]))
        }
        defer { server.end() }
        let service = ClusterLinking(.at(server))
        let mirrors = ["orders", "audit", "rates", "clicks"].map(LinkReading.Mirror.named)
        for change in MirrorChange.allCases {
            let answers = try service.rehearse(change, of: mirrors, patience: patience)
            #expect(answers.map(\.mirrorTopic) == ["orders", "audit", "rates", "clicks"])
            #expect(
                answers.map(\.outcome) == [
                    .accepted, .refused("Topic 'audit' has already stopped its mirror from 'from old'"), .accepted,
                    .unknown("the service says nothing of it"),
                ])
            #expect(answers[0].lagRecords == 3)
            #expect(try service.make(change, of: mirrors, patience: patience) == answers)
        }
        let base = "/kafka/v3/clusters/lkc-1/links/from%20old/mirrors:"
        #expect(
            server.requests.map(\.target)
                == ["promote", "pause", "resume"].flatMap { verb in
                    ["true", "false"].map { "\(base)\(verb)?validate_only=\($0)" }
                })
        #expect(Set(server.requests.map(\.method)) == ["POST"])
        #expect(
            Set(server.requests.map(\.body)) == [#"{"mirror_topic_names":["orders","audit","rates","clicks"]}"#])
    }

    @Test("that hangs up on an act leaves unknown what became of it; one that refuses it does not")
    func lost() throws {
        func error(_ answer: ReplayServer.Answer) throws -> LinkError? {
            let server = try ReplayServer { _ in answer }
            defer { server.end() }
            return Result { () throws(LinkError) in
                try ClusterLinking(.at(server)).make(.promote, of: [.named("orders")], patience: patience)
            }.error
        }
        #expect(try error(.hangUp)?.leavesUnknown == true)
        #expect(try error(.ok("<html>"))?.leavesUnknown == true)
        #expect(try error(ReplayServer.Answer(503, "{}"))?.leavesUnknown == true)
        #expect(try error(ReplayServer.Answer(429, "{}"))?.leavesUnknown == false)
    }
}

extension Result where Failure == LinkError {
    var error: LinkError? {
        if case .failure(let error) = self { error } else { nil }
    }
}

extension Array {
    fileprivate var doubled: [Element] { self + self }
}
