import Links
import Night
import Web

/// Promotes or pauses the wave's mirror topics through their link's own service. A pause is taken back by a resume. A
/// promotion is taken back by nobody: the topic takes writes of its own from then on.
struct LinkWork: StepWork {
    private let order: ErrandOrder
    private let act: StepPlan.LinkAct
    private let service: any LinkService
    private let pace: LinkPace

    init(_ order: ErrandOrder, _ act: StepPlan.LinkAct, over service: any LinkService, pace: LinkPace = LinkPace()) {
        self.order = order
        self.act = act
        self.service = service
        self.pace = pace
    }

    func look() -> StepLook {
        if order.topics.isEmpty { return .refused("no topic of the wave is on the source") }
        do {
            let reading = try service.read(patience: pace.call)
            let sight = LinkSight(reading, of: order.topics)
            guard sight.unmirrored.isEmpty else {
                return .refused("link \(reading.link) does not mirror \(sight.unmirrored.summed())")
            }
            let left = sight.mirrors.filter { $0.state != act.goal }
            let asked = left.filter { !$0.isOnItsWay(to: act.goal) }
            let answers = asked.isEmpty ? [] : try service.rehearse(act.change, of: asked, patience: pace.call)
            let (refused, unknown) = (answers.refusals, answers.unknowns)
            if !refused.isEmpty { return .refused("\(serviceName) would refuse \(refused.summed())") }
            if !unknown.isEmpty { return .unknown(unknown.summed()) }
            let found = LinkFound(mirrorTopics: left.map(\.mirrorTopic))
            return .ready(found: try StepFound(found), would: words(for: left, answers, of: reading.link))
        } catch {
            return .unknown("\(error)")
        }
    }

    /// Accepted is not done: it ends when every topic is seen to be there.
    func act(_ say: (String) -> Void) -> StepEnd {
        carryOut(act.change, to: act.goal, within: pace.act(order.plan.deadline), say)
    }

    func observe() -> StepSight { watch(for: act.goal, word: goalWord) }

    func undo(_ say: (String) -> Void) -> StepEnd {
        switch act {
        case .pause: carryOut(.resume, to: .active, within: pace.act(order.plan.deadline), say)
        case .promote: unpromoted()
        }
    }

    func observeUndo() -> StepSight {
        switch act {
        case .pause: return watch(for: .active, word: "active")
        case .promote:
            guard case .done(let words) = unpromoted() else {
                return .notSeen("a promoted topic stays promoted; \(service.manners.afterPromotion)")
            }
            return .seen(words)
        }
    }

    private var serviceName: String { order.bridge?.serviceName ?? "its service" }
    private var goalWord: String { act == .promote ? service.manners.promotedWord : "paused" }
}

extension LinkWork {
    private func words(
        for left: [LinkReading.Mirror], _ answers: [MirrorAnswer], of link: String
    ) -> [String] {
        let all = counted(order.topics.count, "topic")
        if left.isEmpty { return ["changes nothing: of link \(link), \(all) \(goalWord) already"] }
        let lags = answers.map(\.lagRecords)
        let behind = lags.contains(nil) ? "" : ", \(lags.compactMap { $0 }.reduce(0, &+)) records behind"
        let what = "\(act.rawValue) \(left.count) of \(all) of link \(link)\(behind), as its service says"
        guard act == .promote else { return [what] }
        return [
            what, "a topic is promoted when its service says \(goalWord), and not before",
            "nothing here takes a promotion back; \(service.manners.afterPromotion)",
        ]
    }

    private func carryOut(
        _ change: MirrorChange, to goal: LinkReading.Mirror.State, within limit: Duration, _ say: (String) -> Void
    ) -> StepEnd {
        let end = ContinuousClock.now + limit
        let found: LinkFound
        let left: [LinkReading.Mirror]
        do {
            found = try order.found.decoded(as: LinkFound.self)
            if found.mirrorTopics.isEmpty { return .done("nothing to \(change.rawValue)") }
            let sight = LinkSight(try service.read(patience: pace.call), mirrors: found.mirrorTopics)
            guard sight.unmirrored.isEmpty else {
                return .failed("not mirrored any more: \(sight.unmirrored.summed())")
            }
            left = sight.mirrors.filter { $0.state != goal && !$0.isOnItsWay(to: goal) }
        } catch {
            return .failed("\(error); nothing was asked of it")
        }
        if !left.isEmpty, let failure = ask(change, of: left, say) { return failure }
        return wait(for: goal, of: found.mirrorTopics, until: end, say)
    }

