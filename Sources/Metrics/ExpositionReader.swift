import Glibc
import Night

extension Exposition {
    /// One pass over the bytes. Lines under names nobody asks for are passed over unread, so that one of two hundred
    /// thousand lines costs little more than finding where each ends.
    public init(
        _ bytes: [UInt8], wanting selectors: [SampleSelector], isOpenMetrics: Bool = false
    ) throws(ExpositionError) {
        guard bytes.count <= ExpositionReader.mostBytes else { throw .tooLarge(bytes.count) }
        self = try bytes.withUnsafeBufferPointer { bytes in
            Result { () throws(ExpositionError) in
                var reader = ExpositionReader(bytes, selectors)
                return try reader.read(isOpenMetrics: isOpenMetrics)
            }
        }.get()
    }
}

struct ExpositionReader {
    static let mostBytes = 32 << 20
    static let mostSeries = 10_000

    /// A name that selectors ask for.
    private struct Wanted {
        let name: [UInt8]
        let selectors: [Int]
        var declared: DeclaredType?
        var seen: Set<[Exposition.Label]> = []
        var fault: Exposition.Fault?
    }

    private let bytes: UnsafeBufferPointer<UInt8>
    private let selectors: [SampleSelector]
    private var wanted: [Wanted]
    private var found: Exposition
    private var named = 0
    private var endsWithEOF = false
    /// Lines of one name follow one another: what was found out about the name holds for them all.
    private var lastName = 0..<0
    private var lastWanted: Int?

    init(_ bytes: UnsafeBufferPointer<UInt8>, _ selectors: [SampleSelector]) {
        self.bytes = bytes
        self.selectors = selectors
        wanted = Dictionary(grouping: selectors.indices) { selectors[$0].name }
            .map { Wanted(name: $0.key, selectors: $0.value) }
        found = Exposition(samples: selectors.map { _ in Exposition.Sample() })
    }

    mutating func read(isOpenMetrics: Bool) throws(ExpositionError) -> Exposition {
        var start = 0
        while start < bytes.count {
            let end = endOfLine(from: start)
            found.lines += 1
            if end.isCutOff, bytes[start] != UInt8(ascii: "#") {
                blame(.cutOff, wanted: wantedName(of: start..<end.text).index)
            } else {
                take(start..<end.text)
            }
            start = end.next
        }
        if isMarkup || (named == 0 && found.faults > 0) { throw .notAnExposition(beginning: beginning) }
        if isOpenMetrics, !endsWithEOF { throw .cutOff }
        for name in wanted {
            for selector in name.selectors {
                found.samples[selector].kind = kind(of: name)
                found.samples[selector].fault = name.fault
            }
        }
        return found
    }

    private func endOfLine(from start: Int) -> (text: Int, next: Int, isCutOff: Bool) {
        // Not empty, so it has an address.
        guard let base = bytes.baseAddress, let found = memchr(base + start, 0x0a, bytes.count - start) else {
            return (bytes.count, bytes.count, true)
        }
        let end = UnsafeRawPointer(found) - UnsafeRawPointer(base)
        let hasReturn = end > start && bytes[end - 1] == 0x0d
        return (hasReturn ? end - 1 : end, end + 1, false)
    }

    private mutating func take(_ whole: Range<Int>) {
        guard let start = whole.first(where: { !LineCursor.isBlank(bytes[$0]) }) else { return }
        if bytes[start] == UInt8(ascii: "#") { return takeComment(start..<whole.upperBound) }
        let line = start..<whole.upperBound
        let (end, index) = wantedName(of: line)
        guard end > start else { return blame(.noName, wanted: nil) }
        named += 1
        guard let index else { return }
        do throws(LineFault) {
            try takeSample(of: index, LineCursor(bytes, from: end, to: line.upperBound), length: line.count)
        } catch {
            blame(error, wanted: index)
        }
    }

    /// Where the name that begins the line ends, and whether it is asked for.
    private mutating func wantedName(of line: Range<Int>) -> (end: Int, index: Int?) {
        if let base = bytes.baseAddress, lastName.count > 0, line.count > lastName.count,
            memcmp(base + lastName.lowerBound, base + line.lowerBound, lastName.count) == 0,
            endsName(bytes[line.lowerBound + lastName.count])
        {
            return (line.lowerBound + lastName.count, lastWanted)
        }
        var cursor = LineCursor(bytes, from: line.lowerBound, to: line.upperBound)
        let name = cursor.name()
        guard !name.isEmpty, cursor.isAtEnd || endsName(bytes[cursor.at]) else { return (line.lowerBound, nil) }
        lastName = line.lowerBound..<cursor.at
        lastWanted = wanted.firstIndex { $0.name.count == name.count && name.elementsEqual($0.name) }
        return (cursor.at, lastWanted)
    }

