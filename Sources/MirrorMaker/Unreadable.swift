/// Why a record says nothing here.
public enum Unreadable: Error, Sendable, Equatable {
    /// Laid out by a version that is not known here: to guess would be worse than not to know.
    case newer(version: Int16)
    /// Nothing that MirrorMaker or Connect writes there.
    case foreign(Damage)

    public enum Damage: Sendable, Equatable {
        case noKey, truncated, trailingBytes, negativePartition, negativeNumber, overlongText, notUTF8, notItsJSON
    }
}
