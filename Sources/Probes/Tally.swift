import Night

/// What a sweep cost, as it adds up.
struct Tally {
    var requests = 0
    var failed = 0
    var slowest = ""
    var slowestTook = Duration.zero
    var total = Duration.zero

    mutating func add(_ cost: CallCost, requests count: Int = 1) {
        requests += count
        failed += cost.failed
        total += cost.took
        if cost.took > slowestTook {
            slowestTook = cost.took
            slowest = cost.what
        }
    }

    func cost(ofSweep number: UInt64, began: Moment) -> SweepCost {
        SweepCost(
            sweep: number, began: began, took: SystemClock.moment() - began, requests: requests, failed: failed,
            slowest: slowest, slowestTook: slowestTook)
    }
}
