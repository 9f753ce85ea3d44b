/// What is known to be wrong with a version of MirrorMaker 2, from Kafka's own records of its changes.
struct MirrorMakerVersion: Sendable {
    private let number: (major: Int, minor: Int, patch: Int)

    /// "3.9.2", "7.6.0-ccs": nil where it is not Kafka's own numbering.
    init?(_ text: String) {
        let parts = text.prefix { $0.isNumber || $0 == "." }.split(separator: ".").compactMap { Int($0) }
        guard parts.count >= 2, parts[0] < 7 else { return nil }
        // Vendors count their own way.
        guard text.allSatisfy({ $0.isNumber || $0 == "." }) || text.hasSuffix("-SNAPSHOT") else { return nil }
        number = (parts[0], parts[1], parts.count > 2 ? parts[2] : 0)
    }

    /// Nil: nothing that matters tonight is known.
    var warning: String? {
        if isBefore(3, 4, 1) {
            return "translates positions too far: consumers may skip records (KAFKA-12468); move offsets by hand or "
                + "upgrade to 3.7.1"
        }
        if isBefore(3, 5, 2) {
            return "translates positions much too early (KAFKA-15202): consumers read much again; upgrade to 3.7.1"
        }
        if isBefore(3, 7, 0) {
            return "translation may never reach the end of a quiet topic (KAFKA-15906); upgrade to 3.7.1"
        }
        if isBefore(3, 7, 1) {
            return "a restart of the checkpoint task loses older translations (KAFKA-15905); upgrade to 3.7.1"
        }
        return nil
    }

    private func isBefore(_ major: Int, _ minor: Int, _ patch: Int) -> Bool {
        number < (major, minor, patch)
    }
}