    private func endsName(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "{") || LineCursor.isBlank(byte) }

    private mutating func takeSample(of index: Int, _ rest: LineCursor, length: Int) throws(LineFault) {
        guard length <= LineCursor.longest else { throw .tooLong }
        var rest = rest
        let labels = try rest.labels().sorted { $0.name < $1.name }
        let (value, timestamp) = try rest.reading()
        let matching = wanted[index].selectors.filter { selectors[$0].matches(labels) }
        guard !matching.isEmpty else { return }
        guard wanted[index].seen.count < Self.mostSeries else {
            for selector in matching { found.samples[selector].isOverfull = true }
            return
        }
        guard wanted[index].seen.insert(labels).inserted else { throw .twice }
        let series = Exposition.Series(labels: labels, value: value, takenAt: timestamp.map(Self.wallTime))
        for selector in matching { found.samples[selector].series.append(series) }
    }

    /// Milliseconds in one format and seconds in the other; no date is in doubt, whichever the endpoint believes it
    /// writes.
    private static func wallTime(_ timestamp: Double) -> WallTime {
        let milliseconds = abs(timestamp) < 1e11 ? timestamp * 1_000 : timestamp
        return WallTime(milliseconds: Int64(milliseconds.clamped(to: -1e15...1e15)))
    }

    private mutating func takeComment(_ line: Range<Int>) {
        var cursor = LineCursor(bytes, from: line.lowerBound + 1, to: line.upperBound)
        cursor.skipBlanks()
        let word = cursor.word()
        if word.elementsEqual("EOF".utf8) { endsWithEOF = true }
        guard word.elementsEqual("TYPE".utf8) else { return }
        cursor.skipBlanks()
        let family = cursor.word()
        cursor.skipBlanks()
        let type = cursor.word()
        named += 1
        for index in wanted.indices {
            let name = wanted[index].name
            guard name.starts(with: family) else { continue }
            let suffix = String(decoding: name.dropFirst(family.count), as: UTF8.self)
            if let declared = DeclaredType(type, suffix: suffix) { wanted[index].declared = declared }
        }
    }

    private func kind(of name: Wanted) -> Exposition.Kind {
        switch name.declared {
        case .counter: return .counter
        case .gauge: return .gauge
        case nil:
            // Left to itself jmx_exporter keeps the case of JMX.
            let text = String(decoding: name.name, as: UTF8.self).lowercased()
            if text.hasSuffix("_total") || text.hasSuffix("_bucket") { return .counter }
            return text.hasSuffix("_count") ? .undeclaredCount : .gauge
        }
    }

    private mutating func blame(_ what: LineFault, wanted index: Int?) {
        let fault = Exposition.Fault(line: found.lines, what: what)
        found.faults += 1
        found.firstFault = found.firstFault ?? fault
        if let index { wanted[index].fault = wanted[index].fault ?? fault }
    }

    /// In a page for people some lines look like samples.
    private var isMarkup: Bool { bytes.first { $0 > 0x20 } == UInt8(ascii: "<") }

    private var beginning: String {
        let line = bytes.drop { $0 <= 0x20 }.prefix { $0 != 0x0a && $0 != 0x0d }.prefix(40)
        return "\"\(String(decoding: line, as: UTF8.self).madeVisible)\""
    }
}

/// What a # TYPE line says of a name that is its family's, or its family's with an ending.
private enum DeclaredType {
    case counter, gauge

    /// Nil: the line is not about that name, or declares nothing.
    init?(_ type: some Sequence<UInt8>, suffix: String) {
        switch (String(decoding: Array(type), as: UTF8.self), suffix) {
        case ("counter", ""), ("counter", "_total"): self = .counter
        case ("gauge", ""), ("summary", ""), ("gaugehistogram", ""), ("info", ""), ("info", "_info"),
            ("stateset", ""):
            self = .gauge
        case ("counter", "_created"), ("histogram", "_created"), ("summary", "_created"): self = .gauge
        case ("histogram", "_bucket"), ("histogram", "_count"), ("histogram", "_sum"): self = .counter
        case ("summary", "_count"), ("summary", "_sum"): self = .counter
        case ("gaugehistogram", "_bucket"), ("gaugehistogram", "_gcount"), ("gaugehistogram", "_gsum"): self = .gauge
        default: return nil
        }
    }
}
