import RealKafka

extension EmbeddedNight {
    /// The plan of the demo's night, for clusters at these addresses: what a user would write for theirs. Its steps
    /// run the script beside it.
    public static func planText(of clusters: Announcement.Clusters) -> String {
        let bridge = clusters.connect.map(mirrorMaker) ?? link
        return """
            # The plan of the demo's night: a shop moves in three waves over \(bridge.words).
            # Where a site would run scripts of its own to scale an application or to fence it, this plan runs one that
            # gives an order to the demo's applications. With principals of their own the fence would be a step of its own:
            # `fence: source`.
            night: demo
            poll: 1s

            clusters:
              source:
                bootstrap: \(clusters.source)
              target:
                bootstrap: \(clusters.target)
                probe-topic: \(Estate.probeTopic)

            bridge:
            \(bridge.plan)

            budget:
              source-read-load:       { metric: source.records-out, limit: 8000/s, warn-at: 80%, for: 5s }
              target-produce-latency: { metric: target.produce.p99, limit: 250ms, for: 5s }
              replication-lag:        { metric: bridge.lag.time, limit: 5s, for: 3s }
              consumer-lag:           { metric: consumers.lag.time, limit: 15s, for: 5s }
              error-rate:             { metric: errors.rate, limit: 1/s, for: 3s }

            classes:
              ledger-*: [transactional, ordered]
              audit-*: [long retention]
              rates: [compacted]

            waves:
            \(analyticsWave(bridge.offsets))
            \(ordersWave(bridge.offsets))
            \(ledgerWave(bridge.offsets))
            """
    }

    /// What the plan says of what is between the clusters.
    private struct Bridge {
        let words: String
        let plan: String
        /// How groups get their positions over it.
        let offsets: String
    }

    private static let link = Bridge(
        words: "a link that preserves offsets", plan: "  - link: { group: \(Estate.bridgeGroup) }", offsets: "preserve")

    private static func mirrorMaker(at connect: String) -> Bridge {
        let mirror = MirrorMaker()
        let connectors = [
            mirror.sourceConnector, mirror.checkpointConnector, mirror.heartbeatConnector,
            mirror.pathHeartbeatConnector,
        ]
        return Bridge(
            words: "MirrorMaker 2, which translates positions",
            plan: """
                  - mirrormaker2:
                      connect: \(connect)
                      connectors: [\(connectors.joined(separator: ", "))]
                      policy: identity
                      offset-flush: 1s
                """, offsets: "translate")
    }

    /// What the plan's steps run: gives its words as an order to the estate on the socket at `orders`, through `program`.
    public static func orderScript(orders: String, program: String) -> String {
        """
        # Orders to the embedded clusters, as in: sh \(orderScriptName) status
        exec \(quoted(program)) _demo \(quoted(orders)) "$@"

        """
    }

    public static let orderScriptName = "estate"

