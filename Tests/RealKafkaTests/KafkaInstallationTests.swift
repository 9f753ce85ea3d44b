import Glibc
import Night
import Testing

@testable import RealKafka

@Suite("Finding Kafka")
struct KafkaInstallationTests {
    @Test("one KAFKA_HOME serves both sides, and outranks what lies beside the checkout")
    func oneHome() async throws {
        try await withFolder { folder in
            try lay(folder, ["home/libs/kafka-clients-3.7.1.jar", "home/libs/kafka-clients-3.7.1-test.jar"])
            try lay(folder, ["shared/kafka/3.9/kafka-clients-3.9.2.jar", "shared/kafka/4.3/kafka-clients-4.3.1.jar"])
            try lay(folder, ["checkout/here", "bin/java"])
            let found = try KafkaInstallation.find(
                environment: ["KAFKA_HOME": folder + "/home", "PATH": folder + "/bin"], besides: folder + "/checkout"
            ).get()
            #expect(found.source == found.target && found.source.name == "3.7.1")
            #expect(found.classpath(for: .target) == folder + "/home/libs/*")
            #expect(found.java == folder + "/bin/java")
            #expect(found.description == "Kafka 3.7.1")
        }
    }

    @Test("beside a checkout, the older version is the source and the newer one the target")
    func besideCheckout() async throws {
        try await withFolder { folder in
            try lay(folder, ["shared/kafka/3.9/kafka-clients-3.9.2.jar", "shared/kafka/4.3/kafka-clients-4.3.1.jar"])
            try lay(folder, ["checkout/here", "jdk/bin/java"])
            let found = try KafkaInstallation.find(
                environment: ["JAVA_HOME": folder + "/jdk"], besides: folder + "/checkout"
            ).get()
            #expect(found.source.name == "3.9.2" && found.target.name == "4.3.1")
            #expect(found.classpath(for: .source) == folder + "/shared/kafka/3.9/*")
        }
    }

    @Test("what is missing is named, and how to run this tier")
    func missing() async throws {
        try await withFolder { folder in
            try lay(folder, ["checkout/here", "empty/libs/readme", "old/bin/java"])
            try lay(folder, ["home/libs/kafka-clients-4.3.1.jar"])
            try writeText("JAVA_VERSION=\"11.0.2\"\n", to: folder + "/old/release")
            func report(_ environment: [String: String]) -> String {
                RealKafka.tierReport(environment: environment, besides: folder + "/checkout")
            }
            #expect(
                report([:]) == "real Kafka tier: not run (no KAFKA_HOME and no ../shared/kafka; "
                    + "set KAFKA_HOME to a Kafka's folder, then run make test again)")
            let empty = folder + "/empty"
            #expect(report(["KAFKA_HOME": empty]).contains("no libs/kafka-clients-*.jar in \(empty);"))
            let home = folder + "/home"
            #expect(report(["KAFKA_HOME": home, "PATH": "/nowhere"]).contains("install Java 17"))
            #expect(report(["KAFKA_HOME": home, "JAVA_HOME": folder + "/old"]).contains("is Java 11;"))
        }
    }

    @Test("what shows metrics is looked for beside the jars, and what is missing for it is named")
    func metrics() async throws {
        try await withFolder { folder in
            try lay(folder, ["checkout/here", "bin/java", "home/libs/kafka-clients-4.3.1.jar"])
            func report(path: String) -> String {
                RealKafka.metricsReport(
                    environment: ["KAFKA_HOME": folder + "/home", "JAVA_HOME": folder, "PATH": path],
                    besides: folder + "/checkout")
            }
            #expect(report(path: "/nowhere").contains("not run (no metrics without jmx_prometheus_javaagent-*.jar"))
            try lay(folder, ["home/libs/jmx_prometheus_javaagent-1.0.1.jar", "home/libs/jmx.yaml"])
            #expect(report(path: "/nowhere").contains("not with Prometheus"))
            try lay(folder, ["bin/prometheus"])
            #expect(report(path: folder + "/bin") == "real metrics tier: ran with the JMX agent and Prometheus")
        }
    }

    /// A keeper is a temporary folder that goes even when the test does not come to its end.
    private func withFolder(_ body: (String) throws -> Void) async throws {
        let keeper = try Keeper(in: "/tmp")
        try body(keeper.folder)
        await keeper.end()
    }

    /// Empty executable files.
    private func lay(_ folder: String, _ files: [String]) throws {
        for file in files {
            let parts = file.split(separator: "/")
            for depth in 1..<parts.count {
                _ = try? makeFolder(folder + "/" + parts.prefix(depth).joined(separator: "/"))
            }
            try writeText("", to: folder + "/" + file)
            chmod(folder + "/" + file, 0o700)
        }
    }
}
