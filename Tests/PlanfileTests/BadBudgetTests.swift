import Testing

@Suite("Budget lines")
struct BadBudgetTests {
    @Test(
        "say where the problem is and what to write",
        arguments: [
            BadPlan(
                "are counted in what their metric is counted in",
                "limit: 5s", becomes: "limit: 5 MB",
                problems: [
                    "9:54: \"5 MB\": bridge.lag.time is a time, such as 250ms, 5s or 1m; this is a size"
                ]),
            BadPlan(
                "tell a size from a rate",
                "80 MB/s", becomes: "80 MB",
                problems: [
                    "7:56: \"80 MB\": source.bytes-out is a rate in bytes, such as 80 MB/s; this is a size"
                ]),
            BadPlan(
                "suggest the unit that was meant",
                "80 MB/s", becomes: "80 mb/s",
                problems: [
                    "7:56: \"80 mb/s\": expected a number with its unit, such as 250ms, 80 MB/s, 5/s, 60% or 200; did you mean \"80 MB/s\"?"
                ]),
            BadPlan(
                "need a number",
                "80 MB/s", becomes: "lots",
                problems: [
                    "7:56: \"lots\": expected a number with its unit, such as 250ms, 80 MB/s, 5/s, 60% or 200"
                ]),
            BadPlan(
                "leave something to use",
                "80 MB/s", becomes: "0 MB/s",
                problems: [
                    "7:56: \"0 MB/s\": a limit of nothing leaves no budget to use; give one above zero"
                ]),
            BadPlan(
                "warn at a share",
                "limit: 5s }", becomes: "limit: 5s, warn-at: 120% }",
                problems: [
                    "9:67: \"120%\": expected a share between 0% and 100%, such as 70%"
                ]),
            BadPlan(
                "are expected to be five",
                "  consumer-lag: { metric: consumers.lag.time, limit: 60s }\n", becomes: "",
                problems: [
                    "6:1: warning: the budget has no line consumer-lag; every night is expected to have one"
                ]),
            BadPlan(
                "are expected under their names",
                "consumer-lag:", becomes: "consumers-lag:",
                problems: [
                    "10:3: warning: \"consumers-lag\": the budget has no line consumer-lag; did you mean \"consumer-lag\"?"
                ]),
            BadPlan(
                "suggest the metric that was meant",
                "metric: errors.rate", becomes: "metric: eror.rate",
                problems: [
                    "11:25: \"eror.rate\": expected 'prometheus: EXPRESSION', 'sample: NAME{labels}' or a built-in metric; did you mean \"errors.rate\"?"
                ]),
            BadPlan(
                "ask Prometheus of a cluster",
                "metric: errors.rate", becomes: "metric: 'prometheus: up'",
                problems: [
                    "11:25: \"prometheus: up\": say which cluster is asked: cluster: source or cluster: target"
                ]),
            BadPlan(
                "ask Prometheus of a cluster that has one",
                "metric: errors.rate", becomes: "metric: 'prometheus: up', cluster: target",
                problems: [
                    "11:52: \"target\": cluster target has no prometheus: to ask"
                ]),
            BadPlan(
                "take samples of a cluster that has metrics",
                "metric: errors.rate", becomes: #"metric: 'sample: up{job="kafka"}', cluster: target"#,
                problems: [
                    "11:61: \"target\": cluster target has no metrics: to ask"
                ]),
            BadPlan(
                "take samples that can exist",
                "metric: errors.rate", becomes: "metric: 'sample: 9x', cluster: target",
                problems: [
                    "11:25: \"sample: 9x\": expected sample: NAME or sample: NAME{label=\"value\"}: no name of a sample to begin with"
                ]),
            BadPlan(
                "say no cluster where the metric does",
                "metric: errors.rate", becomes: "metric: errors.rate, cluster: target",
                problems: [
                    "11:47: \"target\": errors.rate is measured where its name says; leave cluster: out"
                ]),
            BadPlan(
                "are tightened by a wave, never loosened or made up",
                "owner: me",
                becomes:
                    "owner: me\n    budget: { consumr-lag: { limit: 1s }, consumer-lag: { limit: 90s }, error-rate: { limit: 1s } }",
                problems: [
                    #"16:15: "consumr-lag": the night's budget has no such line to tighten; did you mean "consumer-lag"?"#,
                    #"16:66: "90s": looser than the night's own limit; a wave may only tighten it"#,
                    #"16:94: "1s": errors.rate is a rate, such as 5/s; this is a time"#,
                ]),
        ])
    func problems(bad: BadPlan) {
        #expect(load(bad.text).rendered == bad.problems.map { "plan.yaml:" + $0 })
    }
}
