import CCrypto
import FoundationEssentials
import Night

enum RegistryJSON {
    static func decode<Answer: Decodable>(_ type: Answer.Type, from body: [UInt8]) -> Answer? {
        try? JSONDecoder().decode(type, from: Data(body))
    }
}

struct RefusalAnswer: Decodable {
    private enum CodingKeys: String, CodingKey {
        case code = "error_code"
        case message
    }

    let code: Int?
    let message: String?
}

/// The one name is of an answer, the other of older ones.
struct ConfigAnswer: Decodable {
    private enum CodingKeys: String, CodingKey { case compatibilityLevel, compatibility }

    let level: String

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        level =
            try container.decodeIfPresent(String.self, forKey: .compatibilityLevel)
            ?? container.decode(String.self, forKey: .compatibility)
    }
}

struct ModeAnswer: Decodable {
    let mode: String
}

struct VersionAnswer: Decodable {
    struct Reference: Decodable {
        let name: String
        let subject: String
        let version: Int32
    }

    let version: SubjectListing.Version

    private enum CodingKeys: CodingKey { case version, id, schema, schemaType, references }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let schema = try container.decode(String.self, forKey: .schema)
        // Avro's is left out, it was the only one once.
        let type = try container.decodeIfPresent(String.self, forKey: .schemaType) ?? "AVRO"
        let references = try container.decodeIfPresent([Reference].self, forKey: .references) ?? []
        version = SubjectListing.Version(
            number: try container.decode(Int32.self, forKey: .version),
            id: try container.decode(Int32.self, forKey: .id),
            digest: Self.digest(
                of: [type, schema.withoutLayout]
                    + references.flatMap {
                        [$0.name, $0.subject, "\($0.version)"]
                    }))
    }

    private static func digest(of parts: [String]) -> String {
        let spelt = parts.flatMap { Array("\($0.utf8.count):".utf8) + Array($0.utf8) }
        var digest = [UInt8](repeating: 0, count: 32)
        // Without SHA-256 two schemas are the same only when they are the same text.
        guard EVP_Digest(spelt, spelt.count, &digest, nil, EVP_sha256(), nil) == 1 else {
            return parts.joined(separator: "\n")
        }
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}

extension String {
    /// JSON without the white space between its parts, so that two registries may lay the same schema out differently.
    /// Text that is no JSON (Protobuf) stays as it is.
    fileprivate var withoutLayout: String {
        guard let first = utf8.first(where: { $0 > 0x20 }), [0x7b, 0x5b, 0x22].contains(first) else { return self }
        var kept: [UInt8] = []
        var isQuoted = false
        var isEscaped = false
        for byte in utf8 {
            if isQuoted {
                kept.append(byte)
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isQuoted = false
                }
            } else if byte > 0x20 {
                kept.append(byte)
                isQuoted = byte == UInt8(ascii: "\"")
            }
        }
        return String(decoding: kept, as: UTF8.self)
    }
}
