import Testing

@Suite("A plan that is not YAML, or more YAML than a plan needs")
struct BadYamlTests {
    @Test(
        "say where the problem is and what to write",
        arguments: [
            BadPlan(
                "says so of a tab that indents",
                "night: n", becomes: "night: n\nfiles:\n\thold: /x",
                problems: [
                    #"3:1: "\t": a tab cannot indent YAML; use spaces"#
                ]),
            BadPlan(
                "points at the quote that is never closed",
                "night: n", becomes: "night: n\nfiles: \"open",
                problems: [
                    "2:8: \"files:\": the quote that opens here is never closed"
                ]),
            BadPlan(
                "points at the bracket that is never closed",
                "groups: [billing]", becomes: "groups: [billing",
                problems: [
                    "17:13: \"groups:\": the [ opened on line 17, column 13 lacks a comma or its end"
                ]),
            BadPlan(
                "asks for quotes around text with a colon in it",
                "metric: errors.rate", becomes: "metric: prometheus: up",
                problems: [
                    "11:35: \"error-rate:\": a ':' where no key can be; check the indentation, and quote text that holds ': '"
                ]),
            BadPlan(
                "asks for quotes around a secret between brackets",
                "a:9092 }", becomes: "a:9092, properties: { sasl.username: ${env:USER} } }",
                problems: [
                    "3:62: \"source:\": inside { } and [ ] a ${…} stands in quotes: \"${env:NAME}\""
                ]),
            BadPlan(
                "points at a line that is indented by one too many",
                " topics: [orders]", becomes: "  topics: [orders]",
                problems: [
                    "16:12: \"topics:\": a ':' where no key can be; check the indentation, and quote text that holds ': '"
                ]),
            BadPlan(
                "asks for quotes around what YAML reserves",
                "night: n", becomes: "night: @n",
                problems: [
                    "1:8: \"night:\": no value begins with this character; put the value in quotes"
                ]),
            BadPlan(
                "has no anchors",
                "night: n", becomes: "night: &x n",
                problems: [
                    "1:8: \"&x\": a plan has no anchors and aliases; write the value out where it is used"
                ]),
            BadPlan(
                "has no aliases, and says how to write a pattern",
                "night: n", becomes: "night: n\nclasses:\n  *-dlq: [a]",
                problems: [
                    "3:3: \"*-dlq\": a plan has no aliases; a pattern that begins with * stands in quotes: \"*-dlq\""
                ]),
            BadPlan(
                "cannot be an alias of itself",
                "night: n", becomes: "night: &x [*x]",
                problems: [
                    #"1:8: "&x": a plan has no anchors and aliases; write the value out where it is used"#,
                    "1:8: this is a list; expected text",
                    #"1:12: "*x": a plan has no aliases; a pattern that begins with * stands in quotes: "*x""#,
                ]),
            BadPlan(
                "has no merge keys",
                "night: n", becomes: "night: n\n<<: { poll: 1s }",
                problems: [
                    "2:1: \"<<\": a plan has no merge keys; write the values out here"
                ]),
            BadPlan(
                "has no tags",
                "night: n", becomes: "night: !!binary n",
                problems: [
                    "1:8: \"tag:yaml.org,2002:binary\": a plan has no YAML tags; leave it out"
                ]),
            BadPlan(
                "names both places of a key written twice",
                "night: n", becomes: "night: n\npoll: 1s\nnight: m",
                problems: [
                    "3:1: \"night\": written twice; first on line 1, column 1"
                ]),
            BadPlan(
                "is one document",
                "night: n", becomes: "night: n\n---\nnight: m",
                problems: [
                    "2:1: \"---\": a second document begins here; one file holds one plan"
                ]),
            BadPlan(
                "has words for keys",
                "night: n", becomes: "night: n\n? [a, b]\n: c",
                problems: [
                    "2:3: a key is a word; this is a list"
                ]),
            BadPlan(
                "shows control characters, and does not send them",
                "pattern: consumer-first", becomes: #"pattern: "\e[2Jconsumer\u202e""#,
                problems: [
                    #"14:14: "\u{1B}[2Jconsumer\u{202E}": expected one of consumer-first, producer-first, all-at-once, dual-write"#
                ]),
        ])
    func problems(bad: BadPlan) {
        #expect(load(bad.text).rendered == bad.problems.map { "plan.yaml:" + $0 })
    }
}