    /// As a shell takes it for one word, whatever is in it.
    private static func quoted(_ text: String) -> String {
        "'" + text.replacing("'", with: #"'\''"#) + "'"
    }

    /// Through the shell: where it lies, files may not be executable.
    private static let order = "sh, \(orderScriptName)"

    /// Everything at once, under one fence.
    private static func analyticsWave(_ offsets: String) -> String {
        """
          - wave: analytics
            pattern: all-at-once
            owner: data platform
            topics: [clicks, clicks-*, impressions, /^audit-.*/]
            groups:
              - { group: reports, offsets: \(offsets) }
              - { group: sessionizer, offsets: \(offsets) }
              - { group: warehouse-loader, offsets: \(offsets) }
              - group: fraud-features
                offsets: \(offsets)
                duplicates: tolerated, the feature store is idempotent
            producers: [User:web, User:mobile]
            max-freeze: 60s
            observe: 20s

            gates:
              - { gate: replication, limit: 4s, for: 5s }

            steps:
              switched:
                - run: [\(order), fence, analytics, source]
                  undo: [\(order), unfence, analytics, source]
                  fences: source
                  deadline: 20s
                - drain: { lag: 0 records, still-for: 2s, deadline: 30s }
                - run: [\(order), stop-group, "reports,sessionizer,warehouse-loader,fraud-features"]
                  undo: [\(order), start-group, "reports,sessionizer,warehouse-loader,fraud-features", source]
                  deadline: 30s
                - offsets: \(offsets)
                - run: [\(order), move-producers, analytics, target]
                  undo: [\(order), move-producers, analytics, source]
                  deadline: 40s
                - run: [\(order), start-group, "reports,sessionizer,warehouse-loader,fraud-features", target]
                  undo: [\(order), stop-group, "reports,sessionizer,warehouse-loader,fraud-features"]
                  deadline: 30s

        """
    }

    /// Where order-router turns out to be slow on the target.
    private static func ordersWave(_ offsets: String) -> String {
        """
          - wave: orders
            pattern: producer-first
            owner: orders
            abort-owner: orders on-call
            topics: [orders-*, carts, stock, rates]
            groups:
              - { group: order-router, offsets: \(offsets) }
              - { group: fulfilment, offsets: \(offsets) }
              - { group: pricing, offsets: \(offsets) }
              - { group: second-chance, offsets: \(offsets) }
            producers: [User:shop, User:warehouse]
            max-freeze: 60s
            observe: 20s

            gates:
              - { gate: replication, limit: 4s, for: 5s }

            triggers:
              - trigger: order-router does not converge
                metric: consumers.lag.time
                of: order-router
                above: 12s
                for: 5s
                owner: orders

            steps:
              producers-moved:
                - run: [\(order), fence, orders, source]
                  undo: [\(order), unfence, orders, source]
                  fences: source
                  deadline: 20s
                - drain: { lag: 0 records, still-for: 2s, deadline: 30s }
                - run: [\(order), move-producers, orders, target]
                  undo: [\(order), move-producers, orders, source]
                  deadline: 40s
              consumers-moved:
                - run: [\(order), stop-group, "order-router,fulfilment,pricing,second-chance"]
                  undo: [\(order), start-group, "order-router,fulfilment,pricing,second-chance", source]
                  deadline: 30s
                - offsets: \(offsets)
                - run: [\(order), start-group, "order-router,fulfilment,pricing,second-chance", target]
                  undo: [\(order), stop-group, "order-router,fulfilment,pricing,second-chance"]
                  deadline: 30s

        """
    }

    /// The one that waits for the others, and for a person's word.
    private static func ledgerWave(_ offsets: String) -> String {
        """
          - wave: ledger
            pattern: consumer-first
            owner: payments
            abort-owner: payments on-call
            after: [analytics, orders]
            topics: [ledger-*]
            groups:
              - { group: settlement, offsets: \(offsets) }
              - { group: notifier, offsets: \(offsets) }
              - { group: ledger-archive, offsets: \(offsets) }
              - { group: balances-cache, offsets: { reset: earliest } }
            producers: [User:ledger-api]
            budget: { consumer-lag: { limit: 10s } }
            max-freeze: 60s
            observe: 20s

            gates:
              - { gate: replication, limit: 4s, for: 10s }
              - gate: failure drill
                ask: Broker, network and replication drills match the runbook; link the notes.
                owner: SRE
                expires: 12h

            triggers:
              - trigger: settlement does not converge
                metric: consumers.lag.time
                of: settlement
                above: 12s
                for: 5s
                owner: payments
              - trigger: target refuses writes
                metric: errors.rate
                above: 5/s
                for: 10s
                then: abort
                after: 20s

            steps:
              consumers-moved:
                - run: [\(order), stop-group, "settlement,notifier,ledger-archive,balances-cache"]
                  undo: [\(order), start-group, "settlement,notifier,ledger-archive,balances-cache", source]
                  deadline: 30s
                - offsets: \(offsets)
                - run: [\(order), start-group, "settlement,notifier,ledger-archive,balances-cache", target]
                  undo: [\(order), stop-group, "settlement,notifier,ledger-archive,balances-cache"]
                  deadline: 30s
              producers-moved:
                - run: [\(order), fence, ledger, source]
                  undo: [\(order), unfence, ledger, source]
                  fences: source
                  deadline: 20s
                - drain: { lag: 0 records, still-for: 2s, deadline: 30s }
                - run: [\(order), move-producers, ledger, target]
                  undo: [\(order), move-producers, ledger, source]
                  deadline: 40s

        """
    }
}
