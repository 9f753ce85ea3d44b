import Glibc
import Probes

// Prints what the program costs, beside what a user could run instead. Nothing in here passes or fails a test.
//
// `bench NAME…` runs those alone, `bench night SECONDS` a night as short as that. Brokers run in a process of their own: `bench _brokers TOPICS PARTITIONS`.

let words = Array(CommandLine.arguments.dropFirst())
let benches: [(name: String, run: () throws -> Void)] = [
    ("mirror", MirrorBench.run), ("sweep", SweepBench.run), ("probe", ProbeBench.run),
    ("exposition", ExpositionBench.run), ("frame", FrameBench.run), ("picture", PictureBench.run),
    ("readings", { try NightFileBench.run() }),
    ("night", { try WholeNightBench.run(seconds: words.last.flatMap { Int64($0) }) }),
    ("start", StartBench.run), ("program", ProgramBench.run), ("abort", AbortBench.run),
]
switch words.first {
case Brokers.subcommand: try Brokers.serve(words.dropFirst().compactMap { Int($0) })
case "_probe": ProbeMain.run()
default:
    print(Machine.description)
    for bench in benches where words.isEmpty || words.contains(bench.name) { try bench.run() }
}
