import Night

extension Snapshot.Bridge: Fielded {
    static var blank: Snapshot.Bridge { Snapshot.Bridge(kind: "", lag: .blank, records: .blank) }

    mutating func walk(_ walk: inout some FieldWalk) throws(ArchiveError) {
        try walk.text(&kind)
        try walk.list(&lags)
        try walk.optionalText(&disagreement)
        try walk.field(&lag)
        try walk.history(&lagHistory)
        try walk.field(&records)
        try walk.history(&recordsHistory)
        try walk.optionalText(&leftOut)
        try walk.optional(&worst)
        try walk.whole(&stuckPartitions)
        try walk.flag(&watchedLongEnough)
        try walk.whole(&aheadPartitions)
        try walk.optional(&mirror)
        try walk.optional(&service)
        try walk.optional(&gaps)
    }
}

extension Snapshot.MeasuredLag: Fielded {
    static var blank: Snapshot.MeasuredLag { Snapshot.MeasuredLag(way: "", lag: .blank) }

    mutating func walk(_ walk: inout some FieldWalk) throws(ArchiveError) {
        try walk.text(&way)
        try walk.field(&lag)
    }
}

extension Snapshot.WorstPartition: Fielded {
    static var blank: Snapshot.WorstPartition { Snapshot.WorstPartition(topic: "", partition: 0, lag: 0) }

    mutating func walk(_ walk: inout some FieldWalk) throws(ArchiveError) {
        try walk.text(&topic)
        try walk.whole(&partition)
        try walk.integer(&lag)
    }
}

extension Snapshot.Gaps: Fielded {
    static var blank: Snapshot.Gaps { Snapshot.Gaps() }

    mutating func walk(_ walk: inout some FieldWalk) throws(ArchiveError) {
        try walk.field(&absent)
        try walk.field(&uncarried)
        try walk.field(&apart)
        try walk.list(&skips)
    }
}

extension Snapshot.Gaps.Part: Fielded {
    static var blank: Snapshot.Gaps.Part { Snapshot.Gaps.Part() }

    mutating func walk(_ walk: inout some FieldWalk) throws(ArchiveError) {
        try walk.integer(&records)
        try walk.whole(&partitions)
        try walk.optionalText(&places)
    }
}

extension Snapshot.Gaps.Skip: Fielded {
    static var blank: Snapshot.Gaps.Skip { Snapshot.Gaps.Skip(group: "", records: 0, partitions: 0) }

    mutating func walk(_ walk: inout some FieldWalk) throws(ArchiveError) {
        try walk.text(&group)
        try walk.integer(&records)
        try walk.whole(&partitions)
    }
}

extension Snapshot.Mirror: Fielded {
    static var blank: Snapshot.Mirror {
        Snapshot.Mirror(
            health: .carrying, connectors: .unknown(""), pathAge: .blank, plainAge: .blank, roundTripP99: .blank)
    }

    mutating func walk(_ walk: inout some FieldWalk) throws(ArchiveError) {
        try walk.field(&health)
        try walk.field(&probe)
        try walk.optional(&worker, blank: .unknown("")) { (walk, worker) throws(ArchiveError) in
            try walk.knownConstant(&worker, blank: ConnectWorker(version: ""))
        }
        try walk.optionalText(&versionWarning)
        try walk.knownConstant(&connectors, blank: [])
        try walk.texts(&missingConnectors)
        try walk.field(&pathAge)
        try walk.field(&plainAge)
        try walk.field(&roundTripP99)
        try walk.constant(&internalTopics)
        try walk.list(&translations)
    }
}

extension Snapshot.Mirror.Health: Fielded {
    static var blank: Snapshot.Mirror.Health { .carrying }

    mutating func walk(_ walk: inout some FieldWalk) throws(ArchiveError) {
        var (kind, words): (Int64, String) =
            switch self {
            case .carrying: (0, "")
            case .failing(let words): (1, words)
            case .resting(let words): (2, words)
            case .unknown(let words): (3, words)
            }
        try walk.integer(&kind)
        if kind != 0 { try walk.text(&words) }
        switch kind {
        case 0: self = .carrying
        case 1: self = .failing(words)
        case 2: self = .resting(words)
        case 3: self = .unknown(words)
        default: throw ArchiveError("no health of a bridge is number \(kind)")
        }
    }
}

extension Snapshot.Translation: Fielded {
    static var blank: Snapshot.Translation {
        Snapshot.Translation(group: "", wave: "", partitions: 0, translated: 0, age: .blank, reread: .blank)
    }

    mutating func walk(_ walk: inout some FieldWalk) throws(ArchiveError) {
        try walk.text(&group)
        try walk.text(&wave)
        try walk.whole(&partitions)
        try walk.whole(&translated)
        try walk.optionalText(&whyNot)
        try walk.field(&age)
        try walk.field(&reread)
        try walk.optionalText(&blocked)
    }
}

extension Snapshot.LinkService: Fielded {
    static var blank: Snapshot.LinkService {
        Snapshot.LinkService(service: "", link: "", state: .unknown(""), goodFor: .zero, caveat: "")
    }

    mutating func walk(_ walk: inout some FieldWalk) throws(ArchiveError) {
        try walk.text(&service)
        try walk.text(&link)
        try walk.field(&probe)
        try walk.knownConstant(&state, blank: .active)
        try walk.duration(&goodFor)
        try walk.optionalText(&error)
        try walk.text(&caveat)
        try walk.list(&topics)
        try walk.list(&promotions)
    }
}

extension Snapshot.LinkService.Topic: Fielded {
    static var blank: Snapshot.LinkService.Topic { Snapshot.LinkService.Topic(name: "", wave: "", mirror: nil) }

    mutating func walk(_ walk: inout some FieldWalk) throws(ArchiveError) {
        try walk.text(&name)
        try walk.text(&wave)
        try walk.optionalConstant(
            &mirror, blank: LinkReading.Mirror(sourceTopic: "", mirrorTopic: "", state: .active))
    }
}

extension Snapshot.LinkService.Promotion: Fielded {
    static var blank: Snapshot.LinkService.Promotion {
        Snapshot.LinkService.Promotion(wave: "", topics: 0, promoted: 0, promoting: 0)
    }

    mutating func walk(_ walk: inout some FieldWalk) throws(ArchiveError) {
        try walk.text(&wave)
        try walk.whole(&topics)
        try walk.whole(&promoted)
        try walk.whole(&promoting)
        try walk.optionalWhole(&groupsSubscribed)
        try walk.optionalWhole(&groupsPromoted)
    }
}
