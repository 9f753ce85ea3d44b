import Night
import Planfile
import Testing

@Suite("Secrets")
struct SecretTests {
    /// The small plan with properties on its source.
    private func plan(properties: String) -> String {
        smallPlan.replacing("{ bootstrap: a:9092 }", with: "{ bootstrap: a:9092, properties: { \(properties) } }")
    }

    private func value(of written: String, secrets source: SecretSource) -> Setting? {
        load(plan(properties: "sasl.password: \"\(written)\""), secrets: source).plan?.source.properties.first?.value
    }

    private func problems(of written: String, secrets source: SecretSource) -> [String] {
        load(plan(properties: "sasl.password: \"\(written)\""), secrets: source).rendered
    }

    @Test("come from the environment and from files, without the newline an editor leaves")
    func resolved() {
        let source = secrets(["P": "correct horse"], files: ["/s": "battery\n", "/dos": "staple\r\n", "/two": "a\n\n"])
        #expect(value(of: "${env:P}", secrets: source) == .secret("correct horse"))
        #expect(value(of: "${file:/s}", secrets: source) == .secret("battery"))
        #expect(value(of: "${file:/dos}", secrets: source) == .secret("staple"))
        #expect(value(of: "${file:/two}", secrets: source) == .secret("a\n"))
        #expect(value(of: "token=${env:P};", secrets: source) == .secret("token=correct horse;"))
    }

    @Test("let an HTTP step in, and are refused there in plain text")
    func httpStep() {
        func plan(_ password: String) -> String {
            let access = "user: bob, password: '\(password)', ca: /ca.pem, certificate: /c.pem, key: /k.pem"
            let call = "{ method: PUT, url: 'http://x/', \(access), expect: 204 }"
            return smallPlan.replacing(
                "owner: me", with: "owner: me\n    steps: { proven: [{ http: \(call), undo: [x] }] }")
        }
        let loaded = load(plan("${env:P}"), secrets: secrets(["P": "hunter2"]))
        let endpoint = EndpointPlan(
            url: .plain("http://x/"), user: .plain("bob"), password: .secret("hunter2"), ca: "/ca.pem",
            certificate: "/c.pem", key: "/k.pem")
        let call = HTTPCall(method: "PUT", endpoint: endpoint, expect: 204)
        #expect(loaded.plan?.waves.first?.steps.first?.steps.first?.act == .http(call), "\(loaded.rendered)")
        let refused = load(plan("hunter2")).rendered.joined()
        #expect(refused.contains("a secret in plain text") && !refused.contains("hunter2"))
    }

    @Test("that are missing or unusable are named, and nothing of them is shown")
    func missing() {
        let source = SecretSource(
            variable: { $0 == "EMPTY" ? "" : nil },
            file: { path throws(UnreadableFile) in
                switch path {
                case "/nul": Array("hunter2\0".utf8)
                case "/latin1": Array("hunter2".utf8) + [0xE9]
                case "/newline": Array("\n".utf8)
                default: throw UnreadableFile("no such file or directory")
                }
            })
        let expected = [
            "${env:NONE}": "the environment variable NONE is not set",
            "${env:EMPTY}": "the environment variable EMPTY is empty",
            "${file:/none}": "/none: no such file or directory",
            "${file:/newline}": "/newline is empty",
            "${file:/nul}": "/nul holds a NUL byte",
            "${file:/latin1}": "/latin1: not UTF-8 text",
        ]
        for (written, reason) in expected {
            #expect(problems(of: written, secrets: source) == ["plan.yaml:3:61: \"\(written)\": \(reason)"])
        }
    }

    @Test(
        "in plain text are refused and not repeated, wherever they were put",
        arguments: [
            "{ bootstrap: a:9092, properties: { sasl.password: hunter2 } }",
            "{ bootstrap: a:9092, properties: { ssl.key.password: hunter2 } }",
            "{ bootstrap: a:9092, properties: { ssl.key.pem: hunter2 } }",
            "{ bootstrap: a:9092, properties: { sasl.oauthbearer.client.secret: hunter2 } }",
            "{ bootstrap: a:9092, properties: { sasl.password: [hunter2] } }",
            "{ bootstrap: a:9092, properties: { sasl.password: '${env:hunter2' } }",
            "{ bootstrap: a:9092, properties: { sasl.password: '${hunter2}' } }",
            "{ bootstrap: a:9092, properties: sasl.password=hunter2 }",
            "{ bootstrap: a:9092, propertis: { sasl.password: hunter2 } }",
            "{ bootstrap: a:9092, prometheus: { url: http://p, token: hunter2 } }",
            "{ bootstrap: a:9092, prometheus: { url: 'http://bob:hunter2@p' } }",
            "{ bootstrap: a:9092, metrics: 'http://bob:hunter2@p' }",
            "{ bootstrap: 'SASL://bob:hunter2@a:9092' }",
            "{ bootstrap: a:9092, properties: { sasl.password: \"hunter2 } }",
            "{ bootstrap: a:9092, properties: { sasl.password: @hunter2 } }",
            "{ bootstrap: a:9092, properties: { sasl.password: hunter2: x } }",
            "\n      bootstrap: a:9092\n      properties:\n        sasl.password: |\n         hunter2\n        hunter2",
            "\n      bootstrap: a:9092\n      properties:\n        sasl.password: &hunter hunter2",
        ])
    func plain(cluster: String) {
        let loaded = load(smallPlan.replacing("{ bootstrap: a:9092 }", with: cluster))
        #expect(loaded.plan == nil)
        #expect(!loaded.problems.isEmpty)
        #expect(!loaded.rendered.joined().contains("hunter2"))
    }

    @Test("are not mistaken in properties that only sound like them")
    func soundsSecret() {
        let properties = "sasl.oauthbearer.token.endpoint.url: 'http://t', ssl.key.location: /k"
        #expect(load(plan(properties: properties)).rendered == [])
    }

    @Test(
        "have no place where a value is shown or recorded",
        arguments: [
            ("night: n", "night: \"${env:SOURCE_PASSWORD}\""), ("owner: me", "owner: \"x ${file:/run/secrets/prom}\""),
            ("metric: errors.rate", "metric: \"prometheus: ${env:SOURCE_PASSWORD}\""),
            ("owner: me", "owner: me\n    steps: { proven: [{ run: [\"${env:SOURCE_PASSWORD}\"], undo: [x] }] }"),
        ])
    func elsewhere(right: String, wrong: String) {
        let loaded = load(smallPlan.replacing(right, with: wrong))
        #expect(loaded.errors.first?.message.hasPrefix("a secret cannot stand here") == true)
    }

    @Test("never appear when a plan is printed, described or dumped")
    func printed() throws {
        let loaded = load(examplePlan)
        let plan = try #require(loaded.plan)
        var printed = "\(plan) \(String(reflecting: plan)) \(loaded)"
        dump(loaded, to: &printed)
        dump(plan, to: &printed)
        #expect(plan.source.properties.last?.value.revealed == "correct-horse")
        #expect(!printed.contains("correct-horse"))
        #expect(!printed.contains("battery-staple"))
    }
}
