extension Snapshot {
    /// What its own service says is wrong with a link, and what of that nobody can tell.
    func foundIn(_ service: LinkService) -> [Found] {
        guard let reading = service.state.reading else {
            let why = service.state.whyUnknown ?? Why.unread
            return [Found(.link, .unknown, "bridge", "\(service.service) has told nothing of the link: \(why)")]
        }
        let age = at.moment - reading.takenAt
        guard age <= service.goodFor else {
            let text = "\(service.service) tells nothing of the link for \(age.inWords)"
            return [Found(.link, .unknown, "bridge", text, since: stamp(of: reading))]
        }
        return found(reading.value, of: service) + foundInMirrors(of: service)
    }

    private func found(_ state: LinkReading.State, of service: LinkService) -> [Found] {
        let why = service.error.map { ": \($0)" } ?? ""
        let link = "link \(service.link)"
        switch state {
        case .active: return why.isEmpty ? [] : [Found(.link, .warning, "bridge", "\(link)\(why)")]
        case .paused: return [Found(.link, .warning, "bridge", "\(link) is paused\(why)")]
        case .failed: return [Found(.link, .red, "bridge", "\(link) has failed\(why)")]
        case .sourceUnavailable: return [Found(.link, .red, "bridge", "\(link) does not reach its source\(why)")]
        case .other(let word):
            let text = "\(service.service) says of \(link): \(word), which is no word known here\(why)"
            return [Found(.link, .unknown, "bridge", text)]
        }
    }

    /// One for all topics that are in the same way.
    private func foundInMirrors(of service: LinkService) -> [Found] {
        func told(
            _ kind: Found.Kind, _ severity: Finding.Severity, _ what: String, _ holds: (LinkReading.Mirror?) -> Bool
        ) -> Found? {
            let topics = service.topics.filter { holds($0.mirror) }
            guard let first = topics.first else { return nil }
            let error = first.mirror?.error.map { ": \($0)" } ?? ""
            let more = topics.count > 1 ? ", and \(topics.count - 1) more" : ""
            return Found(kind, severity, "bridge", "topic \(first.name) \(what)\(error)\(more)")
        }
        return [
            told(.mirrors(.failed), .red, "is not mirrored any more, it has failed") { $0?.state == .failed },
            told(.mirrors(.sourceUnavailable), .red, "is cut off from its source") { $0?.state == .sourceUnavailable },
            told(.unmirrored, .red, "is not mirrored by link \(service.link)") { $0 == nil },
            told(.misnamed, .red, "is mirrored under another name than the plan's") { mirror in
                mirror.map { $0.mirrorTopic != $0.sourceTopic } ?? false
            },
            told(.mirrors(.paused), .warning, "is paused") { $0?.state == .paused },
            told(.mirrors(.other("")), .unknown, "is in a state not known here") { mirror in
                if case .other = mirror?.state { true } else { false }
            },
        ].compactMap { $0 }
    }
}
