import Glibc
public import Night
import Web

/// One Kafka Connect cluster, asked at one of its workers. Calls block their thread for as long as they are given.
public struct ConnectClient: Sendable {
    private let web: WebClient

    /// Some thousand connectors with their configurations fit.
    public static let longestAnswer = 16 << 20

    public init(_ endpoint: EndpointPlan) {
        web = WebClient(endpoint, longestBody: Self.longestAnswer)
    }

    /// Fit to be shown.
    public var address: String { web.address }

    public func worker(patience: Duration) throws(ConnectError) -> ConnectWorker {
        let asked = Question("GET", "/")
        return try decode(WorkerAnswer.self, from: answer(to: asked, patience: patience), to: asked).reading
    }

    /// All of them by one call, however many are asked for.
    public func connectors(_ names: [String], patience: Duration) throws(ConnectError) -> ConnectorsReading {
        let asked = Question("GET", "/connectors", query: [("expand", "status"), ("expand", "info")])
        let known = try decode([String: ConnectorAnswer].self, from: answer(to: asked, patience: patience), to: asked)
        var reading = ConnectorsReading(connectors: [])
        for name in names {
            switch known[name] {
            case .understood(let parts): reading.connectors.append(parts.reading(of: name))
            case .senseless(let why): throw error(asked, .nonsense("what it says of \(name.madeVisible): \(why)"))
            case nil: reading.missing.append(name)
            }
        }
        return reading
    }

    /// How far a MirrorMaker 2 source connector has come, by Connect's own books. Nil: this Connect does not offer them,
    /// being older than 3.5.
    public func mirrorOffsets(of connector: String, patience: Duration) throws(ConnectError) -> [MirrorOffset]? {
        let asked = Question("GET", "/connectors/\(connector.asPathSegment)/offsets")
        let found: WebAnswer
        do {
            found = try answer(to: asked, patience: patience)
        } catch {
            // Of a connector it does not know it says the name; of a path it does not know it cannot.
            if case .refused(let status, let words) = error.kind, status == 404 || status == 405,
                !words.contains(connector)
            {
                return nil
            }
            throw error
        }
        return try decode(OffsetsAnswer.self, from: found, to: asked).mirrored
    }

    /// Told and accepted, which is not yet done.
    public func tell(
        _ connector: String, to act: StepPlan.ConnectorAct, patience: Duration
    ) throws(ConnectError) {
        let connector = "/connectors/\(connector.asPathSegment)"
        let order =
            switch act {
            case .pause: Question("PUT", "\(connector)/pause")
            case .resume, .start: Question("PUT", "\(connector)/resume")
            case .stop: Question("PUT", "\(connector)/stop")
            case .restart: Question("POST", "\(connector)/restart", query: [("includeTasks", "true")])
            case .restartFailed:
                Question(
                    "POST", "\(connector)/restart", query: [("includeTasks", "true"), ("onlyFailed", "true")])
            }
        _ = try answer(to: order, patience: patience)
    }
}

extension ConnectClient {
    private struct Question {
        let method: String
        let path: String
        let query: [(String, String)]

        init(_ method: String, _ path: String, query: [(String, String)] = []) {
            self.method = method
            self.path = path
            self.query = query
        }
    }

    /// Between two tries of what a rebalance keeps from being answered.
    private static let pause = Duration.milliseconds(250)

    private func answer(to asked: Question, patience: Duration) throws(ConnectError) -> WebAnswer {
        let clock = ContinuousClock()
        let began = clock.now
        while true {
            let left = patience - (clock.now - began)
            let result = web.call(
                asked.method, asked.path, query: asked.query, headers: [("Accept", "application/json")],
                patience: left)
            let answer: WebAnswer
            do throws(WebError) { answer = try result.get() } catch { throw self.error(asked, .web(error)) }
            if 200..<300 ~= answer.status { return answer }
            guard answer.status == 409 else {
                throw error(asked, .refused(status: answer.status, words(of: answer)))
            }
            guard clock.now - began + Self.pause < patience else {
                throw error(asked, .rebalancing(for: patience, words(of: answer)))
            }
            usleep(UInt32(clamping: Self.pause.inNanoseconds / 1_000))
        }
    }

    private func error(_ asked: Question, _ kind: ConnectError.Kind) -> ConnectError {
        ConnectError(asked: "\(asked.method) \(asked.path) of \(address)", kind: kind)
    }

    private func decode<Answer: Decodable>(
        _ type: Answer.Type, from answer: WebAnswer, to asked: Question
    ) throws(ConnectError) -> Answer {
        do throws(Senseless) {
            return try Answer(json: answer)
        } catch {
            throw self.error(asked, .nonsense(web.withoutSecrets(error.why)))
        }
    }

    /// Connect's own, or whatever somebody in between had to say.
    private func words(of answer: WebAnswer) -> String {
        let said = (try? Refusal(json: answer))?.message ?? answer.firstLine
        return web.withoutSecrets(said).shortened
    }
}
