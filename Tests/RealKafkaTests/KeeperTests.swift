import Glibc
import Night
import Processes
import RealKafka
import TestSupport
import Testing

@testable import RealKafka

@Suite("The keeper")
struct KeeperTests {
    @Test("ends what bears its mark, be it stopped, removes the folder, and leaves the neighbours alone")
    func ends() async throws {
        let keeper = try Keeper(in: "/tmp")
        let other = try Keeper(in: "/tmp")
        var kept = try idler(marked: keeper.mark)
        var neighbour = try idler(marked: other.mark)
        kept.signal(SIGSTOP)
        await keeper.end()
        #expect(kept.wait(atMost: .seconds(60)) == .signal(SIGKILL))
        #expect(access(keeper.folder, F_OK) != 0)
        #expect(neighbour.reap() == nil && access(other.folder, F_OK) == 0)
        await other.end()
        #expect(neighbour.wait(atMost: .seconds(60)) == .signal(SIGKILL))
    }

    @Test("ends what bears its mark and removes the folder when its owner was killed")
    func ownerKilled() async throws {
        let notes = try Keeper(in: "/tmp")
        await #expect(processExitsWith: .signal(SIGKILL)) { [note = (notes.folder + "/note") as String] in
            let keeper = try Keeper(in: "/tmp")
            let kept = try idler(marked: keeper.mark)
            try await killMyself(afterNoting: [(keeper, kept.process)], in: note)
        }
        try await expectNothingLeft(1, asNotedIn: notes)
    }

    @Test(
        "ends brokers, the worker between them and a Prometheus, and removes their folders, when the test run was killed",
        .enabled(if: Tier.runs, "\(Tier.report)"))
    func estateOwnerKilled() async throws {
        let seats = try await JavaSeats.ofThisProcess.takeForBrokers(3)
        defer { withExtendedLifetime(seats) {} }
        let notes = try Keeper(in: "/tmp")
        await #expect(processExitsWith: .signal(SIGKILL)) { [note = (notes.folder + "/note") as String] in
            let shown = ClusterShape(showsMetrics: Tier.prometheus != nil)
            let estate = try await ConnectedEstate.start(source: shown, from: Tier.installation)
            var kept = [
                (estate.source.java.keeper, try #require(await estate.source.processID(of: 1))),
                (estate.target.java.keeper, try #require(await estate.target.processID(of: 1))),
                (estate.connect.keeper, try #require(await estate.connect.processID)),
            ]
            var prometheus: RealPrometheus?
            if let program = Tier.prometheus {
                prometheus = try await RealPrometheus.start(program, scraping: ["source": estate.source.metrics])
            }
            if let prometheus { kept.append((prometheus.keeper, prometheus.processID)) }
            try await killMyself(afterNoting: kept, in: note)
            withExtendedLifetime((estate, prometheus)) {}
        }
        try await expectNothingLeft(Tier.prometheus == nil ? 3 : 4, asNotedIn: notes)
    }

    private func expectNothingLeft(_ count: Int, asNotedIn notes: Keeper) async throws {
        let lines = try readText(notes.folder + "/note", atMost: 4096).split(separator: "\n")
        await notes.end()
        try #require(lines.count == count)
        for line in lines {
            let words = line.split(separator: " ").map(String.init)
            try #require(words.count == 3)
            let (folder, mark, process) = (words[0], words[1], try #require(Int32(words[2])))
            let gone = try await Deadline.waiting(atMost: .seconds(120)) {
                !bears(process, mark) && access(folder, F_OK) != 0
            }
            #expect(gone, "still there: process \(bears(process, mark)), folder \(access(folder, F_OK) == 0)")
        }
    }
}

/// Something that runs until it is killed, with this on its command line.
private func idler(marked mark: String) throws -> Child {
    try Child(Launch("/bin/sh", ["-c", "while :; do sleep 0.1; done", mark]))
}

private func killMyself(afterNoting kept: [(keeper: Keeper, process: Int32)], in note: String) async throws {
    for (keeper, process) in kept {
        let living = try await Deadline.waiting(atMost: .seconds(120)) { bears(process, keeper.mark) }
        try #require(living, "not a living process of this keeper")
    }
    try writeText(kept.map { "\($0.keeper.folder) \($0.keeper.mark) \($0.process)\n" }.joined(), to: note)
    kill(getpid(), SIGKILL)
}

/// Whether the process lives and has the mark on its command line; its id alone may have gone to another.
private func bears(_ process: Int32, _ mark: String) -> Bool {
    guard let line = try? readText("/proc/\(process)/cmdline", atMost: 1 << 20) else { return false }
    return line.contains(mark)
}
