// What happens when nothing does.
extension WaveMachine {
    mutating func tick() {
        if turnBackByItself() { return }
        for look in earlyLooks where look.deadline <= now.moment {
            record.take(.unknown("no answer in time"), of: look.step, at: now)
            dropEarlyLook(look.number)
        }
        if case .armed = record.standing, wait == nil, now.moment >= record.since.moment + Self.armedFor {
            return disarm(why: "not confirmed in time")
        }
        if let wait, wait.deadline <= now.moment { ranOut(wait) }
    }

    private mutating func ranOut(_ late: Wait) {
        switch late.part {
        case .looking:
            dropWait()
            take(.unknown("no answer in time"), of: late.step)
        case .intending:
            notRecorded(late.number, "the night file does not answer")
        case .acting: end(late)
        case .stopping: took(.lost("no word from it after it was told to stop"), late)
        case .observing:
            dropWait()
            took(.unknown("no answer in time"), late)
        }
    }
}
