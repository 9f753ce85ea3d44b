import BlackBox
import Glibc
import Night
import Processes
import SampleNights
import TestSupport
import Testing

/// A record on a medium, or in an archive, where whoever reads it may write nothing.
@Suite("a folder nobody may write in") struct ReadOnlyFolderTests {
    private let scratch: Scratch
    private var file: String { "\(scratch.path)/x.night" }

    init() throws {
        scratch = try Scratch()
    }

    private func record(sealed: Bool) throws {
        let holder = Holder(user: "ana", host: "bastion", process: 1)
        let night = try NightFile.open(
            path: file, night: "archived", planDigest: "plan", holder: holder, at: SampleNight.start)
        night.append(.key("a"), at: SampleNight.start, receipt: nil)
        night.recorder.take(shown: SampleNight.snapshot())
        night.close(sealingAt: sealed ? SampleNight.at(60).wall : nil)
        chmod(file, 0o444)
        chmod(scratch.path, 0o555)
    }

    /// Root may write everywhere, so it is somebody else who looks.
    private func asSomebody(_ words: [String]) async throws -> Program.Result {
        guard geteuid() == 0 else { return try await Program.run(words, atMost: patience) }
        let somebody = ["--reuid", "65534", "--regid", "65534", "--clear-groups", Program.path]
        return try await Program.run("setpriv", somebody + words)
    }

    @Test(
        "holds a night that is verified, shown, reported and exported, and nothing is left beside it",
        arguments: [
            true, false,
        ])
    func looked(sealed: Bool) async throws {
        try record(sealed: sealed)
        for words in [
            ["verify", file], ["report", file], ["replay", file, "--headless", "1"], ["shot", file],
            ["export", file, "--as", "jsonl"],
        ] {
            let result = try await asSomebody(words)
            #expect(result.exit == .code(0), "\(words): \(result.output)\(result.errors)")
            #expect(!result.output.isEmpty)
        }
        #expect(access(file + "-wal", F_OK) != 0 && access(file + "-shm", F_OK) != 0)
        chmod(scratch.path, 0o700)
    }
}
