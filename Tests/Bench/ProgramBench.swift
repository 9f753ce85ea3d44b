import Glibc
import Night
import Probes
import TestSupport

/// The whole program, cockpit and both probes, watching two clusters once a second.
enum ProgramBench {
    private static let topics = 20
    private static let partitionsEach = 50
    private static let span = Duration.seconds(20)

    static func run() throws {
        let source = try Brokers(topics: topics, partitionsEach: partitionsEach)
        defer { source.end() }
        let target = try Brokers(topics: topics, partitionsEach: partitionsEach)
        defer { target.end() }
        let folder = try Scratch(in: products)
        let program = try StagedProgram.watching(source: source.bootstrap, target: target.bootstrap, in: folder)
        defer { program.end() }
        program.watch(for: nil, atMost: .seconds(5))
        let processes = [program.process] + ProcessCost.children(of: program.process)
        let before = processes.compactMap(ProcessCost.init)
        let began = SystemClock.moment()
        program.watch(for: nil, atMost: span)
        let passed = (SystemClock.moment() - began).inSeconds
        let after = processes.compactMap(ProcessCost.init)
        guard processes.count == 3, before.count == 3, after.count == 3 else {
            return print("program: not all of it ran")
        }
        let shares = zip(before, after).map { ProcessCost.share(ticks: $1.ticks - $0.ticks, in: passed) }
        let total = ProcessCost.share(
            ticks: zip(before, after).reduce(0) { $0 + $1.1.ticks - $1.0.ticks }, in: passed)
        let resident = after.reduce(0) { $0 + $1.residentKilobytes } / 1_024
        let proportional = after.reduce(0) { $0 + $1.proportionalKilobytes } / 1_024
        print(
            "the program, \(topics * partitionsEach) partitions on each cluster, one poll a second: \(total) of a core",
            "(cockpit \(shares[0]), probes \(shares[1]) and \(shares[2]); bound: under 3 %),",
            "\(proportional) MB with shared pages counted once, \(resident) MB resident (bound: under 80 MB)")
    }
}
