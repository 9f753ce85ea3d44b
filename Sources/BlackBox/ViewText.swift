/// What the views of a night file ask. Here they are asked as they stand, and not as a file from elsewhere has them.
extension SchemaText {
    static let views = RecordedView.allCases.map { "CREATE VIEW \($0.rawValue) AS\n\(query(of: $0));" }
        .joined(separator: "\n")

    static func query(of view: RecordedView) -> String {
        switch view {
        case .timeline:
            """
            -- Everything that happened, in order.
            SELECT seq, \(time("events.wall_ms")) AS time, user || '@' || host AS commander, wave, kind, body, missing
            FROM events JOIN commanders USING (commander) WHERE kind <> 'kept' ORDER BY seq
            """
        case .keys:
            """
            -- What was pressed and typed, and what was refused and why.
            SELECT seq, \(time("events.wall_ms")) AS time, user || '@' || host AS commander, kind,
                coalesce(json_extract(body, '$.key._0'), json_extract(body, '$.prompt._0'),
                    json_extract(body, '$.refused.key')) AS pressed,
                json_extract(body, '$.refused.why') AS refused
            FROM events JOIN commanders USING (commander) WHERE kind IN ('key', 'prompt', 'refused') ORDER BY seq
            """
        case .steps:
            """
            -- What was run and undone, and what came of it: the end of it, or what was observed. says: the words of it.
            SELECT seq, \(time("wall_ms")) AS time, wave, phase, step, kind,
                CASE kind WHEN 'said' THEN line WHEN 'step-intended' THEN detail -> '$._1.act'
                    WHEN 'undo-skipped' THEN detail ->> '$.reason' WHEN 'undo-intended' THEN NULL
                    ELSE coalesce(detail ->> '$.why',
                        (SELECT value ->> '$._0' FROM json_each(detail, '$._1'))) END AS says
            FROM (
                SELECT seq, wall_ms, wave, kind, detail, line,
                    coalesce(detail ->> '$._0.phase', detail ->> '$.at.phase', detail ->> '$.step.phase') AS phase,
                    coalesce(detail ->> '$._0.number', detail ->> '$.at.number', detail ->> '$.step.number') AS step
                FROM (
                    SELECT seq, wall_ms, wave, kind, body ->> '$.said._2' AS line,
                        coalesce(body -> '$.said', body -> '$.wave._1.stepIntended', body -> '$.wave._1.stepEnded',
                            body -> '$.wave._1.stepSeen', body -> '$.wave._1.stopped',
                            body -> '$.wave._1.undoIntended', body -> '$.wave._1.undoEnded',
                            body -> '$.wave._1.undoSeen', body -> '$.wave._1.undoSkipped', body -> '$.wave._1.stuck')
                            AS detail
                    FROM events
                    WHERE kind IN ('step-intended', 'step-ended', 'step-seen', 'stopped', 'undo-intended', 'undo-ended',
                        'undo-seen', 'undo-skipped', 'stuck', 'said')
                )
            ) ORDER BY seq
            """
        case .gaps:
            """
            -- When less than everything was recorded, what was recorded then, and why. kept: pictures (no readings),
            -- few-pictures (one in ten seconds), events, nothing.
            SELECT seq, \(time("(body ->> '$.gap.from.wall.milliseconds')")) AS time,
                \(time("(body ->> '$.gap.to.wall.milliseconds')")) AS until,
                ((body ->> '$.gap.to.moment.nanoseconds') - (body ->> '$.gap.from.moment.nanoseconds')) / 1e9 AS seconds,
                body ->> '$.gap.kept' AS kept, body ->> '$.gap.why' AS why
            FROM events WHERE kind = 'gap' ORDER BY seq
            """
        case .lag:
            """
            -- How far each group was behind on each cluster: SELECT * FROM lag WHERE grp = 'billing'.
            -- age: how old the reading was then, in seconds. NULL: not known, for the reason why.
            SELECT \(time("wall_ms")) AS time, named.text AS grp, iif(on_target, 'target', 'source') AS cluster,
                \(lagColumns), words.text AS why
            FROM lag_measured JOIN samples USING (sample) JOIN names AS named ON named.id = grp
                LEFT JOIN names AS words ON words.id = why ORDER BY sample
            """
        case .bridgeLag:
            """
            -- How far the bridge was behind, by each way of measuring it.
            SELECT \(time("wall_ms")) AS time, named.text AS way, \(lagColumns), words.text AS why
            FROM bridge_lag_measured JOIN samples USING (sample) JOIN names AS named ON named.id = way
                LEFT JOIN names AS words ON words.id = why ORDER BY sample
            """
        case .budget:
            """
            -- The lines of the budget. used: share of the limit, 1 is all of it.
            SELECT \(time("wall_ms")) AS time, named.text AS line, value, limited AS "limit",
                used_permille / 1000.0 AS used, stood.text AS standing, words.text AS why
            FROM budget_measured JOIN samples USING (sample) JOIN names AS named ON named.id = line
                JOIN names AS stood ON stood.id = standing LEFT JOIN names AS words ON words.id = why
            ORDER BY sample, place
            """
        case .gates:
            """
            -- Each gate, from this time until its next row.
            SELECT \(time("wall_ms")) AS time, waves.text AS wave, named.text AS gate, verdicts.text AS verdict, why,
                evidence
            FROM gates_measured JOIN samples USING (sample) JOIN names AS waves ON waves.id = wave
                JOIN names AS named ON named.id = gate JOIN names AS verdicts ON verdicts.id = verdict ORDER BY sample
            """
        case .triggers:
            """
            -- Each trigger, from this time until its next row.
            SELECT \(time("wall_ms")) AS time, waves.text AS wave, named.text AS trigger, states.text AS state, says
            FROM triggers_measured JOIN samples USING (sample) JOIN names AS waves ON waves.id = wave
                JOIN names AS named ON named.id = trigger_name JOIN names AS states ON states.id = state
            ORDER BY sample
            """
        case .price:
            """
            -- What going back would have cost at this time: records to be read again in so many groups, or left behind
            -- on the target.
            SELECT \(time("wall_ms")) AS time, waves.text AS wave, kinds.text AS price, records, groups_ AS "groups",
                said.text AS words
            FROM price_measured JOIN samples USING (sample) JOIN names AS waves ON waves.id = wave
                JOIN names AS kinds ON kinds.id = kind LEFT JOIN names AS said ON said.id = words ORDER BY sample
            """
        case .topics:
            """
            -- What flowed through each topic, in records a second, and how far bridge and groups were behind on it.
            SELECT \(time("wall_ms")) AS time, named.text AS topic, source_rate / 1000.0 AS source_rate,
                target_rate / 1000.0 AS target_rate, bridge_records, bridge_ms / 1000.0 AS bridge_seconds,
                consumer_records, consumer_ms / 1000.0 AS consumer_seconds, age_ms / 1000.0 AS age
            FROM topics_measured JOIN samples USING (sample) JOIN names AS named ON named.id = topic ORDER BY sample
            """
        case .probes:
            """
            -- The processes that poll: how they stood, how long a sweep took, what they asked for a second.
            SELECT \(time("wall_ms")) AS time, named.text AS probe, states.text AS state, restarts,
                sweep_ms / 1000.0 AS sweep_seconds, request_rate / 1000.0 AS requests, skipped, said.text AS words
            FROM probes_measured JOIN samples USING (sample) JOIN names AS named ON named.id = probe
                JOIN names AS states ON states.id = state LEFT JOIN names AS said ON said.id = words ORDER BY sample
            """
        }
    }

    private static let lagColumns = """
        records, ms / 1000.0 AS seconds, iif(at_least, 'at least', iif(at_least = 0, 'exact', NULL)) AS bound,
                CASE method WHEN 0 THEN 'measured' WHEN 1 THEN 'interpolated' WHEN 2 THEN 'extrapolated'
                    WHEN 3 THEN 'reported' END AS method, age_ms / 1000.0 AS age
        """

    private static func time(_ milliseconds: String) -> String {
        "strftime('%Y-%m-%dT%H:%M:%S', \(milliseconds) / 1000, 'unixepoch')"
            + " || printf('.%03dZ', \(milliseconds) % 1000)"
    }
}
