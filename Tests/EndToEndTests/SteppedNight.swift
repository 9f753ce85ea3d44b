import Glibc
import Night
import Testing

/// A night of one wave whose steps are scripts that leave their marks in the plan's folder: what really ran can be told
/// from it. A step can be made to stand still half way, or to take its commander's process with it.
final class SteppedNight {
    let estate: QuietEstate
    let plan: PlanOnDisk
    private let record: NightRecord

    /// `trigger`: more of the trigger that readers who fall behind make red. `payload`: of every record.
    init(trigger more: String = "", payload: String = "r") throws {
        estate = try QuietEstate(payload: payload)
        plan = try estate.plan(
            more: """
                    triggers:
                      - { trigger: readers behind, metric: consumers.lag.records, above: 50 records, owner: web\(more) }
                    steps:
                      replicating:
                        - { run: [./step.sh, act, "1"], undo: [./step.sh, undo, "1"] }
                        - { run: [./step.sh, act, "2"], undo: [./step.sh, undo, "2"] }
                """)
        record = NightRecord("\(plan.folder)/rehearsal.night")
        try write(Self.script, to: "step.sh")
        chmod("\(plan.folder)/step.sh", 0o755)
    }

    /// `step.sh act|undo NUMBER`. Its effect is the file `moved-NUMBER`, and it keeps a journal. `halt-act-1` keeps it
    /// half way for as long as it is there; `kill-before-act-1`, `kill-amid-…` and `kill-after-…` end its commander
    /// there, and it goes no further itself.
    private static let script = """
        #!/bin/sh
        die_if() {
            if [ -e "kill-$1" ]; then rm "kill-$1"; kill -9 $PPID; exit 1; fi
        }
        die_if "before-$1-$2"
        echo "$1 $2" >> journal
        [ "$1" = act ] && : > "moved-$2"
        while [ -e "halt-$1-$2" ]; do sleep 0.02; done
        die_if "amid-$1-$2"
        [ "$1" = undo ] && rm -f "moved-$2"
        echo "$1 $2 done" >> journal
        die_if "after-$1-$2"
        exit 0

        """

    var path: String { plan.path }
    var nightFile: String { "\(plan.folder)/rehearsal.night" }

    // MARK: What the steps do

    func write(_ text: String, to name: String) throws {
        let file = try #require(fopen("\(plan.folder)/\(name)", "w"))
        defer { fclose(file) }
        fputs(text, file)
    }

    func contents(of name: String) -> String { String(decoding: plan.bytes(of: name), as: UTF8.self) }

    func editPlan(_ words: String, to others: String) throws {
        let text = contents(of: "plan.yaml")
        let place = try #require(text.firstRange(of: words))
        try write(String(text[..<place.lowerBound] + others + text[place.upperBound...]), to: "plan.yaml")
    }

    /// Keeps a step, as `act-1`, half way.
    func halt(_ step: String) throws { try write("", to: "halt-\(step)") }

    func letGo(_ step: String) { unlink("\(plan.folder)/halt-\(step)") }

    /// As `amid-act-1`.
    func killCommander(_ point: String) throws { try write("", to: "kill-\(point)") }

    /// What ran, in order: a step as it begins, and as it is done.
    var journal: [String] { contents(of: "journal").split(separator: "\n").map(String.init) }

    /// The steps whose effect is there.
    var moved: [Int] { [1, 2].filter { access("\(plan.folder)/moved-\($0)", F_OK) == 0 } }

    func waitFor(_ line: String) async throws {
        try await until("the journal says \(line)") { journal.contains(line) }
    }

    // MARK: What is on record

    /// Of the wave, in order.
    func recorded() throws -> [WaveEvent] { try record.events(ofWave: "first") }

    /// A commander was told that nobody is at its keys any more.
    func hasLeft() throws -> Bool {
        try record.all().contains { event in
            if case .left = event { true } else { false }
        }
    }

    /// What keys were refused, and why.
    func refusals() throws -> [String] {
        try record.all().compactMap { event in
            if case .refused(_, let why) = event { why } else { nil }
        }
    }

    /// The intents on record, as the journal's lines.
    func intents() throws -> [String] {
        try recorded().compactMap { event in
            switch event {
            case .stepIntended(let step, _, _): "act \(step.number)"
            case .undoIntended(let step): "undo \(step.number)"
            default: nil
            }
        }
    }

    // MARK: At the keys

    /// The commander, with every gate measured.
    func command(_ options: String = "--execute", _ columns: Int = 120, _ rows: Int = 36) async throws -> Seat {
        let seat = try await Seat(columns, rows)
        try await seat.start("run \(path) \(options)")
        try await seat.wait(for: "NIGHT rehearsal", "q quit")
        try await seat.wait(until: "both clusters are read") { !$0.shows("no sweep yet") && !$0.shows("no answer yet") }
        return seat
    }

    /// The dialog that asks for the wave's name, past its dead time and with every gate passed.
    func arm(_ seat: Seat) async throws {
        try await seat.press("a", opening: "ADVANCE first")
        try await seat.wait(until: "the advance is armed and nothing is in its way") {
            $0.shows("ADVANCE first", "armed, lapses in", "0 fail", "0 unknown", "2 ready", "leaves")
        }
    }

    func advance(_ seat: Seat) async throws {
        try await arm(seat)
        try await seat.spell("first")
        try await seat.wait(for: "matches, enter")
        try await seat.press("Enter")
    }

    /// Advances, and comes back when the wave has arrived.
    func advanceToEnd(_ seat: Seat) async throws {
        try await advance(seat)
        try await seat.wait(until: "the wave has arrived") { $0.shows("REPLICATING") && !$0.shows("ADVANCE first") }
        try await until("it is on record") { try recorded().last == .settled(.replicating) }
    }

    /// The commander half way through the first step.
    func commandHalted() async throws -> Seat {
        try halt("act-1")
        let seat = try await command()
        try await advance(seat)
        try await waitFor("act 1")
        return seat
    }

    /// Held from another shell there: the step ends, and no other begins.
    func stopByHold(_ seat: Seat) async throws {
        _ = try await Program.run("hold", path, "--why", "wait")
        try await seat.wait(for: "HOLD no wave advances")
        letGo("act-1")
        try await seat.wait(for: "STOPPED first at replicating 2")
    }

    /// With the terminal gone, and that on record.
    func loseTerminal(_ seat: Seat) async throws {
        try await seat.closeTerminal()
        try await until("the loss is on record") { try hasLeft() }
    }

    /// Goes back with the word, where no trigger is red.
    func turnBackByWord(_ seat: Seat) async throws {
        try await seat.press("X", opening: "TAKE BACK first")
        try await seat.wait(for: "type the word, abort", "leaves")
        try await seat.spell("abort")
        try await seat.wait(for: "matches, enter")
        try await seat.press("Enter")
    }

    func waitUntilRolledBack() async throws {
        try await until("the wave is rolled back") { try recorded().last == .rolledBack }
    }
}
