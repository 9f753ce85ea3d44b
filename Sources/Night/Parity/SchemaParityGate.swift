// Both registries hold the same schemas for the wave's topics. Subjects are looked for by the naming by topic
// (TopicNameStrategy), the default of Confluent's clients; a registry where none is named so says nothing.
//
// Records keep their bytes on the way over, and with them the id of their schema: an id that means another schema over
// there, or none, makes them unreadable.

extension WaveEvidence {
    var schemaParity: GateFinding {
        var tally = DifferenceTally()
        let here = subjects(on: .source, &tally)
        let there = subjects(on: .target, &tally)
        guard let here, let there else { return tally.finding("") }
        compareRegistries(here, there, &tally)
        let wanted = Set(roster.topics.flatMap { Self.subjects(of: name(of: $0)) })
        let subjects = here.subjects.filter { wanted.contains($0.name) }
        guard !subjects.isEmpty else {
            let count = here.total.counted("subject")
            return .unknown("of \(count) on the source none is <topic>-key or <topic>-value of the wave")
        }
        let twins = Dictionary(there.subjects.map { ($0.name, $0) }) { first, _ in first }
        for subject in subjects {
            guard let twin = twins[subject.name] ?? twins[plan.twins.twin(of: subject.name)] else {
                let versions = subject.versions.count.counted("version")
                tally.add(Difference(subject.name, "subject", source: versions, target: "none", .fails))
                continue
            }
            compare(subject, twin, &tally)
            compareCompatibility(
                subject.compatibility ?? here.compatibility, twin.compatibility ?? there.compatibility,
                of: subject.name, &tally)
        }
        let versions = subjects.reduce(0) { $0 + $1.versions.count }
        return tally.finding(
            "\(subjects.count.counted("subject")), \(versions.counted("version")), named by topic, alike on both sides")
    }

    private static func subjects(of topic: String) -> [String] { ["\(topic)-key", "\(topic)-value"] }

    private func subjects(on role: ClusterRole, _ tally: inout DifferenceTally) -> SubjectListing? {
        guard plan.cluster(role).schemaRegistry != nil else {
            tally.miss("the plan names no schema registry of the \(role.rawValue)")
            return nil
        }
        guard let (listing, at) = services[role].subjects else {
            tally.miss("registry of the \(role.rawValue): \(Why.unread)")
            return nil
        }
        if let failure = listing.failure {
            tally.miss("registry of the \(role.rawValue): \(String(failure.prefix(NightLog.longestText)))")
            return nil
        }
        tally.rests(on: at)
        if listing.leftOut > 0 {
            tally.miss("registry of the \(role.rawValue): \(listing.leftOut.counted("subject")) not looked at")
        }
        return listing
    }

    private func compareRegistries(_ here: SubjectListing, _ there: SubjectListing, _ tally: inout DifferenceTally) {
        guard here.mode != there.mode else { return }
        let takesNone = there.mode == "READONLY" || there.mode == "IMPORT"
        tally.add(
            Difference(
                "registry", "mode", source: here.mode ?? "not told", target: there.mode ?? "not told", .harmless,
                takesNone ? "a producer registers nothing new there" : nil))
    }

    private func compare(
        _ subject: SubjectListing.Subject, _ twin: SubjectListing.Subject, _ tally: inout DifferenceTally
    ) {
        let there = Dictionary(twin.versions.map { ($0.digest, $0) }) { first, _ in first }
        for version in subject.versions {
            func add(_ target: String, _ weight: Difference.Weight, _ why: String?) {
                tally.add(
                    Difference(
                        subject.name, "version \(version.number)", source: "id \(version.id)", target: target, weight,
                        why))
            }
            guard let same = there[version.digest] else {
                add("none like it", .fails, "records written with it cannot be read there")
                continue
            }
            if same.id != version.id {
                add("id \(same.id)", .fails, "records carry the source's id")
            } else if same.number != version.number {
                add("version \(same.number)", .harmless, nil)
            }
        }
        guard let newest = subject.versions.max(by: { $0.number < $1.number }),
            let newestThere = twin.versions.max(by: { $0.number < $1.number }), newest.digest != newestThere.digest,
            there[newest.digest] != nil
        else { return }
        // Once producers write the target, that is where schemas go on.
        let isMeant = progress.mayHaveBegun(progress.pattern.writesTarget)
        tally.add(
            Difference(
                subject.name, "newest version", source: "\(newest.number)", target: "\(newestThere.number)",
                isMeant ? .harmless : .fails, "the target has gone on to another schema"))
    }

    private func compareCompatibility(
        _ here: String?, _ there: String?, of subject: String, _ tally: inout DifferenceTally
    ) {
        guard here != there || here == nil else { return }
        tally.add(
            Difference(
                subject, "compatibility", source: here ?? "not told", target: there ?? "not told",
                here == nil || there == nil ? .unknown : .fails))
    }
}
