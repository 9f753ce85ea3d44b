import FoundationEssentials
import Night
import Web

/// Why an answer cannot be read, and what came instead.
struct Senseless: Error {
    let why: String
}

extension Decodable {
    init(json answer: WebAnswer) throws(Senseless) {
        do {
            self = try JSONDecoder().decode(Self.self, from: Data(answer.body))
        } catch {
            let kind = answer.contentType.map { " (\($0.shortened))" } ?? ""
            let came = answer.body.isEmpty ? "nothing" : "\"\(answer.firstLine.shortened)\""
            throw Senseless(why: "\(words(for: error)); \(answer.body.count) bytes came\(kind): \(came)")
        }
    }
}

/// Where it is wrong, without what stands there: it may be anything.
func words(for error: any Error) -> String {
    func place(_ path: [any CodingKey]) -> String {
        path.map { $0.intValue.map { "[\($0)]" } ?? ".\($0.stringValue)" }.joined().shortened
    }
    return switch error {
    case DecodingError.keyNotFound(let key, let context): "no \(place(context.codingPath + [key])) in it"
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
        context.codingPath.isEmpty
            ? "not the kind of JSON expected" : "not what belongs at \(place(context.codingPath))"
    default: "not JSON"
    }
}

extension WebAnswer {
    /// The whole of a 50 MB page is not looked at for it.
    var firstLine: String { String(decoding: body.prefix(1_000), as: UTF8.self).firstLine }
}

extension String {
    var firstLine: String { split(whereSeparator: \.isNewline).first.map(String.init)?.shortened ?? "" }

    var shortened: String { count <= 300 ? self : prefix(299) + "…" }
}
