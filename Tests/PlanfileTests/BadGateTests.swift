import Testing

@Suite("Gates, triggers and steps")
struct BadGateTests {
    @Test(
        "say where the problem is and what to write",
        arguments: [
            BadPlan(
                "are gates that exist, or say how they are proven",
                "owner: me",
                becomes: "owner: me\n    gates: [{ gate: aclparity }, { gate: canary }, { gate: records, run: [x] }]",
                problems: [
                    #"16:21: "aclparity": not a built-in gate, and neither run: nor ask: says how this one is proven; did you mean "acl parity"?"#,
                    #"16:42: "canary": not a built-in gate (inventory, topic parity, acl parity, schema parity, connectors single-sided, replication, offsets, records, consumers, headroom, source ready, rehearsed), and neither run: nor ask: says how this one is proven"#,
                    #"16:60: "records": this is the name of a built-in gate, which measures by itself; give yours another"#,
                ]),
            BadPlan(
                "are gates with limits that mean something",
                "owner: me",
                becomes:
                    "owner: me\n    gates: [{ gate: replication, limit: 5 MB, sample: 5 per partition }, { gate: inventory, limit: 1s }, { gate: records, sample: 5 }]",
                problems: [
                    #"16:41: "5 MB": the limit of replication is a time, such as 250ms, 5s or 1m, or a plain number, such as 200 or 50 000; this is a size"#,
                    #"16:47: "sample": only the records gate takes samples"#,
                    #"16:100: "1s": the gate inventory has no limit; it passes or fails"#,
                    #"16:131: "5": expected records per partition, 1 to 10 000, such as 50 per partition"#,
                ]),
            BadPlan(
                "are gates of the site with an owner, argv and one kind of evidence",
                "owner: me",
                becomes:
                    "owner: me\n    gates: [{ gate: c, run: ./x.sh, owner: me }, { gate: d, ask: q }, { gate: e, run: [x], ask: q, owner: me }]",
                problems: [
                    #"16:29: "./x.sh": expected an executable and its arguments, [./scale.sh, ledger, "0"]; no shell reads it"#,
                    #"16:58: warning: "d": nobody owns this gate; give it owner:"#,
                    #"16:92: "ask": a gate is either run or asked; make two gates of it"#,
                ]),
            BadPlan(
                "are gates of different names",
                "owner: me", becomes: "owner: me\n    gates:\n      - gate: replication\n      - gate: replication",
                problems: [
                    "18:15: \"replication\": this wave has a gate of this name already, on line 17"
                ]),
            BadPlan(
                "are triggers about what an expression of the wave matches",
                "topics: [orders]",
                becomes: "topics: ['/o.*/']\n    triggers: [{ trigger: t, metric: errors.rate, above: 5/s, of: pay }]",
                problems: [#"17:67: "pay": neither a group nor a topic of this wave"#]),
            BadPlan(
                "are triggers on limits that mean something, about what the wave moves",
                "owner: me",
                becomes: "owner: me\n    triggers: [{ trigger: t, metric: errors.rate, above: 5s, of: biling }]",
                problems: [
                    #"16:58: "5s": errors.rate is a rate, such as 5/s; this is a time"#,
                    #"16:66: "biling": neither a group nor a topic of this wave; did you mean "billing"?"#,
                ]),
            BadPlan(
                "are triggers that give a person time before they abort",
                "owner: me",
                becomes:
                    "owner: me\n    triggers: [{ trigger: t, metric: errors.rate, above: 5/s, then: abrt }, { trigger: u, metric: errors.rate, above: 5/s, after: 5s }]",
                problems: [
                    #"16:63: "then: abort": say how long a person has to act first, such as after: 20s"#,
                    #"16:69: "abrt": expected abort; did you mean "abort"?"#,
                    #"16:124: "after": it is the time before an abort; say then: abort as well"#,
                ]),
            BadPlan(
                "are fences that end by themselves",
                "owner: me", becomes: "owner: me\n    steps: { producers-moved: [{ fence: source }] }",
                problems: [
                    "16:41: \"source\": a fence stops the producers; the wave needs max-freeze:, after which it goes back by itself"
                ]),
            BadPlan(
                "are hooks that fence as a fence does",
                "owner: me",
                becomes:
                    "owner: me\n    steps: { producers-moved: [{ run: [x], undo: [y], fences: source }, { run: [x], fences: here }, { wait: 5s, fences: source }] }",
                problems: [
                    "16:63: \"source\": a fence stops the producers; the wave needs max-freeze:, after which it goes back by itself",
                    #"16:75: warning: "run": this step has no undo:; going back will leave what it did"#,
                    #"16:93: "here": a fence has to be lifted on the way back; the step needs undo:"#,
                    #"16:93: "here": expected one of source, target"#,
                    #"16:113: "fences": only a run: or http: step may say that it fences"#,
                ]),
            BadPlan(
                "have a max-freeze where something fences",
                "owner: me",
                becomes: "owner: me\n    max-freeze: 90s\n    steps: { producers-moved: [{ run: [x], undo: [y] }] }",
                problems: [
                    #"16:17: warning: "90s": no step of this wave fences; a hook that stops the producers says so with fences: source"#
                ]),
            BadPlan(
                "are steps that can be undone",
                "owner: me",
                becomes:
                    "owner: me\n    steps: { producers-moved: [{ run: [x] }, { http: { method: POST, url: 'http://x' } }, { wait: 5s, undo: [x] }] }",
                problems: [
                    #"16:34: warning: "run": this step has no undo:; going back will leave what it did"#,
                    #"16:48: warning: "http": this step has no undo:; going back will leave what it did"#,
                    #"16:103: "undo": the way back from wait is derived; leave this out"#,
                ]),
            BadPlan(
                "are steps there are, one at a time",
                "owner: me",
                becomes:
                    "owner: me\n    steps: { producers-moved: [{ wait: 5s, ask: x }, { conect: {} }, { deadline: 5s }, { run: ./x.sh, undo: [x] }] }",
                problems: [
                    #"16:44: "ask": this step is already wait:; one step does one thing"#,
                    #"16:56: "conect": a step has no such key; did you mean "connect"?"#,
                    "16:70: a step does one of run, http, wait, ask, offsets, fence, unfence, drain, connect, link",
                    #"16:95: "./x.sh": expected an executable and its arguments, [./scale.sh, ledger, "0"]; no shell reads it"#,
                ]),
            BadPlan(
                "are drains with a deadline in one place",
                "owner: me",
                becomes:
                    "owner: me\n    steps: { producers-moved: [{ drain: { still-for: 5s, deadline: 5s }, deadline: 5s }, { drain: { lag: 5s } }] }",
                problems: [
                    #"16:74: "deadline": this drain has a deadline of its own already"#,
                    "16:99: drain needs still-for:",
                    #"16:106: "5s": expected a number of records, such as 0 records; this is a time"#,
                ]),
            BadPlan(
                "are calls HTTP has",
                "owner: me",
                becomes:
                    "owner: me\n    steps: { proven: [{ http: { method: GTE, url: 'x', expect: 9 }, undo: [x] }] }",
                problems: [
                    #"16:41: "GTE": expected one of GET, POST, PUT, PATCH, DELETE; did you mean "GET"?"#,
                    #"16:51: "x": expected a URL, http://HOST:PORT or https://HOST:PORT"#,
                    #"16:64: "9": expected an HTTP status, such as 204"#,
                ]),
            BadPlan(
                "are orders to connectors and links there are",
                "owner: me",
                becomes:
                    "owner: me\n    connectors: [{ sink: s, source-side: 'http://c' }]\n    steps: { proven: [{ connect: { stop: s, at: target-side } }, { connect: { stop: t, at: source-side } }, { connect: { at: source-side } }, { link: promote }] }",
                problems: [
                    #"17:42: "s": the wave gives this connector no target-side: to act at"#,
                    #"17:85: "t": neither the wave nor a bridge has a connector of this name"#,
                    "17:120: a connect step does one of pause, resume, stop, start, restart, restart-failed: { pause: NAME, at: source-side }",
                    #"17:151: "promote": no bridge of this plan takes orders: automq-linking or cluster-linking"#,
                ]),
        ])
    func problems(bad: BadPlan) {
        #expect(load(bad.text).rendered == bad.problems.map { "plan.yaml:" + $0 })
    }
}
