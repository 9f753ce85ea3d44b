import Testing

@Suite("Clusters, bridges and files")
struct BadClustersTests {
    @Test(
        "say where the problem is and what to write",
        arguments: [
            BadPlan(
                "suggests the key that was meant, and does not call it missing too",
                "night: n", becomes: "nihgt: n",
                problems: [
                    "1:1: \"nihgt\": a plan has no such key; did you mean \"night\"?"
                ]),
            BadPlan(
                "say which keys there are when none is near",
                "night: n", becomes: "night: n\nschedule: x",
                problems: [
                    "2:1: \"schedule\": a plan has no such key; its keys are night, poll, clusters, bridge, budget, files, classes, waves"
                ]),
            BadPlan(
                "need a value for each key",
                "night: n", becomes: "night:",
                problems: [
                    "1:7: nothing is given here; expected text"
                ]),
            BadPlan(
                "have names that files can have",
                "night: n", becomes: "night: ../n",
                problems: [
                    "1:8: \"../n\": the night's name is a file's name too: at most 100 letters, digits, '.', '_' and '-'"
                ]),
            BadPlan(
                "are not polled more often than every 100ms",
                "night: n", becomes: "night: n\npoll: 50ms",
                problems: [
                    "2:7: \"50ms\": polling more often than every 100ms is a load of its own"
                ]),
            BadPlan(
                "are polled by times with units",
                "night: n", becomes: "night: n\npoll: 1",
                problems: [
                    "2:7: \"1\": expected a time with its unit, such as 250ms, 5s, 1m, 2h or 1d, and no longer than a year"
                ]),
            BadPlan(
                "suggest the unit that was meant",
                "night: n", becomes: "night: n\npoll: 1 S",
                problems: [
                    "2:7: \"1 S\": expected a time with its unit, such as 250ms, 5s, 1m, 2h or 1d, and no longer than a year; did you mean \"1 s\"?"
                ]),
            BadPlan(
                "are both needed",
                "  source: { bootstrap: a:9092 }\n", becomes: "",
                problems: [
                    "3:3: clusters needs source:"
                ]),
            BadPlan(
                "need brokers with ports",
                "{ bootstrap: a:9092 }", becomes: "{ bootstrap: http://a:9092 }",
                problems: [
                    "3:24: \"http://a:9092\": expected brokers as HOST:PORT, parted by commas: kafka-1:9092, kafka-2:9092"
                ]),
            BadPlan(
                "need a bootstrap",
                "{ bootstrap: a:9092 }", becomes: "{}",
                problems: [
                    "3:11: a cluster needs bootstrap:"
                ]),
            BadPlan(
                "are mappings",
                "{ bootstrap: a:9092 }", becomes: "a:9092",
                problems: [
                    "3:11: \"a:9092\": expected a cluster, a mapping with the keys bootstrap, properties, metrics, prometheus, schema-registry, open-by-default, probe-topic"
                ]),
            BadPlan(
                "should be two",
                "{ bootstrap: a:9092 }", becomes: "{ bootstrap: b:9092 }",
                problems: [
                    "4:24: warning: \"b:9092\": source and target are the same cluster"
                ]),
            BadPlan(
                "have their brokers in one place",
                "a:9092 }", becomes: "a:9092, properties: { bootstrap.servers: x } }",
                problems: [
                    "3:46: \"bootstrap.servers\": the brokers stand in bootstrap:, beside properties:"
                ]),
            BadPlan(
                "take yes and no, and nothing else, where a bool is meant",
                "a:9092 }", becomes: "a:9092, open-by-default: maybe }",
                problems: [
                    "3:49: \"maybe\": expected yes or no"
                ]),
            BadPlan(
                "have probe topics Kafka can have",
                "a:9092 }", becomes: "a:9092, probe-topic: a b }",
                problems: [
                    "3:45: \"a b\": Kafka has no such topic names: at most 249 letters, digits, '.', '_' and '-'"
                ]),
            BadPlan(
                "have metrics endpoints in a list",
                "a:9092 }", becomes: "a:9092, metrics: http://x }",
                problems: [
                    "3:41: \"http://x\": expected a list of metrics endpoints: [first, second]"
                ]),
            BadPlan(
                "suggest the bridge that was meant",
                "[{ link: {} }]", becomes: "[{ mirormaker2: {} }]",
                problems: [
                    "5:12: \"mirormaker2\": a bridge has no such key; did you mean \"mirrormaker2\"?"
                ]),
            BadPlan(
                "have bridges in a list",
                "[{ link: {} }]", becomes: "{ link: {} }",
                problems: [
                    "5:9: this is a mapping of keys; expected a list of bridges, each such as \"- mirrormaker2:\" with its keys below it"
                ]),
            BadPlan(
                "have one kind to each bridge",
                "[{ link: {} }]", becomes: "[{ link: {}, mirrormaker2: {} }]",
                problems: [
                    "5:10: each bridge is one of mirrormaker2, link, automq-linking, cluster-linking"
                ]),
            BadPlan(
                "need Connect for connectors, and a policy there is",
                "[{ link: {} }]", becomes: "[{ mirrormaker2: { connectors: [a], policy: identiy } }]",
                problems: [
                    #"5:28: "connectors": connectors are asked of Connect; give its address in connect:"#,
                    #"5:53: "identiy": expected one of default, identity; did you mean "identity"?"#,
                ]),
            BadPlan(
                "need a bridge where the pattern replicates",
                "bridge: [{ link: {} }]\n", becomes: "",
                problems: [
                    "13:14: warning: \"consumer-first\": this pattern replicates, and the plan names no bridge"
                ]),
            BadPlan(
                "have signal files that are the same from every shell, and two",
                "night: n", becomes: "night: n\nfiles: { hold: x, panic: /x }",
                problems: [
                    "2:16: \"x\": expected a path from the root, so that it is the same file from every shell"
                ]),
            BadPlan(
                "have two signal files",
                "night: n", becomes: "night: n\nfiles: { hold: /x, panic: /x }",
                problems: [
                    "2:27: \"/x\": the hold file and the panic file must be two files"
                ]),
        ])
    func problems(bad: BadPlan) {
        #expect(load(bad.text).rendered == bad.problems.map { "plan.yaml:" + $0 })
    }
}
