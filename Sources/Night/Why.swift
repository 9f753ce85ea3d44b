/// Why there is no number, in the words of the screen.
enum Why {
    static let unread = "no reading yet"
    static let oneReading = "one reading so far"
    static let neverCommitted = "never committed"
    static let noEnd = "log end not read"
    static let topicGone = "topic is gone"
    static let groupAbsent = "group is absent"
    static let stale = "stale"
    static let lowerBound = "only a lower bound is known"
    static let commitsBeyondEnd = "commits beyond the log end"
    static let noEndpoint = "the plan names no endpoint to ask"
    static let noSync = "no offset-sync of it yet"
    static let nothingCarried = "nothing carried yet"
    static let noBridge = "no bridge in the plan"

    static func answersNothing(_ role: ClusterRole) -> String { "\(role.rawValue) answers nothing" }
    static func notOn(_ role: ClusterRole) -> String { "not on the \(role.rawValue)" }
}
