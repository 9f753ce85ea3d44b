import Glibc
import Probes

// Prints what the program costs, beside what a user could run instead. Nothing in here passes or fails a test.
//
// Brokers run in a process of their own: `bench _brokers TOPICS PARTITIONS`.

switch CommandLine.arguments.dropFirst().first {
case Brokers.subcommand: try Brokers.serve(CommandLine.arguments.dropFirst(2).compactMap { Int($0) })
case "_probe": ProbeMain.run()
case "night-file": try NightFileBench.run(seconds: Int(CommandLine.arguments.last ?? "") ?? 8 * 3_600)
default:
    print(Machine.description)
    try MirrorBench.run()
    try SweepBench.run()
    try ProbeBench.run()
    try ExpositionBench.run()
    FrameBench.run()
    try StartBench.run()
    try ProgramBench.run()
    try AbortBench.run()
    try NightFileBench.run()
}
