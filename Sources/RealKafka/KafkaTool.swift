import Processes
import Synchronization

extension RealCluster {
    /// Runs one of Kafka's own tools and returns what it wrote to standard output; what it wrote elsewhere too is in
    /// the error when it fails. One tool at a time, for each is a Java of its own.
    @discardableResult
    public nonisolated func tool(
        _ main: String, _ arguments: [String], limit: Duration = .seconds(60)
    ) async throws(RealKafkaError) -> String {
        let seat = try await JavaSeats.ofThisProcess.takeForTool()
        defer { withExtendedLifetime(seat) {} }
        let name = main.split(separator: ".").last.map(String.init) ?? main
        let output = newToolFile("out")
        let errors = newToolFile("err")
        let process = try java.start(main, arguments, heap: "128m", output: output, errors: errors)
        let exit = try await process.exit(within: limit)
        guard exit == .code(0) else {
            let said = [lastLines(of: output), lastLines(of: errors)].joined(separator: "\n")
            guard let exit else { throw .toolTookTooLong(tool: name, limit: limit, output: said) }
            throw .toolFailed(tool: name, exit: exit, output: said)
        }
        return try Self.wholeOutput(output, of: name)
    }

    nonisolated func newToolFile(_ kind: String) -> String {
        "\(folder)/tools/\(toolFiles.add(1, ordering: .relaxed).newValue).\(kind)"
    }

    nonisolated func newToolFile(_ kind: String, holding text: String) throws(RealKafkaError) -> String {
        let path = newToolFile(kind)
        do {
            try writeText(text, to: path)
        } catch {
            throw .system(error)
        }
        return path
    }

    private static func wholeOutput(_ path: String, of tool: String) throws(RealKafkaError) -> String {
        let most = 16 << 20
        let bytes: [UInt8]
        do {
            bytes = try readBytes(path, atMost: most + 1)
        } catch {
            throw .system(error)
        }
        guard bytes.count <= most else { throw .toolSaidTooMuch(tool: tool, limit: most) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A tool that asks the brokers that answer now.
    @discardableResult
    nonisolated func ask(_ main: String, _ arguments: [String]) async throws(RealKafkaError) -> String {
        let bootstrap = await answering
        return try await tool("org.apache.kafka.tools." + main, ["--bootstrap-server", bootstrap] + arguments)
    }

    /// A properties file for a tool's `--command-config`, to come through the SASL listener.
    public nonisolated func saslProperties(user: String, password: String) throws(RealKafkaError) -> String {
        let login = "org.apache.kafka.common.security.plain.PlainLoginModule required"
        let text = """
            security.protocol=SASL_PLAINTEXT
            sasl.mechanism=PLAIN
            sasl.jaas.config=\(login) username="\(user)" password="\(password)";

            """
        return try newToolFile("properties", holding: text)
    }
}
