import Night

/// Whether the bridge still reads behind a fence. Records that are left must become fewer; where none are left there
/// is nothing to see, and the ACLs alone say who keeps access.
struct BridgeSight {
    let order: ErrandOrder
    /// A bridge fetches and commits at its own pace.
    var patience = Duration.seconds(15)

    func seen(with rest: String) throws(KafkaStepError) -> StepSight {
        // MirrorMaker writes its books once a minute or so: that nothing moves in them shows nothing.
        guard MirrorBridge(order) == nil, let reader = try BridgeGapReader(order) else {
            return .seen("\(rest); the bridge's own progress cannot be seen from here")
        }
        let first = try reader.read()
        if first.remaining == 0 { return .seen("\(rest); the bridge has nothing left to carry over") }
        let clock = ContinuousClock()
        let deadline = clock.now + patience
        while clock.now < deadline {
            Pause.take(.milliseconds(250))
            if try reader.read().hasMovedOn(since: first) { return .seen("\(rest); the bridge moves on") }
        }
        return .notSeen("the bridge has not moved in \(patience), with \(first.remaining) records left")
    }
}
