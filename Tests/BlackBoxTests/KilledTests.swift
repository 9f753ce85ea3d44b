import Glibc
import Night
import TestSupport
import Testing

@testable import BlackBox

@Suite("Killed at any point")
struct KilledTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    private static let lives = 55

    @Test(
        "it leaves a file that opens, is whole, has every event with a receipt, and all that was handed over a second ago",
        arguments: [5, 6, 7, 8] as [UInt64])
    func killed(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var (livesWithReceipts, livesWithReadings) = (0, 0)
        for life in 0..<Self.lives {
            // Mostly on a night under way, sometimes on one that only begins.
            let path = scratch.path + "/\(life / 5).night"
            let scribe = try Scribe(path)
            switch random.below(20) {
            case 0: _ = try scribe.lines(until: "handed")
            case 1..<10: _ = try scribe.lines(until: "\(1 + random.below(40))")
            default: break
            }
            usleep(UInt32(random.below(40_000)))
            scribe.kill()
            let said = try scribe.lines()
            let verified = try Verification.look(at: path)
            guard case .intact = verified else {
                Issue.record("life \(life): \(verified)")
                continue
            }
            if let receipt = said.compactMap({ Int($0) }).max() {
                livesWithReceipts += 1
                try expectEvents(path, through: receipt, by: scribe.process)
            }
            let handed = said.compactMap { $0.hasPrefix("handed ") ? Int($0.dropFirst(7)) : nil }.max()
            if handed != nil { livesWithReadings += 1 }
            try expectReadings(path, through: handed)
        }
        #expect(livesWithReceipts > Self.lives / 4 && livesWithReadings > 0)
    }

    private func expectEvents(_ path: String, through receipt: Int, by process: Int32) throws {
        let history = try NightFile.take(path, night: "scribed").history
        let began = try #require(history.lastIndex { $0.event.kind == "opened" })
        let by = Holder(user: "scribe", host: "here", process: process)
        #expect(history[began].event == .opened(by: by, plan: "plan", executes: false))
        #expect(history[began...].count { $0.event.kind == "key" } >= receipt)
    }

    /// Each life's begin with 0 and have no hole; every picture can be seen.
    private func expectReadings(_ path: String, through handed: Int?) throws {
        guard access(path, F_OK) == 0, case .intact = try Verification.look(at: path) else { return }
        guard let night = try? RecordedNight(path: path) else { return }
        var last: Int64 = -1
        var holes = 0
        try night.readings(from: nil) { observed in
            guard case .ends(let topics) = observed.what, let next = topics.first?.offsets.first?.offset else {
                return false
            }
            if next != 0, next != last + 1 { holes += 1 }
            last = next
            return true
        }
        #expect(holes == 0)
        guard let handed else { return }
        #expect(last >= Int64(handed))
        var (at, pictures) = (try night.span?.first, 0)
        while let shown = at {
            #expect(try night.picture(at: shown.moment)?.at == shown)
            pictures += 1
            at = try night.pictureStamp(after: shown.moment)
        }
        #expect(pictures > handed / 16)
    }
}

extension Verification {
    /// A file in which nothing was written yet is no less whole.
    static func look(at path: String) throws(NightFileError) -> Verification {
        do throws(NightFileError) { return try verify(path: path) } catch {
            switch error {
            case .notANightFile(_, "an empty database"), .system(_, "there is no such file"):
                return .intact(Intact(night: "", events: 0, commanders: 0, seal: nil, previous: nil, hasPrevious: nil))
            default: throw error
            }
        }
    }
}
