import FoundationEssentials
import Night
import Web

/// The only way out of this module. Its verbs are all there are: what is not among them cannot be sent.
struct ServiceCalls: Sendable {
    enum Verb: String, CaseIterable {
        case get = "GET"
        case post = "POST"
        case patch = "PATCH"
    }

    struct Call {
        var verb = Verb.get
        var path: String
        var query: [(String, String)] = []
        var body: String?
        var headers: [(String, String)] = []
    }

    private let client: WebClient

    /// Some thousand topics of some dozen partitions each.
    static let longestBody = 16 << 20

    init(_ endpoint: EndpointPlan) {
        client = WebClient(endpoint, longestBody: Self.longestBody)
    }

    /// Where such a call goes, as its server sees it.
    func place(of path: String) throws(LinkError) -> (host: String, path: String) {
        do throws(WebError) { return try client.place(of: path) } catch { throw .call(error) }
    }

    func ask<Answer: Decodable>(
        _ call: Call, for type: Answer.Type = Answer.self, patience: Patience
    ) throws(LinkError) -> Answer {
        let answer = try accepted(call, patience)
        let decoder = JSONDecoder()
        // Confluent's names are in snake case, AutoMQ's are not touched by it.
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        guard let decoded = try? decoder.decode(type, from: Data(answer.body)) else {
            let what = answer.contentType.map { words($0) } ?? "\(answer.body.count) bytes"
            throw .senseless("HTTP \(answer.status) with \(what) that is not this service's answer")
        }
        return decoded
    }

    /// For what is answered by its status alone.
    func tell(_ call: Call, patience: Patience) throws(LinkError) {
        _ = try accepted(call, patience)
    }

    private func accepted(_ call: Call, _ patience: Patience) throws(LinkError) -> WebAnswer {
        let result = client.call(
            call.verb.rawValue, call.path, body: call.body, query: call.query, headers: call.headers,
            patience: patience.left)
        switch result {
        case .failure(let error): throw .call(error)
        case .success(let answer) where (200..<300).contains(answer.status): return answer
        case .success(let answer):
            let complaint = try? JSONDecoder().decode(Complaint.self, from: Data(answer.body))
            throw .refused(status: answer.status, words: complaint.map { words($0.words) } ?? "")
        }
    }

    /// Text of the service's, short enough to keep, without what it was given to come in with.
    func words(_ text: String) -> String {
        let bounded = String(String.UnicodeScalarView(text.unicodeScalars.prefix(Self.longestWords)))
        return client.withoutSecrets(bounded)
    }

    private static let longestWords = 300

    /// The names and values that a URL asks with, decoded.
    func query(of url: String) throws(LinkError) -> [(String, String)] {
        let behind = url.utf8.drop { $0 != UInt8(ascii: "?") }.dropFirst().prefix { $0 != UInt8(ascii: "#") }
        guard behind.count <= Self.longestQuery else { throw .senseless("the address of its next page is too long") }
        return behind.split(separator: UInt8(ascii: "&")).map { pair in
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            return (parts[0].percentDecoded, parts.count > 1 ? parts[1].percentDecoded : "")
        }
    }

    private static let longestQuery = 4_096
}

extension Substring.UTF8View {
    fileprivate var percentDecoded: String {
        var bytes: [UInt8] = []
        var rest = self
        while let byte = rest.popFirst() {
            let digits = rest.prefix(2)
            guard byte == UInt8(ascii: "%"), digits.count == 2,
                let decoded = UInt8(Substring(digits), radix: 16)
            else {
                bytes.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
                continue
            }
            bytes.append(decoded)
            rest.removeFirst(2)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// The time a whole reading may take, however many calls it comes to.
struct Patience {
    private let end: ContinuousClock.Instant

    init(_ duration: Duration) { end = .now + duration }

    /// Never nothing: a call without time says so itself.
    var left: Duration { max(end - .now, .zero) }
}

/// An error as these services word it: Confluent on the outermost level, AutoMQ one below.
private struct Complaint: Decodable {
    let words: String

    private enum Key: CodingKey { case message, detail, error }

    init(from decoder: any Decoder) throws {
        let outer = try decoder.container(keyedBy: Key.self)
        let container = (try? outer.nestedContainer(keyedBy: Key.self, forKey: .error)) ?? outer
        let message = try? container.decodeIfPresent(String.self, forKey: .message)
        let detail = try? container.decodeIfPresent(String.self, forKey: .detail)
        words = [message, detail].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: ": ")
    }
}

/// One of a list's items: one that makes no sense takes no other with it.
struct Item<Value: Decodable>: Decodable {
    let value: Value?

    init(from decoder: any Decoder) throws {
        value = try? Value(from: decoder)
    }
}

extension String {
    /// A JSON document's text, whatever stands in it.
    static func json(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Of strings and lists of strings only, which cannot fail.
        return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
