extension Snapshot {
    public struct Cluster: Sendable, Equatable {
        public var role: ClusterRole
        public var bootstrap: String
        public var probe: Probe
        public var brokers: Known<[Broker]>
        /// The most that were there at once this night.
        public var mostBrokers: Int
        public var totals: Known<PartitionTotals>
        /// Records a second gained by the plan's topics.
        public var recordsIn: Known<Double>
        public var recordsInHistory: History
        /// Records a second read by the plan's groups, and by the bridge on the source.
        public var recordsOut: Known<Double>
        public var recordsOutHistory: History
        public var produceP99: Known<Double>
        public var produceHistory: History
        /// Nil: the plan asks nothing of what it serves beside its brokers.
        public var endpoints: Endpoints?

        public init(
            role: ClusterRole, bootstrap: String, probe: Probe = Probe(),
            brokers: Known<[Broker]> = .unknown("no reading yet"), mostBrokers: Int = 0,
            totals: Known<PartitionTotals> = .unknown("no reading yet"),
            recordsIn: Known<Double> = .unknown("no reading yet"), recordsInHistory: History = [],
            recordsOut: Known<Double> = .unknown("no reading yet"), recordsOutHistory: History = [],
            produceP99: Known<Double> = .unknown("no reading yet"), produceHistory: History = [],
            endpoints: Endpoints? = nil
        ) {
            self.role = role
            self.bootstrap = bootstrap
            self.probe = probe
            self.brokers = brokers
            self.mostBrokers = mostBrokers
            self.totals = totals
            self.recordsIn = recordsIn
            self.recordsInHistory = recordsInHistory
            self.recordsOut = recordsOut
            self.recordsOutHistory = recordsOutHistory
            self.produceP99 = produceP99
            self.produceHistory = produceHistory
            self.endpoints = endpoints
        }
    }

    /// What a side serves over HTTP, and the process that asks it.
    public struct Endpoints: Sendable, Equatable {
        public var role: ClusterRole
        public var probe: Probe
        /// As of the last call to each.
        public var health: [EndpointHealth]

        public init(role: ClusterRole, probe: Probe = Probe(), health: [EndpointHealth] = []) {
            self.role = role
            self.probe = probe
            self.health = health
        }
    }

    /// The process that polls a cluster, and what it costs.
    public struct Probe: Sendable, Equatable {
        public enum State: Sendable, Equatable {
            /// Started, nothing read yet.
            case starting
            case sweeping
            /// No sweep has ended for longer than `staleAfter`.
            case late
            /// Sweeps end and the cluster answers nothing in them, since then.
            case unanswered(since: Stamp)
            case down(String)
            /// Restarts at this moment.
            case waiting(until: Moment, String)
        }

        public var state: State
        public var process: Int32?
        public var restarts: Int
        /// Of those, the ones of the last ten minutes.
        public var restartsLately: Int
        public var lastSweep: Known<SweepCost>
        /// Requests a second.
        public var requestRate: Known<Double>
        /// Sweeps that should have been and were not.
        public var skipped: Int
        /// The newest trouble and when it was said.
        public var trouble: LastTrouble?

        public init(
            state: State = .starting, process: Int32? = nil, restarts: Int = 0, restartsLately: Int = 0,
            lastSweep: Known<SweepCost> = .unknown("no reading yet"),
            requestRate: Known<Double> = .unknown("no reading yet"), skipped: Int = 0, trouble: LastTrouble? = nil
        ) {
            self.state = state
            self.process = process
            self.restarts = restarts
            self.restartsLately = restartsLately
            self.lastSweep = lastSweep
            self.requestRate = requestRate
            self.skipped = skipped
            self.trouble = trouble
        }
    }

    public struct LastTrouble: Sendable, Equatable {
        public var at: Stamp
        public var trouble: Trouble

        public init(at: Stamp, trouble: Trouble) {
            self.at = at
            self.trouble = trouble
        }
    }
}
