/// The schema of a night file as it is published with every one of them: SQLite keeps the comments, and `.schema` shows
/// them.
enum SchemaText {
    static let tables = """
        CREATE TABLE meta (
            -- One row: which night this is, and of which version of this schema. The chain of hashes begins here.
            -- In all tables: wall_ms is milliseconds since 1970, UTC; mono_ns is nanoseconds of the machine's monotonic
            -- clock, comparable within one boot.
            -- previous_file, previous_hash: the sealed record of the same night that this one goes on from.
            id INTEGER PRIMARY KEY CHECK (id = 1), night TEXT NOT NULL, created_wall_ms INTEGER NOT NULL,
            schema INTEGER NOT NULL, previous_file TEXT, previous_hash BLOB, hash BLOB NOT NULL
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
            -- Names and words that recur in the measures. Ask the views; they have them in place. Covered by events of
            -- kind 'kept', of table 'names'.
            id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE
        ) STRICT;
        CREATE TABLE samples (
            -- When measures were taken: every ten seconds, and of verdicts, standings and prices also when one changed.
            -- Of more than 100 topics or groups, these come every so many samples only. An event of kind 'kept', of table
            -- 'measures', has the SHA-256 over all of the samples that came since the one before it.
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
}
