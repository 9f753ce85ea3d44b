extension EmbeddedNight {
    /// The plan of the embedded night, for clusters at these addresses: what a user would write for theirs.
    public static func planText(source: String, target: String) -> String {
        """
        # The plan of the embedded night: a shop moves in three waves over a bridge that preserves offsets.
        night: demo
        poll: 1s

        clusters:
          source:
            bootstrap: \(source)
          target:
            bootstrap: \(target)
            probe-topic: \(Estate.probeTopic)

        bridge:
          - link: { group: \(Estate.bridgeGroup) }

        budget:
          source-read-load:       { metric: source.records-out, limit: 5500/s, warn-at: 80%, for: 5s }
          target-produce-latency: { metric: target.produce.p99, limit: 250ms, for: 5s }
          replication-lag:        { metric: bridge.lag.time, limit: 5s, for: 3s }
          consumer-lag:           { metric: consumers.lag.time, limit: 15s, for: 5s }
          error-rate:             { metric: errors.rate, limit: 1/s, for: 3s }

        classes:
          ledger-*: [transactional, ordered]
          audit-*: [long retention]
          rates: [compacted]

        """ + analytics + orders + ledger
    }

    private static let analytics = """

        waves:
          - wave: analytics
            pattern: consumer-first
            owner: data platform
            topics: [clicks, clicks-*, impressions, /^audit-.*/]
            groups:
              - { group: reports, offsets: preserve }
              - { group: sessionizer, offsets: preserve }
              - { group: warehouse-loader, offsets: preserve }
              - group: fraud-features
                offsets: { replay: 30m }
                duplicates: tolerated, the feature store is idempotent
            producers: [User:web, User:mobile]
            observe: 30m

        """

    private static let orders = """

          - wave: orders
            pattern: producer-first
            owner: orders
            abort-owner: orders on-call
            after: [analytics]
            topics: [orders-*, carts, stock, rates]
            groups:
              - { group: order-router, offsets: preserve }
              - { group: fulfilment, offsets: preserve }
              - { group: pricing, offsets: preserve }
              - { group: second-chance, offsets: preserve }
            producers: [User:shop, User:warehouse]
            max-freeze: 60s
            observe: 1h

            gates:
              - gate: replication
                limit: 2s
                for: 1m

            triggers:
              - trigger: order-router does not converge
                metric: consumers.lag.time
                of: order-router
                above: 20s
                for: 15s
                owner: orders

        """

    private static let ledger = """

          - wave: ledger
            pattern: consumer-first
            owner: payments
            abort-owner: payments on-call
            after: [orders]
            topics: [ledger-*]
            groups:
              - { group: settlement, offsets: preserve }
              - { group: notifier, offsets: preserve }
              - { group: ledger-archive, offsets: preserve }
              - { group: balances-cache, offsets: { reset: earliest } }
            producers: [User:ledger-api]
            budget: { consumer-lag: { limit: 10s } }
            max-freeze: 90s
            observe: 2h

            gates:
              - gate: replication
                limit: 2s
                for: 2m
              - gate: records
                sample: 50 per partition
              - gate: failure drill
                ask: Broker, network and replication drills match the runbook; link the notes.
                owner: SRE
                expires: 12h

            triggers:
              - trigger: settlement does not converge
                metric: consumers.lag.time
                of: settlement
                above: 20s
                for: 10s
                owner: payments
              - trigger: target refuses writes
                metric: errors.rate
                above: 5/s
                for: 10s
                then: abort
                after: 20s

            steps:
              producers-moved:
                - fence: source
                - drain: { lag: 0 records, still-for: 5s, deadline: 60s }

        """
}
