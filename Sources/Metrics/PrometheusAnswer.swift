import FoundationEssentials
public import Night

/// What the Prometheus HTTP API answered to `/api/v1/query`.
public struct PrometheusAnswer: Sendable {
    /// Nobody there evaluated the expression.
    public struct Refusal: Error, Sendable, Equatable, CustomStringConvertible {
        public let description: String
    }

    private let answer: Answer

    private static let longestWords = 300

    public init(_ body: [UInt8], status: Int) throws(Refusal) {
        let isFine = (200..<300).contains(status)
        guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(body)) else {
            throw Refusal(description: isFine ? Self.notPrometheus(body) : "HTTP \(status)")
        }
        // 400 and 422 are said of the expression.
        guard isFine || status == 400 || status == 422 else {
            throw Refusal(description: "HTTP \(status)" + (answer.error.map { ", \(Self.safe($0))" } ?? ""))
        }
        self.answer = answer
    }

    /// Where the answer has several series, the largest counts: whoever wants a sum writes one. The moment is the one
    /// the answer is dated at, so that an answer out of somebody's cache is as old as it says.
    public func verdict(at stamp: Stamp) -> SampleVerdict {
        guard answer.status == "success", let data = answer.data else {
            let said = [answer.errorType, answer.error].compactMap { $0.map(Self.safe) }
            return .unknown(said.isEmpty ? "an answer without a value" : said.joined(separator: ": "))
        }
        switch data {
        case .refused(let type): return .unknown("the expression gives \(type); it must give one value, or a vector")
        case .points(let points): return Self.verdict(on: points, partial: answer.partial.map(Self.safe), at: stamp)
        }
    }

    private static func safe(_ words: String) -> String { words.prefix(longestWords).description.madeVisible }

    private static func notPrometheus(_ body: [UInt8]) -> String {
        if body.isEmpty { return "an empty answer" }
        let beginning = String(decoding: body.prefix(40), as: UTF8.self).prefix { !$0.isNewline }
        return "no answer of Prometheus, or not all of it: it begins with \"\(beginning)\"".madeVisible
    }

    private static func verdict(on points: [Point], partial: String?, at stamp: Stamp) -> SampleVerdict {
        let finite = points.filter(\.value.isFinite)
        guard let largest = finite.map(\.value).max(), let oldest = finite.map(\.seconds).min() else {
            if points.isEmpty { return .unknown("the expression gives no series") }
            return .unknown(
                points.count == 1 ? "the value is \(points[0].value)" : "none of \(points.count) series is a number")
        }
        let left = points.count - finite.count
        let leavesOut = left > 0 ? "\(left) of \(points.count) series \(left == 1 ? "is" : "are") no number" : nil
        let dated = WallTime(milliseconds: Int64((oldest * 1_000).clamped(to: -1e15...1e15)))
        return .known(
            SampleFinding(
                value: largest, isPace: false, series: finite.count, takenAt: stamp.moment(of: dated),
                leavesOut: partial ?? leavesOut))
    }
}

/// A value and when it holds: `[1435781451.781, "1"]`.
private struct Point: Decodable, Sendable {
    let seconds: Double
    let value: Double

    init(from decoder: any Decoder) throws {
        var pair = try decoder.unkeyedContainer()
        seconds = try pair.decode(Double.self)
        let text = try pair.decode(String.self)
        guard let value = Double(text), seconds.isFinite, pair.isAtEnd else {
            throw DecodingError.dataCorruptedError(in: pair, debugDescription: "no number")
        }
        self.value = value
    }
}

private struct Answer: Decodable, Sendable {
    enum Data: Decodable, Sendable {
        case points([Point])
        case refused(String)

        private enum Key: CodingKey { case resultType, result }
        private struct Element: Decodable {
            /// Nil: a histogram stands in its place.
            let value: Point?
        }

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: Key.self)
            let type = try fields.decode(String.self, forKey: .resultType)
            switch type {
            case "scalar": self = .points([try fields.decode(Point.self, forKey: .result)])
            case "vector":
                let elements = try fields.decode([Element].self, forKey: .result)
                let points = elements.compactMap(\.value)
                self = points.count == elements.count ? .points(points) : .refused("histograms")
            case "matrix": self = .refused("values over a time (a matrix)")
            case "string": self = .refused("a string")
            default: self = .refused("a result of a kind not known here")
            }
        }
    }

    let status: String
    let data: Data?
    let errorType: String?
    let error: String?
    let warnings: [String]?

    /// The warnings of a store that answered with what it had. Advice on the expression stands among them too.
    var partial: String? {
        let first = warnings?.first { !$0.hasPrefix("PromQL ") }
        return first.map { "partial: \($0)" }
    }
}

extension Double {
    func clamped(to range: ClosedRange<Double>) -> Double {
        Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
    }
}
