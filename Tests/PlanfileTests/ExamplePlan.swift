/// A whole plan, as its author would write it.
let examplePlan = #"""
    # One night, two waves: everything a plan can say, once.

    night: payments-2026-11
    poll: 1s

    clusters:
      source:
        bootstrap: kafka-a1:9092, kafka-a2:9092
        properties:                               # anything librdkafka knows; a misspelt one is caught with a suggestion
          security.protocol: SASL_SSL
          sasl.mechanism: SCRAM-SHA-512
          sasl.username: switchback
          sasl.password: ${env:SOURCE_PASSWORD}   # secrets only like this, or ${file:/run/secrets/source}
        metrics: [http://kafka-a1:9404/metrics, http://kafka-a2:9404/metrics]
        open-by-default: no                       # allow.everyone.if.no.acl.found, which no client can ask; fences need to know
      target:
        bootstrap: automq:9092
        properties: { security.protocol: SSL }
        prometheus: { url: http://prometheus:9090, token: "${file:/run/secrets/prom}" }
        probe-topic: switchback-probe             # lets the tool measure what a producer feels: acks=all, once a second

    bridge:
      - mirrormaker2:
          connect: http://connect:8083
          connectors: [mirror-source, mirror-checkpoint, mirror-heartbeat]
          aliases: { source: source, target: target }   # as MM2's own configuration has them
          policy: default                               # default | identity
    # - link: {}                                        # any offset-preserving link, measured over the Kafka protocol alone

    budget:                                       # limits hold for the night; a wave may tighten its own
      source-read-load:    { metric: source.bytes-out, limit: 80 MB/s, warn-at: 70%, for: 30s }
      target-produce-latency: { metric: target.produce.p99, limit: 250ms, for: 20s }
      replication-lag:      { metric: bridge.lag.time, limit: 5s, for: 30s }
      consumer-lag:         { metric: consumers.lag.time, limit: 60s, for: 1m }
      error-rate:           { metric: errors.rate, limit: 1/s, for: 15s }
      broker-queues:        { metric: 'prometheus: max(kafka_network_requestchannel_requestqueuesize)', cluster: target, limit: 200 }
      reserved-headroom:    { metric: 'prometheus: avg(rate(node_cpu_seconds_total{mode!="idle"}[1m]))', cluster: target, limit: 60% }

    files: { hold: /run/switchback/hold, panic: /run/switchback/panic }

    classes:                                      # topics fail differently by pressure behaviour
      ledger-*: [transactional, ordered]
      audit-*: [long retention]
      rates: [compacted]

    waves:
      - wave: analytics
        pattern: consumer-first                   # consumer-first | producer-first | all-at-once | dual-write
        owner: data platform
        topics: [clicks, clicks-enriched, /^audit-.*/]
        groups:
          - group: reports
            offsets: translate                    # preserve | translate | reset: earliest/latest/<time> | replay: 30m
          - group: fraud-features
            offsets: { replay: 30m }
            duplicates: tolerated, the sink is idempotent     # the application owner's own words, shown before firing
        producers: [User:web, User:mobile]
        observe: 30m

      - wave: ledger
        pattern: consumer-first
        owner: payments
        abort-owner: payments on-call
        after: [analytics]
        topics: [ledger-commands, ledger-events]
        groups: [{ group: settlement, offsets: translate }, { group: notifier, offsets: translate }]
        producers: [User:ledger-api]
        connectors:
          - { sink: warehouse-sink, source-side: http://connect-a:8083, target-side: http://connect:8083 }
        budget: { consumer-lag: { limit: 15s } }
        max-freeze: 90s
        observe: 2h

        gates:                                    # the built-in ones run anyway; thresholds here, and the site's own evidence
          - gate: replication
            limit: 2s
            for: 2m
          - gate: records
            sample: 50 per partition
          - gate: canary
            run: [./checks/canary.sh, ledger]     # argv, no shell; exit 0 pass, 1 fail, anything else unknown
            every: 1m
            owner: payments
            abort-trigger: canary fails twice
          - gate: failure drill
            ask: Broker, network and replication drills match the runbook; link the notes.
            owner: SRE
            expires: 12h

        triggers:                                 # measurable, owned, held; red is latched until acknowledged
          - trigger: settlement does not converge
            metric: consumers.lag.time
            of: settlement
            above: 60s
            for: 30s
            owner: payments
          - trigger: target refuses writes
            metric: errors.rate
            above: 5/s
            for: 10s
            then: abort                           # without a human, after a visible countdown
            after: 20s

        steps:                                    # each phase's way forward; the way back is derived, newest first
          consumers-moved:
            - run: [./deploy/scale.sh, settlement, source, "0"]
              undo: [./deploy/scale.sh, settlement, source, "6"]
              deadline: 2m
            - offsets: translate
            - connect: { stop: warehouse-sink, at: source-side }
            - connect: { start: warehouse-sink, at: target-side }
            - run: [./deploy/scale.sh, settlement, target, "6"]
              undo: [./deploy/scale.sh, settlement, target, "0"]
          producers-moved:
            - fence: source
            - drain: { lag: 0 records, still-for: 5s, deadline: 60s }
            - run: [./deploy/bootstrap.sh, ledger-api, target]
              undo: [./deploy/bootstrap.sh, ledger-api, source]
    """#