    /// Nil: every topic's change was accepted.
    private func ask(_ change: MirrorChange, of mirrors: [LinkReading.Mirror], _ say: (String) -> Void) -> StepEnd? {
        do throws(LinkError) {
            let answers = try service.make(change, of: mirrors, patience: pace.call)
            for answer in answers { if let words = answer.truncation { say(words) } }
            let (refused, unknown) = (answers.refusals, answers.unknowns)
            let accepted = answers.count - refused.count - unknown.count
            if !unknown.isEmpty { return .lost((unknown + refused).summed() + Self.nobodyKnows) }
            guard refused.isEmpty else {
                let rest = accepted == 0 ? "" : "; the other \(accepted) are on their way"
                return .failed("refused: \(refused.summed())\(rest)")
            }
            say("\(change.rawValue) accepted for \(counted(accepted, "topic"))")
            return nil
        } catch {
            if case .call(.outOfTime(_)) = error { return .outOfTime("\(error)\(Self.nobodyKnows)") }
            return error.leavesUnknown ? .lost("\(error)\(Self.nobodyKnows)") : .failed("\(error)")
        }
    }

    private static var nobodyKnows: String { "; nobody can tell whether it was carried out" }

    private func wait(
        for goal: LinkReading.Mirror.State, of topics: [String], until end: ContinuousClock.Instant,
        _ say: (String) -> Void
    ) -> StepEnd {
        var said: String?
        while true {
            let words: String
            do throws(LinkError) {
                let sight = LinkSight(try service.read(patience: pace.call), mirrors: topics)
                let missing = sight.missing(goal)
                if missing.isEmpty { return .done("\(counted(topics.count, "topic")) seen there") }
                if !sight.failed.isEmpty { return .failed(sight.failed.summed()) }
                words = "\(missing.count) of \(topics.count) not there yet: \(missing.summed())"
            } catch {
                // Accepted, and what became of it is to be seen: one reading that is lost is no failure.
                words = "\(error)"
            }
            guard ContinuousClock.now + pace.interval < end else { return .outOfTime(words) }
            if words != said { say(words) }
            said = words
            Pause.take(pace.interval)
        }
    }

    private func watch(for goal: LinkReading.Mirror.State, word: String) -> StepSight {
        let end = ContinuousClock.now + pace.observation
        while true {
            let sight: StepSight
            do {
                let found = try order.found.decoded(as: LinkFound.self)
                let seen = LinkSight(try service.read(patience: pace.call), mirrors: found.mirrorTopics)
                let missing = seen.missing(goal)
                if missing.isEmpty { return .seen("\(counted(found.mirrorTopics.count, "topic")) \(word)") }
                sight = .notSeen("\(missing.count) of \(found.mirrorTopics.count) not \(word): \(missing.summed())")
            } catch {
                sight = .unknown("\(error)")
            }
            guard ContinuousClock.now + pace.interval < end else { return sight }
            Pause.take(pace.interval)
        }
    }

    /// Done where nothing of it was carried out; else there is no way back that this program has.
    private func unpromoted() -> StepEnd {
        do {
            let found = try order.found.decoded(as: LinkFound.self)
            if found.mirrorTopics.isEmpty { return .done("nothing was promoted") }
            let sight = LinkSight(try service.read(patience: pace.call), mirrors: found.mirrorTopics)
            let gone = sight.mirrors.filter { $0.state == .promoted || $0.state == .promoting }.map(\.mirrorTopic)
            guard !gone.isEmpty || !sight.unmirrored.isEmpty else { return .done("nothing was promoted") }
            return .failed(
                "a promotion cannot be taken back: \((gone + sight.unmirrored).summed()); "
                    + service.manners.afterPromotion)
        } catch {
            return .failed("nobody can tell what is promoted: \(error)")
        }
    }
}

/// How long it asks, and how often.
struct LinkPace {
    var call = Duration.seconds(15)
    var interval = Duration.seconds(2)
    /// Short of what an observation is given.
    var observation = Duration.seconds(20)
    /// When the plan gives the step no deadline.
    var act = Duration.seconds(108)

    /// It comes to its own end before it is ended.
    func act(_ deadline: Duration?) -> Duration { deadline.map { $0 * 0.9 } ?? act }
}
