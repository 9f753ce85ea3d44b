/// The schema of a night file as it is published with every one of them: SQLite keeps the comments, and `.schema` shows
/// them.
enum SchemaText {
    static let tables = """
        CREATE TABLE meta (
            -- One row: which night this is, and of which version of this schema. The chain of hashes begins here.
            -- In all tables: wall_ms is milliseconds since 1970, UTC; mono_ns is nanoseconds of the machine's monotonic
            -- clock, comparable within one boot.
            id INTEGER PRIMARY KEY CHECK (id = 1), night TEXT NOT NULL, created_wall_ms INTEGER NOT NULL,
            schema INTEGER NOT NULL, hash BLOB NOT NULL
        ) STRICT;
        CREATE TABLE commanders (
            -- One row a process that held the night, written with the first thing it recorded. after_seq: the last
            -- event of the one before.
            commander INTEGER PRIMARY KEY, after_seq INTEGER NOT NULL, plan_digest TEXT NOT NULL, user TEXT NOT NULL,
            host TEXT NOT NULL, process INTEGER NOT NULL, boot TEXT NOT NULL, wall_ms INTEGER NOT NULL,
            mono_ns INTEGER NOT NULL, previous_hash BLOB NOT NULL, hash BLOB NOT NULL
        ) STRICT;
        CREATE TABLE events (
            -- What happened, in order; body is JSON. Each row's hash is SHA-256 over its columns and the hash of the
            -- row before. missing: how many events before this one could not be written.
            seq INTEGER PRIMARY KEY, commander INTEGER NOT NULL REFERENCES commanders, wall_ms INTEGER NOT NULL,
            mono_ns INTEGER NOT NULL, missing INTEGER NOT NULL, wave TEXT, kind TEXT NOT NULL, body TEXT NOT NULL,
            previous_hash BLOB NOT NULL, hash BLOB NOT NULL
        ) STRICT;
        CREATE INDEX gap_events ON events (seq) WHERE kind IN ('gap', 'thinned');
        CREATE TABLE plans (
            -- The plans of the commanders, as their author wrote them: references to secrets, never their values.
            -- digest: the text's SHA-256, as the commanders have it.
            digest TEXT PRIMARY KEY, text TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE pictures (
            -- What was shown, about one a second, packed a minute at a time: count of them, from the first to the last.
            -- hash: SHA-256 over the row, which an event of kind 'kept' repeats.
            block INTEGER PRIMARY KEY, commander INTEGER NOT NULL REFERENCES commanders,
            first_wall_ms INTEGER NOT NULL, first_mono_ns INTEGER NOT NULL, last_wall_ms INTEGER NOT NULL,
            last_mono_ns INTEGER NOT NULL, count INTEGER NOT NULL, is_key INTEGER NOT NULL, hash BLOB NOT NULL,
            bytes BLOB NOT NULL
        ) STRICT;
        CREATE INDEX pictures_by_time ON pictures (commander, first_mono_ns);
        CREATE TABLE readings (
            -- What the probes read, packed likewise. A block is read after those before it, from the nearest with
            -- is_key on.
            block INTEGER PRIMARY KEY, commander INTEGER NOT NULL REFERENCES commanders,
            first_wall_ms INTEGER NOT NULL, first_mono_ns INTEGER NOT NULL, last_wall_ms INTEGER NOT NULL,
            last_mono_ns INTEGER NOT NULL, count INTEGER NOT NULL, is_key INTEGER NOT NULL, hash BLOB NOT NULL,
            bytes BLOB NOT NULL
        ) STRICT;
        CREATE INDEX readings_by_time ON readings (commander, first_mono_ns);
        CREATE TABLE slips (
            -- What came since the last block, a second at a time: each goes when its block comes, so that a kill loses
            -- a second at most. part: 'pictures' or 'readings'. What a killed commander left stays here.
            slip INTEGER PRIMARY KEY, part TEXT NOT NULL, block INTEGER NOT NULL,
            commander INTEGER NOT NULL REFERENCES commanders, first_wall_ms INTEGER NOT NULL,
            first_mono_ns INTEGER NOT NULL, last_wall_ms INTEGER NOT NULL, last_mono_ns INTEGER NOT NULL,
            count INTEGER NOT NULL, bytes BLOB NOT NULL
        ) STRICT;
        CREATE INDEX slips_by_block ON slips (part, block, slip);
        """

