import Glibc
import Night
import Processes

/// The files beside a night that somebody else may change: hold, panic, and the plan itself.
final class WatchedFiles {
    private let hold: VetoFile
    private let panic: VetoFile
    private let planPath: String
    private let planText: [UInt8]
    private var held: Snapshot.Command.Veto?
    private var panicked: Snapshot.Command.Veto?
    private var planChange: String?

    private static let longestPlan = 4 << 20

    init(_ plan: Plan, at place: NightPlace, planText: [UInt8]) {
        hold = VetoFile(.hold, of: plan, at: place)
        panic = VetoFile(.panic, of: plan, at: place)
        planPath = place.planPath
        self.planText = planText
    }

    /// What has changed since the last look.
    func look() -> [CommanderInput] {
        var changes: [CommanderInput] = []
        if let change = Self.change(of: hold, &held) { changes.append(.held(change)) }
        if let change = Self.change(of: panic, &panicked) { changes.append(.panicked(change)) }
        let planChange = describePlan()
        if planChange != self.planChange {
            self.planChange = planChange
            changes.append(.planChanged(planChange))
        }
        return changes
    }

    /// Touching a file again changes when, and neither who nor why.
    private static func change(
        of file: VetoFile, _ known: inout Snapshot.Command.Veto?
    ) -> Snapshot.Command.Veto?? {
        let read = file.read()
        guard read?.by != known?.by || read?.why != known?.why else { return nil }
        known = read
        return .some(read)
    }

    private func describePlan() -> String? {
        let number = open(planPath, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard number >= 0 else { return "\(planPath) cannot be read any more: the plan goes on as it was taken" }
        let descriptor = Descriptor(owning: number)
        var bytes: [UInt8] = []
        while bytes.count <= Self.longestPlan, case .bytes(let more) = try? descriptor.read(atMost: 64 << 10) {
            bytes += more
        }
        return bytes == planText ? nil : "\(planPath) was edited: the night goes on with the plan as it was taken"
    }
}
