import Night

extension StatusDocument {
    /// MirrorMaker 2's machinery.
    struct Mirror: Encodable {
        struct Connector: Encodable {
            let name: String
            let state: String
            let tasks: [String]
        }

        struct Translation: Encodable {
            let group: String
            let partitions: Int
            let translated: Int
            let whyNot: String?
            let ageSeconds: Number
            let readsAgain: Number
            let blocked: String?
        }

        let health: String
        /// Absent: it carries.
        let says: String?
        /// Of the Connect it runs on.
        let version: String?
        let versionWarning: String?
        let pathAgeSeconds: Number
        let roundTripP99Seconds: Number
        /// Absent: they were not read.
        let connectors: [Connector]?
        let missingConnectors: [String]
        let groups: [Translation]
    }
}

extension NumberMaker {
    func mirror(_ mirror: Snapshot.Mirror) -> StatusDocument.Mirror {
        let (health, says) = words(for: mirror.health)
        return StatusDocument.Mirror(
            health: health, says: says, version: mirror.worker?.value?.version, versionWarning: mirror.versionWarning,
            pathAgeSeconds: number(mirror.pathAge), roundTripP99Seconds: number(mirror.roundTripP99),
            connectors: mirror.connectors.value?.map { connector in
                StatusDocument.Mirror.Connector(
                    name: connector.name, state: connector.state.word, tasks: connector.tasks.map(\.state.word))
            }, missingConnectors: mirror.missingConnectors, groups: mirror.translations.map(translation))
    }

    private func words(for health: Snapshot.Mirror.Health) -> (health: String, says: String?) {
        switch health {
        case .carrying: ("carries", nil)
        case .failing(let why): ("fails", why)
        case .resting(let why): ("rests", why)
        case .unknown(let why): ("unknown", why)
        }
    }

    private func translation(_ row: Snapshot.Translation) -> StatusDocument.Mirror.Translation {
        StatusDocument.Mirror.Translation(
            group: row.group, partitions: row.partitions, translated: row.translated, whyNot: row.whyNot,
            ageSeconds: number(row.age), readsAgain: number(row.reread, Double.init), blocked: row.blocked)
    }
}
