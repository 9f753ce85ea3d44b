// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

// A module is named after its folder under Sources, its tests after it under Tests.
func module(_ name: String, _ dependencies: Target.Dependency...) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(of name: String, _ dependencies: Target.Dependency..., excluding: [String] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.byName(name: name)] + dependencies, exclude: excluding,
        swiftSettings: settings)
}

let package = Package(
    name: "switchback",
    products: [.executable(name: "switchback", targets: ["switchback"])],
    targets: [
        // C libraries, as the system has them. ncurses has no pkgConfig: its flags are ones SwiftPM refuses,
        // and the shim defines what they would have.
        .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CNcurses", providers: [.apt(["libncurses-dev"])]),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CRdKafka", pkgConfig: "rdkafka", providers: [.apt(["librdkafka-dev"])]),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CYaml", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        .target(name: "CSystem"),

        module("Night"),
        module("Metrics", "Night"),
        module("Planfile", "Metrics", "Night", "CYaml"),
        module("Processes", "CSystem"),
        module("Kafka", "Night", "CRdKafka"),
        module("MirrorMaker", "Night"),
        module("Web", "Night", "CCurl"),
        module("Links", "CCrypto", "Night", "Web"),
        module("Connect", "Night", "Web"),
        module("Registry", "Night", "Web", "CCrypto"),
        module("Wire", "Night"),
        module("Archive", "Night", "Wire", "CZstd"),
        module(
            "Probes", "Connect", "Kafka", "Links", "Metrics", "MirrorMaker", "Night", "Processes", "Registry", "Web",
            "Wire"),
        module("Runbook", "Connect", "Kafka", "Links", "MirrorMaker", "Night", "Processes", "Web"),
        module("BlackBox", "Archive", "Night", "Processes", "CCrypto", "CSQLite", "CSystem"),
        module("Cockpit", "Night", "CNcurses", "CSystem"),
        module("Report", "Cockpit", "Night"),
        module("Shot", "Cockpit", "Night", "Processes"),
        module("EmbeddedNight", "Night", "Kafka", "Processes", "RealKafka"),
        module("RealKafka", "Night", "Processes", "Web"),
        .executableTarget(
            name: "switchback",
            dependencies: [
                "Archive", "BlackBox", "Cockpit", "EmbeddedNight", "Links", "Night", "Planfile", "Probes", "Processes",
                "RealKafka", "Report", "Runbook", "Shot",
            ],
            swiftSettings: settings),

        // What more than one of the test targets needs.
        .target(
            name: "TestSupport", dependencies: ["Processes", "RealKafka"], path: "Tests/TestSupport",
            swiftSettings: settings),
        // Nights with something of everything, as snapshots.
        .target(
            name: "SampleNights", dependencies: ["Night", "TestSupport"], path: "Tests/SampleNights",
            swiftSettings: settings),
        tests(of: "Night", "TestSupport"),
        tests(of: "Metrics", "Night", "TestSupport"),
        tests(of: "Planfile", "Night", "TestSupport"),
        tests(of: "Kafka", "Night"),
        tests(of: "MirrorMaker", "Night", "TestSupport"),
        tests(of: "Web", "Night", "Processes", "TestSupport"),
        tests(of: "Links", "Night", "TestSupport", "Web"),
        tests(of: "Connect", "Night", "TestSupport", "Web"),
        tests(
            of: "Probes", "Connect", "Kafka", "Links", "Metrics", "MirrorMaker", "Night", "Processes", "RealKafka",
            "SampleNights", "TestSupport", "Web", "Wire", "switchback", "FaultyProbe"),
        tests(
            of: "Runbook", "Connect", "Kafka", "Links", "MirrorMaker", "Night", "Processes", "RealKafka",
            "TestSupport", "switchback"),
        .executableTarget(
            name: "bench",
            dependencies: [
                "Archive", "BenchLoop", "BlackBox", "CRdKafka", "CSQLite", "CZstd", "Cockpit", "Kafka", "Metrics",
                "MirrorMaker", "Night", "Probes", "Processes", "SampleNights", "TestSupport",
            ],
            path: "Tests/Bench", swiftSettings: settings),
        .target(name: "BenchLoop", dependencies: ["CRdKafka"], path: "Tests/BenchLoop"),
        tests(of: "Shot", "Cockpit", "Night", "Processes", "SampleNights", "TestSupport"),
        tests(of: "Archive", "Cockpit", "Night", "SampleNights", "TestSupport", "Wire"),
        tests(
            of: "BlackBox", "Archive", "CSQLite", "Cockpit", "Night", "Processes", "SampleNights", "TestSupport",
            "NightScribe"),
        tests(of: "Cockpit", "Night", "SampleNights", "CSystem", excluding: ["Goldens"]),
        tests(of: "Report", "Cockpit", "Night", "SampleNights", "TestSupport"),
        tests(of: "EmbeddedNight", "Kafka", "Night", "Planfile", "Processes", "Runbook"),
        tests(of: "RealKafka", "Kafka", "Night", "Processes", "TestSupport", "switchback"),
        // Drives the built program from outside.
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "switchback", "BlackBox", "CSQLite", "EmbeddedNight", "Kafka", "Night", "Processes", "SampleNights",
                "TestSupport",
            ],
            swiftSettings: settings),
        // A stand-in for a probe that walks into librdkafka's faults on purpose.
        .executableTarget(
            name: "FaultyProbe", dependencies: ["CRdKafka", "Kafka"], path: "Tests/FaultyProbe",
            swiftSettings: settings),
        // A commander that does nothing but write its night down, to be killed on the way.
        .executableTarget(
            name: "NightScribe", dependencies: ["BlackBox", "Night", "SampleNights"], path: "Tests/NightScribe",
            swiftSettings: settings),
        // Says at the end of a test run what it ran on.
        .executableTarget(
            name: "tiers", dependencies: ["RealKafka"], path: "Tests/Tiers", swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)
