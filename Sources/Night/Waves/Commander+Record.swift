// A night file that cannot be written, and how it is made whole. What was lost in between stays lost; where each wave
// stands is told again, and nothing goes forward before that is on record.
extension Commander {
    private static let tellsAgainEvery = Duration.seconds(2)

    mutating func takeFailure(_ why: String) {
        // What was told before this was lost does not know of it.
        toldAgain = []
        if case .failing = recording { return }
        recording = .failing(why: why, since: now)
        judgeAgain()
    }

    /// That something was written shows that it can be, and no more.
    mutating func takeRecorded(_ receipt: Int) {
        guard toldAgain.remove(receipt) != nil, toldAgain.isEmpty else { return }
        recording = .recording
        toldAgainAt = nil
        for wave in judged {
            for red in wave.reds {
                record(.trigger(wave: wave.plan.name, trigger: red.name, .red, why: red.state.says))
            }
        }
        judgeAgain()
    }

    /// Tries the file again, with what it has to hold.
    mutating func tellAgain() {
        guard case .failing = recording, toldAgain.isEmpty else { return }
        if let toldAgainAt, now.moment - toldAgainAt < Self.tellsAgainEvery { return }
        toldAgainAt = now.moment
        for wave in machines.indices {
            let receipt = machines[wave].numbers.take()
            toldAgain.insert(receipt)
            record(.wave(machines[wave].plan.name, machines[wave].record.whole(at: now)), receipt: receipt)
        }
    }
}
