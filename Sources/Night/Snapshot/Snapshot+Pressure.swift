extension Snapshot {
    /// One line of the backpressure budget, measured.
    public struct Line: Sendable, Equatable {
        public enum Standing: Sendable, Equatable {
            case inside
            case warning
            /// Over the limit, for this long out of its hold time.
            case filling(Duration)
            case breached
            /// Breached when it was last seen, and not seen now, for this reason: still red, never calmer.
            case lost(String)
            case unknown(String)
        }

        public var plan: BudgetLine
        public var standing: Standing
        public var value: Known<Double>
        /// Share of the limit: 1 is all of it.
        public var used: Known<Double>
        public var history: History
        /// Change of `used` a second.
        public var slope: Known<Double>
        /// Seconds to the limit at the present slope; nil while it is not rising.
        public var breachesIn: Known<Double>?
        /// Seconds until it is drained at the present slope; nil while it does not fall.
        public var drainsIn: Known<Double>?
        /// Of how many series the value was made, where others measure it.
        public var series: Int?

        public init(
            plan: BudgetLine, standing: Standing, value: Known<Double>, used: Known<Double>, history: History = [],
            slope: Known<Double>, breachesIn: Known<Double>? = nil, drainsIn: Known<Double>? = nil,
            series: Int? = nil
        ) {
            self.plan = plan
            self.standing = standing
            self.value = value
            self.used = used
            self.history = history
            self.slope = slope
            self.breachesIn = breachesIn
            self.drainsIn = drainsIn
            self.series = series
        }
    }

    /// Records a second into and out of each stage; what stays behind is pressure.
    public struct PressureMap: Sendable, Equatable {
        public struct Stage: Sendable, Equatable {
            public enum Name: String, Sendable, CaseIterable {
                /// Written on the source and not yet over the bridge.
                case bridge
                /// On the source, not yet read by the groups there.
                case sourceConsumers = "source consumers"
                /// On the target, not yet read by the groups there.
                case targetConsumers = "target consumers"
            }

            /// A group of the stage, by the same arithmetic.
            public struct Part: Sendable, Equatable {
                public var group: String
                public var inflow: Known<Double>
                public var outflow: Known<Double>
                public var growth: Known<Double>
                public var backlog: Known<Int64>

                public init(
                    group: String, inflow: Known<Double>, outflow: Known<Double>, growth: Known<Double>,
                    backlog: Known<Int64>
                ) {
                    self.group = group
                    self.inflow = inflow
                    self.outflow = outflow
                    self.growth = growth
                    self.backlog = backlog
                }
            }

            public var name: Name
            public var inflow: Known<Double>
            public var outflow: Known<Double>
            /// Inflow less outflow.
            public var growth: Known<Double>
            /// What has piled up already.
            public var backlog: Known<Int64>
            /// Which group or wave the numbers leave out, and why: they are those of the others.
            public var leftOut: String?
            /// The group that falls behind fastest, where the stage's sum does not show that any does.
            public var hidden: Part?

            public init(
                name: Name, inflow: Known<Double>, outflow: Known<Double>, growth: Known<Double>,
                backlog: Known<Int64>, leftOut: String? = nil, hidden: Part? = nil
            ) {
                self.name = name
                self.inflow = inflow
                self.outflow = outflow
                self.growth = growth
                self.backlog = backlog
                self.leftOut = leftOut
                self.hidden = hidden
            }
        }

        public enum Finding: Sendable, Equatable {
            /// Nothing piles up.
            case level
            case accumulating(Stage.Name)
            /// Nothing flows in or out of it, and it holds something.
            case standing(Stage.Name)
            case unknown(String)
        }

        public var producers: Known<Double>
        public var stages: [Stage]
        public var finding: Finding

        public init(producers: Known<Double>, stages: [Stage], finding: Finding) {
            self.producers = producers
            self.stages = stages
            self.finding = finding
        }
    }
}
