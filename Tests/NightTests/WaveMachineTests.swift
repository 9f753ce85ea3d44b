import Testing

@testable import Night

@Suite("A wave machine")
struct WaveMachineTests {
    @Test("goes through every phase of every pattern, and back to where it began", arguments: MovePattern.allCases)
    func thereAndBack(pattern: MovePattern) {
        var rig = WaveRig(.test(pattern))
        for phase in pattern.phases.dropFirst().dropLast() {
            rig.advance()
            rig.finish()
            #expect(rig.state == .settled(phase))
        }
        rig.take(.turnBack(.word))
        rig.finish()
        #expect(rig.state == .rolledBack)
    }
}