    static let measures = """
        CREATE TABLE names (
            -- Names and words that recur in the measures. Ask the views; they have them in place.
            id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE
        ) STRICT;
        CREATE TABLE samples (
            -- When measures were taken: every ten seconds, and of verdicts, standings and prices also when one changed.
            -- Of more than 100 topics or groups, these come every so many samples only.
            sample INTEGER PRIMARY KEY, commander INTEGER NOT NULL REFERENCES commanders, wall_ms INTEGER NOT NULL,
            mono_ns INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE lag_measured (
            -- View: lag. NULL: not known, for the reason why. method: 0 measured, 1 interpolated, 2 extrapolated,
            -- 3 reported by a third party. at_least: the true value is this or more. ms and age_ms: milliseconds.
            sample INTEGER NOT NULL REFERENCES samples, grp INTEGER NOT NULL REFERENCES names,
            on_target INTEGER NOT NULL, records INTEGER, ms INTEGER, at_least INTEGER, method INTEGER, age_ms INTEGER,
            why INTEGER REFERENCES names, PRIMARY KEY (sample, grp, on_target)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE bridge_lag_measured (
            -- View: bridge_lag. One row a way of measuring; columns as in lag_measured.
            sample INTEGER NOT NULL REFERENCES samples, way INTEGER NOT NULL REFERENCES names, records INTEGER,
            ms INTEGER, at_least INTEGER, method INTEGER, age_ms INTEGER, why INTEGER REFERENCES names,
            PRIMARY KEY (sample, way)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE budget_measured (
            -- View: budget. place: the line's place in the plan. used_permille: thousandths of the limit.
            sample INTEGER NOT NULL REFERENCES samples, place INTEGER NOT NULL, line INTEGER NOT NULL REFERENCES names,
            value REAL, limited REAL NOT NULL, used_permille INTEGER, standing INTEGER NOT NULL REFERENCES names,
            why INTEGER REFERENCES names, PRIMARY KEY (sample, place)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE gates_measured (
            -- View: gates. A row holds until the next of the same gate.
            sample INTEGER NOT NULL REFERENCES samples, wave INTEGER NOT NULL REFERENCES names,
            gate INTEGER NOT NULL REFERENCES names, verdict INTEGER NOT NULL REFERENCES names, why TEXT,
            evidence TEXT NOT NULL, PRIMARY KEY (sample, wave, gate)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE triggers_measured (
            -- View: triggers. A row holds until the next of the same trigger.
            sample INTEGER NOT NULL REFERENCES samples, wave INTEGER NOT NULL REFERENCES names,
            trigger_name INTEGER NOT NULL REFERENCES names, state INTEGER NOT NULL REFERENCES names,
            says TEXT NOT NULL, PRIMARY KEY (sample, wave, trigger_name)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE price_measured (
            -- View: price. What going back would have cost. kind: free, re-read, only on target, unknown.
            sample INTEGER NOT NULL REFERENCES samples, wave INTEGER NOT NULL REFERENCES names,
            kind INTEGER NOT NULL REFERENCES names, records INTEGER, groups_ INTEGER, words INTEGER REFERENCES names,
            PRIMARY KEY (sample, wave)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE topics_measured (
            -- View: topics. Rates in thousandths of a record a second; lags in records and milliseconds.
            sample INTEGER NOT NULL REFERENCES samples, topic INTEGER NOT NULL REFERENCES names,
            source_rate INTEGER, target_rate INTEGER, bridge_records INTEGER, bridge_ms INTEGER,
            consumer_records INTEGER, consumer_ms INTEGER, age_ms INTEGER, PRIMARY KEY (sample, topic)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE probes_measured (
            -- View: probes. The processes that poll, and what they cost. request_rate: thousandths a second.
            sample INTEGER NOT NULL REFERENCES samples, probe INTEGER NOT NULL REFERENCES names,
            state INTEGER NOT NULL REFERENCES names, restarts INTEGER NOT NULL, sweep_ms INTEGER,
            request_rate INTEGER, skipped INTEGER NOT NULL, words INTEGER REFERENCES names,
            PRIMARY KEY (sample, probe)
        ) STRICT, WITHOUT ROWID;
        """

