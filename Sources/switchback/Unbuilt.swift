import Night
import Planfile

/// What a plan may say and this version does not do: better said before the night than found out in it.
struct Unbuilt {
    private let plan: Plan
    private let locations: PlanLocations

    init(_ plan: Plan, _ locations: PlanLocations) {
        self.plan = plan
        self.locations = locations
    }

    var problems: [PlanProblem] { bridges + budget + plan.waves.indices.flatMap(wave) }

    private static let noEndpoint = "source.bytes-out is read from the source's metrics:, and the plan names none"
    private static let stopsHere = ": the wave would stop here"

    private var bridges: [PlanProblem] {
        plan.bridges.indices.compactMap { number in
            let position = locations.position(of: "bridge", "\(number)")
            return number > 0 ? warning(at: position, "only the first bridge is measured in this version") : nil
        }
    }

    private var budget: [PlanProblem] {
        plan.budget.filter { isUnread($0.metric) }.map { line in
            warning(
                at: locations.position(of: "budget", line.name), text: line.name,
                "\(Self.noEndpoint): this line stays unknown, and gate headroom never passes")
        }
    }

    private func wave(_ number: Int) -> [PlanProblem] {
        let wave = plan.waves[number]
        let steps = wave.steps.flatMap { steps in
            steps.phase == .closed
                ? [neverRun(number)]
                : steps.steps.indices.compactMap { step(steps.steps[$0].act, $0, into: steps.phase, of: number) }
        }
        return groups(of: wave, number) + gates(of: wave, number) + triggers(of: wave, number) + steps
    }

    private func groups(of wave: WavePlan, _ number: Int) -> [PlanProblem] {
        guard !carriesPositions else { return [] }
        return wave.groups.enumerated().filter { $1.offsets.isCarriedOver }.map { place, group in
            warning(
                at: locations.position(of: "waves", "\(number)", "groups", "\(place)", "offsets"),
                text: "\(group.group)",
                "positions are carried over a bridge, and the plan names none: gate offsets never passes; reset or "
                    + "replay can")
        }
    }

    private func gates(of wave: WavePlan, _ number: Int) -> [PlanProblem] {
        wave.gates.enumerated().compactMap { place, gate in
            guard let why = whyNeverPassing(gate.evidence) else { return nil }
            return warning(
                at: locations.position(of: "waves", "\(number)", "gates", "\(place)"), text: gate.name,
                "\(why): listed here it never passes, and the wave would not advance")
        }
    }

    private func whyNeverPassing(_ evidence: GatePlan.Evidence) -> String? {
        switch evidence {
        case .builtIn(.records): "not measured in this version"
        case .builtIn(.schemaParity) where plan.source.schemaRegistry == nil || plan.target.schemaRegistry == nil:
            "it compares the schema-registry: of both clusters, and the plan does not name both"
        case .builtIn, .run, .ask: nil
        }
    }

    private func triggers(of wave: WavePlan, _ number: Int) -> [PlanProblem] {
        wave.triggers.enumerated().filter { isUnread($1.metric) }.map { place, trigger in
            warning(
                at: locations.position(of: "waves", "\(number)", "triggers", "\(place)"), text: trigger.name,
                "\(Self.noEndpoint): this trigger never turns red")
        }
    }

    private func step(_ act: StepPlan.Act, _ place: Int, into phase: Phase, of wave: Int) -> PlanProblem? {
        let (key, why): (String, String)
        switch act {
        case .offsets(let plan) where plan.isCarriedOver && !carriesPositions:
            (key, why) = ("offsets", "positions are carried over a bridge, and the plan names none")
        case .drain where !carriesPositions: (key, why) = ("drain", "it waits for a bridge, and the plan names none")
        case .run, .http, .wait, .ask, .connect, .link, .offsets, .fence, .unfence, .drain: return nil
        }
        return warning(
            at: locations.position(of: "waves", "\(wave)", "steps", phase.rawValue, "\(place)", key), text: key,
            "\(why)\(Self.stopsHere)")
    }

    private func neverRun(_ wave: Int) -> PlanProblem {
        warning(
            at: locations.position(of: "waves", "\(wave)", "steps", Phase.closed.rawValue), text: Phase.closed.rawValue,
            "closing a wave runs no steps: these never run")
    }

    /// Of what others measure the plan itself is refused where it names nobody to ask.
    private func isUnread(_ metric: Metric) -> Bool {
        metric == .builtIn(.sourceBytesOut) && plan.source.metrics.isEmpty
    }

    private var carriesPositions: Bool { !plan.bridges.isEmpty }

    private func warning(at position: PlanPosition, text: String = "", _ message: String) -> PlanProblem {
        PlanProblem(.warning, at: position, text: text, message: message)
    }
}

extension OffsetsPlan {
    fileprivate var isCarriedOver: Bool { self == .preserve || self == .translate }
}
