import Night
import Probes
import TestSupport

/// From exec to the first frame, whole, in the terminal's hands, with clusters that never answer.
enum StartBench {
    private static let rounds = 21

    static func run() throws {
        let folder = try Scratch(in: products)
        var took: [Duration] = []
        for _ in 0..<rounds {
            let program = try StagedProgram.watching(source: "127.0.0.1:1", target: "127.0.0.1:2", in: folder)
            defer { program.end() }
            // The last word of the frame.
            guard program.watch(for: "freeze", atMost: .seconds(5)) else {
                return print("first frame: none; is switchback built beside the bench?")
            }
            took.append(SystemClock.moment() - program.started)
        }
        print(
            "first frame, before any reading: median \(took.median.inWords) from exec, worst of \(rounds)",
            "\(took.percentile(100).inWords) (bound: under 100 ms)")
    }
}
