import Testing

@Suite("Waves")
struct BadWaveTests {
    @Test(
        "say where the problem is and what to write",
        arguments: [
            BadPlan(
                "suggest the pattern that was meant",
                "consumer-first", becomes: "consumer first",
                problems: [
                    "14:14: \"consumer first\": expected one of consumer-first, producer-first, all-at-once, dual-write; did you mean \"consumer-first\"?"
                ]),
            BadPlan(
                "have what they must, all told at once",
                "    pattern: consumer-first\n    owner: me\n    topics: [orders]\n    groups: [billing]\n",
                becomes: "",
                problems: [
                    "13:5: a wave needs pattern:",
                    "13:5: a wave needs owner:",
                    #"13:5: "one": a wave moves something; give it topics: or groups:"#,
                ]),
            BadPlan(
                "move each topic once, by names and patterns that can be",
                "topics: [orders]", becomes: "topics: [orders, orders, 'a b', '/(/']",
                problems: [
                    #"16:22: "orders": this topic is in this wave already, on line 16; it moves once"#,
                    #"16:30: "a b": Kafka has no such topic names: at most 249 letters, digits, '.', '_' and '-'"#,
                    #"16:37: "/(/": a ( without its ); write \( for the sign itself"#,
                ]),
            BadPlan(
                "move groups in ways there are",
                "groups: [billing]", becomes: "groups: [{ group: billing, offsets: preserv }]",
                problems: [
                    "17:41: \"preserv\": expected preserve, translate, { reset: earliest } or { replay: 30m }; did you mean \"preserve\"?"
                ]),
            BadPlan(
                "reset groups to days there are",
                "groups: [billing]", becomes: "groups: [{ group: billing, offsets: { reset: 2026-02-30T00:00Z } }]",
                problems: [
                    "17:50: \"2026-02-30T00:00Z\": expected earliest, latest or a time with its zone, such as 2026-11-21T02:00:00Z"
                ]),
            BadPlan(
                "reset groups or replay them",
                "groups: [billing]", becomes: "groups: [{ group: billing, offsets: { reset: earliest, replay: 1m } }]",
                problems: [
                    "17:41: offsets are either reset or replayed: { reset: earliest } or { replay: 30m }"
                ]),
            BadPlan(
                "have principals with a type",
                "owner: me", becomes: "owner: me\n    producers: [web]",
                problems: [
                    "16:17: \"web\": a principal has its type before its name: User:ledger-api; did you mean \"User:web\"?"
                ]),
            BadPlan(
                "have connectors with a place and a kind",
                "owner: me", becomes: "owner: me\n    connectors: [{ sink: x }, { name: y }]",
                problems: [
                    #"16:18: "x": say where its Connect is: source-side: URL, target-side: URL or both"#,
                    #"16:33: "name": a connector has no such key; its keys are sink, source, source-side, target-side"#,
                ]),
            BadPlan(
                "cannot wait for themselves",
                "owner: me", becomes: "owner: me\n    after: [one]",
                problems: [
                    "16:13: \"one\": this wave waits for itself"
                ]),
            BadPlan(
                "cannot wait for each other, share a name or a group",
                "groups: [billing]\n",
                becomes:
                    "groups: [billing]\n    after: [two]\n  - wave: two\n    pattern: consumer-first\n    owner: me\n    groups: [billing]\n    after: [one, onee]\n  - wave: two\n    pattern: all-at-once\n    owner: me\n    topics: [b]\n",
                problems: [
                    #"18:13: "two": these waves wait for each other: one after two after one"#,
                    #"22:14: "billing": this group is in wave one already, on line 17; it moves once"#,
                    #"23:18: "onee": no wave has this name; did you mean "one"?"#,
                    #"24:11: "two": a wave of this name begins on line 19 already"#,
                ]),
            BadPlan(
                "run through the phases of their pattern",
                "owner: me",
                becomes: "owner: me\n    steps: { switched: [{ wait: 5s }], planned: [], consumers-move: [] }",
                problems: [
                    #"16:14: "switched": a consumer-first wave has no steps into such a phase; its phases are replicating, proven, consumers-moved, producers-moved, observing, closed"#,
                    #"16:40: "planned": a consumer-first wave has no steps into such a phase; its phases are replicating, proven, consumers-moved, producers-moved, observing, closed"#,
                    #"16:53: "consumers-move": a consumer-first wave has no steps into such a phase; did you mean "consumers-moved"?"#,
                ]),
        ])
    func problems(bad: BadPlan) {
        #expect(load(bad.text).rendered == bad.problems.map { "plan.yaml:" + $0 })
    }
}
