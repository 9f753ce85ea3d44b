/// How much goes wrong.
public enum Scenario: String, Sendable, CaseIterable {
    /// Nothing, until the group order-router is moved: it is slow on the target, once.
    case guided
    /// One slow consumer that recovers.
    case calm
    /// A slow consumer, a bridge that stalls and catches up, a slow target, a few refused requests.
    case pressure
    /// All of that, a retry storm, and a target broker that goes down and comes back.
    case storm
}

public struct Options: Sendable, Equatable {
    public static let speeds = 0.25...16.0

    public var scenario: Scenario
    /// The same seed tells the same night.
    public var seed: UInt64
    /// How much faster than written the script runs. Traffic is not scaled.
    public let speed: Double

    /// A speed outside `speeds` is brought inside.
    public init(scenario: Scenario = .guided, seed: UInt64 = 1, speed: Double = 1) {
        self.scenario = scenario
        self.seed = seed
        self.speed = speed.isNaN ? 1 : min(max(speed, Self.speeds.lowerBound), Self.speeds.upperBound)
    }
}
