import Night

/// A night file, checked and ready to be written to.
struct OpenedNight {
    let history: [StoredEvent]
    let previousPlan: TakenPlan?
    /// Up to when somebody recorded before, on this boot's clock.
    let recordedUntil: Stamp?
    /// The last block that was begun of each part.
    let lastBlocks: [RecordedPart: Int64]
    let store: NightStore
}

/// Takes a night, for this commander.
struct NightOpening {
    let night: String
    let planDigest: String
    let planText: String?
    let holder: Holder
    let at: Stamp

    func open(_ name: String, patience: Duration) throws(NightFileError) -> OpenedNight {
        var past = PastSegments()
        let path = try segment(of: name, past: &past)
        let lock = try NightLock(beside: path, holder: holder, since: at.wall)
        let database = try located(path) { () throws(StoreProblem) in
            try Database(path, for: .writing, patience: patience)
        }
        let isNew = try Schema.look(at: database, path: path) == .empty
        try located(path) { () throws(StoreProblem) in
            // What slips leave free can be given back then. This is said before anything is written, or never.
            if isNew { try database.run("PRAGMA auto_vacuum = INCREMENTAL") }
            try makeDurable(database)
            guard isNew else { return }
            try Schema.create(in: database, night: night, at: at.wall, after: past.last)
        }
        return try read(database, path: path, lock, past)
    }

    /// The file the night goes on in: the first that is not sealed.
    private func segment(of name: String, past: inout PastSegments) throws(NightFileError) -> String {
        let first = NightPath.existing(name) ?? name
        for number in 1...NightSegment.most {
            let path = NightSegment.path(first, number: number)
            guard NightPath.existing(path) != nil, try past.take(try NightPath.checked(path), night: night) else {
                try expectNoLater(than: number, of: first)
                return try NightPath.settle(path)
            }
        }
        throw .system(path: name, why: "\(NightSegment.most) records of this night are sealed; name another file")
    }

    /// A record that goes on from this one says that this one was sealed, or was another.
    private func expectNoLater(than number: Int, of first: String) throws(NightFileError) {
        for later in (number + 1)..<(number + 1 + NightSegment.mostMissing) {
            let path = NightSegment.path(first, number: later)
            guard NightPath.existing(path) != nil else { continue }
            let missing = NightSegment.path(first, number: number)
            throw .system(
                path: path,
                why: "it goes on from \(missing), which is not there or not sealed; put back the one it names, "
                    + "or name another file")
        }
    }

    /// A commit returns when the disk has it, and nobody who reads is in its way.
    private func makeDurable(_ database: Database) throws(StoreProblem) {
        guard try database.text("PRAGMA journal_mode = WAL") == "wal" else {
            throw StoreProblem(words: "cannot be written while it is read here; keep it on a local file system")
        }
        try database.run("PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0")
    }

    private func read(
        _ database: Database, path: String, _ lock: NightLock, _ past: PastSegments
    ) throws(NightFileError) -> OpenedNight {
        var rows: [EventRow] = []
        let check = try NightCheck(of: database, path: path, withBlocks: false) { rows.append($0) }
        guard check.seal == nil else { throw .system(path: path, why: "it was sealed just now; run again") }
        guard check.night == night else {
            throw .otherNight(path: path, night: check.night, wanted: night)
        }
        let commander = CommanderRow(
            number: check.tip.commander + 1, after: check.tip.sequence, planDigest: planDigest, holder: holder,
            boot: Boot.current(), opened: at)
        try past.expectToFollow(check, path: path)
        var clocks = BootClocks()
        for row in check.commanders + [commander] { clocks.take(row) }
        var history = try past.events(before: commander)
        for row in rows { history.append(try clocks.stored(row, path: path)) }
        let store = try located(path) { () throws(StoreProblem) in
            try NightStore(
                path: path, lock: lock, database: database, tip: check.tip, covered: check.covered,
                commander: commander, planText: planText)
        }
        let blocks = BlockRows(database: database)
        let (recorded, lastBlocks) = try located(path) { () throws(StoreProblem) in
            (try blocks.recordedUntil(clocks), try blocks.lastNumbers())
        }
        let until = [recorded, history.last?.at].compactMap { $0 }.max { $0.moment < $1.moment }
        return OpenedNight(
            history: history, previousPlan: TakenPlan(lastOf: past.commanders + check.commanders), recordedUntil: until,
            lastBlocks: lastBlocks, store: store)
    }
}

extension TakenPlan {
    /// Since the first of those who had it without another in between.
    fileprivate init?(lastOf commanders: [CommanderRow]) {
        guard let digest = commanders.last?.planDigest else { return nil }
        guard let first = commanders.reversed().prefix(while: { $0.planDigest == digest }).last else { return nil }
        self.init(digest: digest, since: first.opened.wall)
    }
}