    static let views = """
        CREATE VIEW timeline AS
            -- Everything that happened, in order.
            SELECT seq, \(time("events.wall_ms")) AS time, user || '@' || host AS commander, wave, kind, body, missing
            FROM events JOIN commanders USING (commander) WHERE kind <> 'kept' ORDER BY seq;
        CREATE VIEW keys AS
            -- What was pressed and typed, and what was refused and why.
            SELECT seq, \(time("events.wall_ms")) AS time, user || '@' || host AS commander, kind,
                coalesce(json_extract(body, '$.key._0'), json_extract(body, '$.prompt._0'),
                    json_extract(body, '$.refused.key')) AS pressed,
                json_extract(body, '$.refused.why') AS refused
            FROM events JOIN commanders USING (commander) WHERE kind IN ('key', 'prompt', 'refused') ORDER BY seq;
        CREATE VIEW steps AS
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
                    SELECT seq, wall_ms, wave, kind, body ->> '$.said._0' AS line,
                        coalesce(body -> '$.said', body -> '$.wave._1.stepIntended', body -> '$.wave._1.stepEnded',
                            body -> '$.wave._1.stepSeen', body -> '$.wave._1.stopped',
                            body -> '$.wave._1.undoIntended', body -> '$.wave._1.undoEnded',
                            body -> '$.wave._1.undoSeen', body -> '$.wave._1.undoSkipped', body -> '$.wave._1.stuck')
                            AS detail
                    FROM events
                    WHERE kind IN ('step-intended', 'step-ended', 'step-seen', 'stopped', 'undo-intended', 'undo-ended',
                        'undo-seen', 'undo-skipped', 'stuck', 'said')
                )
            ) ORDER BY seq;
        CREATE VIEW gaps AS
            -- When less than everything was recorded, what was recorded then, and why. kept: pictures (no readings),
            -- few-pictures (one in ten seconds), events, nothing.
            SELECT seq, \(time("(body ->> '$.gap.from.wall.milliseconds')")) AS time,
                \(time("(body ->> '$.gap.to.wall.milliseconds')")) AS until,
                ((body ->> '$.gap.to.moment.nanoseconds') - (body ->> '$.gap.from.moment.nanoseconds')) / 1e9 AS seconds,
                body ->> '$.gap.kept' AS kept, body ->> '$.gap.why' AS why
            FROM events WHERE kind = 'gap' ORDER BY seq;
        CREATE VIEW lag AS
            -- How far each group was behind on each cluster: SELECT * FROM lag WHERE grp = 'billing'.
            -- age: how old the reading was then, in seconds. NULL: not known, for the reason why.
            SELECT \(time("wall_ms")) AS time, named.text AS grp, iif(on_target, 'target', 'source') AS cluster,
                \(lagColumns), words.text AS why
            FROM lag_measured JOIN samples USING (sample) JOIN names AS named ON named.id = grp
                LEFT JOIN names AS words ON words.id = why ORDER BY sample;
        CREATE VIEW bridge_lag AS
            -- How far the bridge was behind, by each way of measuring it.
            SELECT \(time("wall_ms")) AS time, named.text AS way, \(lagColumns), words.text AS why
            FROM bridge_lag_measured JOIN samples USING (sample) JOIN names AS named ON named.id = way
                LEFT JOIN names AS words ON words.id = why ORDER BY sample;
        CREATE VIEW budget AS
            -- The lines of the budget. used: share of the limit, 1 is all of it.
            SELECT \(time("wall_ms")) AS time, named.text AS line, value, limited AS "limit",
                used_permille / 1000.0 AS used, stood.text AS standing, words.text AS why
            FROM budget_measured JOIN samples USING (sample) JOIN names AS named ON named.id = line
                JOIN names AS stood ON stood.id = standing LEFT JOIN names AS words ON words.id = why
            ORDER BY sample, place;
        CREATE VIEW gates AS
            -- Each gate, from this time until its next row.
            SELECT \(time("wall_ms")) AS time, waves.text AS wave, named.text AS gate, verdicts.text AS verdict, why,
                evidence
            FROM gates_measured JOIN samples USING (sample) JOIN names AS waves ON waves.id = wave
                JOIN names AS named ON named.id = gate JOIN names AS verdicts ON verdicts.id = verdict ORDER BY sample;
        CREATE VIEW triggers AS
            -- Each trigger, from this time until its next row.
            SELECT \(time("wall_ms")) AS time, waves.text AS wave, named.text AS trigger, states.text AS state, says
            FROM triggers_measured JOIN samples USING (sample) JOIN names AS waves ON waves.id = wave
                JOIN names AS named ON named.id = trigger_name JOIN names AS states ON states.id = state
            ORDER BY sample;
        CREATE VIEW price AS
            -- What going back would have cost at this time: records to be read again in so many groups, or left behind
            -- on the target.
            SELECT \(time("wall_ms")) AS time, waves.text AS wave, kinds.text AS price, records, groups_ AS "groups",
                said.text AS words
            FROM price_measured JOIN samples USING (sample) JOIN names AS waves ON waves.id = wave
                JOIN names AS kinds ON kinds.id = kind LEFT JOIN names AS said ON said.id = words ORDER BY sample;
        CREATE VIEW topics AS
            -- What flowed through each topic, in records a second, and how far bridge and groups were behind on it.
            SELECT \(time("wall_ms")) AS time, named.text AS topic, source_rate / 1000.0 AS source_rate,
                target_rate / 1000.0 AS target_rate, bridge_records, bridge_ms / 1000.0 AS bridge_seconds,
                consumer_records, consumer_ms / 1000.0 AS consumer_seconds, age_ms / 1000.0 AS age
            FROM topics_measured JOIN samples USING (sample) JOIN names AS named ON named.id = topic ORDER BY sample;
        CREATE VIEW probes AS
            -- The processes that poll: how they stood, how long a sweep took, what they asked for a second.
            SELECT \(time("wall_ms")) AS time, named.text AS probe, states.text AS state, restarts,
                sweep_ms / 1000.0 AS sweep_seconds, request_rate / 1000.0 AS requests, skipped, said.text AS words
            FROM probes_measured JOIN samples USING (sample) JOIN names AS named ON named.id = probe
                JOIN names AS states ON states.id = state LEFT JOIN names AS said ON said.id = words ORDER BY sample;
        """

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
