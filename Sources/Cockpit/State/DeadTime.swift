import Night

/// A while in which keys do nothing, so that none meant for what was on the screen before acts on what is there now. It
/// does not end while a key is held down.
struct DeadTime: Sendable, Equatable {
    static let length = Duration.milliseconds(500)
    /// A key that repeats comes more often than this.
    static let pause = Duration.milliseconds(200)

    private let began: Moment
    private var heard: Moment?
    private var isOver = false

    init(from began: Moment) {
        self.began = began
    }

    /// When it ends if no further key comes; nil: it has ended.
    var ends: Moment? {
        if isOver { return nil }
        let usual = began + Self.length
        return heard.map { max(usual, $0 + Self.pause) } ?? usual
    }

    func lasts(at moment: Moment) -> Bool { ends.map { moment < $0 } ?? false }

    /// Somebody pressed a key in it, and should know that it did nothing.
    func hides(keysAt moment: Moment) -> Bool { heard != nil && lasts(at: moment) }

    /// Whether a key that comes now is swallowed.
    mutating func swallows(at moment: Moment) -> Bool {
        guard lasts(at: moment) else {
            isOver = true
            return false
        }
        heard = moment
        return true
    }
}
