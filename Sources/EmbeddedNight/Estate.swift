/// What is there to be moved: the topics, who writes how much, who reads them. A value; nothing runs yet.
struct Estate: Sendable, Equatable {
    struct Topic: Sendable, Equatable {
        let name: String
        let partitions: Int
        /// Records a second on an ordinary minute.
        let rate: Double
        /// Where applications put what they could not process.
        var holdsRetries: Bool { name.hasSuffix("-retry") }
    }

    struct Group: Sendable, Equatable {
        let name: String
        let topics: [String]
        /// When, after the night began, it starts to read. Until then it has never committed.
        var startsAfter: Duration = .zero
    }

    /// What moves together.
    struct Wave: Sendable, Equatable {
        let name: String
        let topics: [Topic]
        let groups: [Group]
        var rate: Double { topics.reduce(0) { $0 + $1.rate } }
    }

    let waves: [Wave]
    var topics: [Topic] { waves.flatMap(\.topics) }
    var groups: [Group] { waves.flatMap(\.groups) }

    /// Written by the cockpit's own measurement on the target, and by nobody else.
    static let probeTopic = "switchback-probe"
    /// Under which the bridge commits its progress on the source.
    static let bridgeGroup = "bridge-copier"
    static let brokers = 3

    func topic(_ name: String) -> Topic? {
        topics.first { $0.name == name }
    }

    /// Records a second written for a group.
    func input(of group: Group) -> Double {
        group.topics.compactMap { topic($0)?.rate }.reduce(0, +)
    }
}

extension Estate {
    /// A shop: what its visitors do, what they order, and the money.
    static let shop = Estate(waves: [analytics, orders, ledger])

    private static let analytics = Wave(
        name: "analytics",
        topics: [
            Topic(name: "clicks", partitions: 8, rate: 300),
            Topic(name: "clicks-enriched", partitions: 8, rate: 260),
            Topic(name: "clicks-sessions", partitions: 6, rate: 90),
            Topic(name: "clicks-retry", partitions: 3, rate: 12),
            Topic(name: "impressions", partitions: 6, rate: 180),
            Topic(name: "audit-logins", partitions: 3, rate: 22),
            Topic(name: "audit-changes", partitions: 3, rate: 12),
            Topic(name: "audit-exports", partitions: 3, rate: 3),
        ],
        groups: [
            Group(name: "reports", topics: ["clicks", "clicks-enriched"]),
            Group(name: "fraud-features", topics: ["clicks", "audit-logins"]),
            Group(name: "sessionizer", topics: ["clicks-sessions", "impressions"]),
            Group(name: "warehouse-loader", topics: ["clicks-enriched", "impressions"]),
        ])

    private static let orders = Wave(
        name: "orders",
        topics: [
            Topic(name: "orders-created", partitions: 8, rate: 130),
            Topic(name: "orders-paid", partitions: 6, rate: 100),
            Topic(name: "orders-shipped", partitions: 6, rate: 60),
            Topic(name: "orders-cancelled", partitions: 3, rate: 9),
            Topic(name: "orders-returned", partitions: 3, rate: 5),
            Topic(name: "orders-priced", partitions: 6, rate: 80),
            Topic(name: "orders-retry", partitions: 3, rate: 14),
            Topic(name: "orders-dead-letters", partitions: 3, rate: 0.4),
            Topic(name: "carts", partitions: 6, rate: 120),
            Topic(name: "stock", partitions: 6, rate: 50),
            Topic(name: "rates", partitions: 3, rate: 18),
        ],
        groups: [
            Group(name: "order-router", topics: ["orders-created", "orders-paid"]),
            Group(name: "fulfilment", topics: ["orders-shipped", "stock"]),
            Group(name: "pricing", topics: ["orders-priced", "carts", "rates"]),
            Group(name: "second-chance", topics: ["orders-retry"]),
        ])

    private static let ledger = Wave(
        name: "ledger",
        topics: [
            Topic(name: "ledger-commands", partitions: 6, rate: 110),
            Topic(name: "ledger-events", partitions: 12, rate: 160),
            Topic(name: "ledger-postings", partitions: 6, rate: 100),
            Topic(name: "ledger-balances", partitions: 6, rate: 80),
            Topic(name: "ledger-holds", partitions: 3, rate: 16),
            Topic(name: "ledger-fees", partitions: 3, rate: 12),
            Topic(name: "ledger-retry", partitions: 3, rate: 10),
            Topic(name: "ledger-dead-letters", partitions: 3, rate: 0.2),
        ],
        groups: [
            Group(name: "settlement", topics: ["ledger-commands", "ledger-postings"]),
            Group(name: "notifier", topics: ["ledger-events"]),
            Group(name: "ledger-archive", topics: ["ledger-events", "ledger-balances"]),
            Group(name: "balances-cache", topics: ["ledger-balances"], startsAfter: .seconds(20)),
        ])
}
