/// Reads the text of an expression. What it does not know it refuses with what to write instead.
struct NameExpressionParser {
    /// None is empty: each takes at least one state.
    indirect enum Form {
        /// A character of the set with this number.
        case one(Int)
        case sequence([Form])
        case choice(Form, Form)
        case repeated(Form, atLeast: Int, atMost: Int?)
    }

    static let deepest = 32

    private(set) var sets: [ScalarSet] = []
    private let scalars: [Unicode.Scalar]
    private var at = 0
    private var depth = 0

    init(_ text: some StringProtocol) {
        scalars = Array(text.unicodeScalars)
    }

    mutating func parse() throws(NamePattern.Invalid) -> Form {
        _ = take("^")
        let form = try choice()
        guard at == scalars.count else { throw refusal("a ) without its (; write \\) for the sign itself") }
        return form
    }

    private mutating func choice() throws(NamePattern.Invalid) -> Form {
        var form = try sequence()
        while take("|") { form = .choice(form, try sequence()) }
        return form
    }

    private mutating func sequence() throws(NamePattern.Invalid) -> Form {
        var forms: [Form] = []
        while let scalar = upcoming, scalar != "|", scalar != ")" {
            if scalar == "$", at == scalars.count - 1 {
                at += 1
            } else {
                forms.append(try repeated(try single(scalar)))
            }
        }
        if depth > 0, upcoming == nil { throw refusal("a ( without its ); write \\( for the sign itself") }
        guard !forms.isEmpty else {
            throw refusal("a part of it is empty; put ? behind what may be missing, as in (-old)?")
        }
        return .sequence(forms)
    }

    private mutating func single(_ scalar: Unicode.Scalar) throws(NamePattern.Invalid) -> Form {
        let itself = "write \\\(scalar) for the sign itself"
        switch scalar {
        case "(": return try group()
        case "[": return one(try characterClass())
        case ".":
            at += 1
            return one(ScalarSet([Self.any]))
        case "*", "+", "?", "{": throw refusal("nothing stands before \(scalar) to repeat; \(itself)")
        case "^": throw refusal("^ stands at the start only: the whole name is matched; \(itself)")
        case "$": throw refusal("$ stands at the end only: the whole name is matched; \(itself)")
        case "]", "}": throw refusal("a \(scalar) that closes nothing; \(itself)")
        default: return one(ScalarSet(try character()))
        }
    }

    private mutating func one(_ set: ScalarSet) -> Form {
        if let known = sets.firstIndex(of: set) { return .one(known) }
        sets.append(set)
        return .one(sets.count - 1)
    }

    private var upcoming: Unicode.Scalar? { at < scalars.count ? scalars[at] : nil }
    private var following: Unicode.Scalar? { at + 1 < scalars.count ? scalars[at + 1] : nil }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard upcoming == scalar else { return false }
        at += 1
        return true
    }

    private func refusal(_ reason: String) -> NamePattern.Invalid { .init(reason: reason) }
}

// MARK: - Groups and counts

extension NameExpressionParser {
    private mutating func group() throws(NamePattern.Invalid) -> Form {
        at += 1
        if take("?"), !take(":") { throw refusal(specialGroup) }
        guard depth < Self.deepest else {
            throw refusal("groups stand more than \(Self.deepest) deep in each other; write fewer ( )")
        }
        depth += 1
        let form = try choice()
        depth -= 1
        at += 1
        return form
    }

    /// Why the group whose `(?` was read is refused.
    private var specialGroup: String {
        switch (upcoming, following) {
        case ("=", _), ("!", _), ("<", "="), ("<", "!"):
            "looking ahead or behind is not known here; write out the names that are meant"
        case ("<", _), ("P", _), ("'", _): "groups have no names here; write ( )"
        case (">", _), ("|", _): "this kind of group is not known here; write ( )"
        case ("#", _): "an expression holds no comments; write them behind a # of the plan"
        default: "flags such as (?i) are not known here; write both cases, as in [Aa]"
        }
    }

    private mutating func repeated(_ form: Form) throws(NamePattern.Invalid) -> Form {
        guard let (least, most) = try count() else { return form }
        _ = take("?")
        if let sign = upcoming, sign == "*" || sign == "+" || sign == "?" || sign == "{" {
            throw refusal("\(sign) follows a repetition; leave one out, or put the first in ( )")
        }
        return .repeated(form, atLeast: least, atMost: most)
    }

    private mutating func count() throws(NamePattern.Invalid) -> (least: Int, most: Int?)? {
        if take("*") { return (0, nil) }
        if take("+") { return (1, nil) }
        if take("?") { return (0, 1) }
        guard take("{") else { return nil }
        let least = number()
        let most = take(",") ? number() : least
        guard let least, take("}") else {
            throw refusal("a count is written {2}, {2,} or {2,5}; write \\{ for the sign itself")
        }
        if let most, least > most { throw refusal("a count has the smaller number first, as in {2,5}") }
        if most == 0 { throw refusal("a count of 0 repeats nothing; leave out what stands before it") }
        return (least, most)
    }

    /// No larger than it takes to be refused.
    private mutating func number() -> Int? {
        var number: Int?
        while let digit = upcoming, ("0"..."9").contains(digit) {
            number = min((number ?? 0) * 10 + Int(digit.value - 48), NameExpression.mostStates)
            at += 1
        }
        return number
    }
}

// MARK: - Characters

extension NameExpressionParser {
    private static let any: ScalarSet.Scalars = "\0"..."\u{10FFFF}"

    private mutating func characterClass() throws(NamePattern.Invalid) -> ScalarSet {
        at += 1
        let isNegated = take("^")
        var ranges: [ScalarSet.Scalars] = []
        while let scalar = upcoming, scalar != "]" { ranges += try classItem(scalar) }
        guard take("]") else { throw refusal("a [ without its ]; write \\[ for the sign itself") }
        guard !ranges.isEmpty else { throw refusal("a class in [ ] is empty; write \\] for the sign itself") }
        return ScalarSet(ranges, isNegated: isNegated)
    }

    private mutating func classItem(_ scalar: Unicode.Scalar) throws(NamePattern.Invalid) -> [ScalarSet.Scalars] {
        switch (scalar, following) {
        case ("[", ":"): throw refusal("classes have no names here; write the characters, as in [A-Za-z]")
        case ("[", _): throw refusal("a class in [ ] holds no other; write \\[ for the sign itself")
        case ("&", "&"), ("-", "-"), ("~", "~"):
            throw refusal("\(scalar)\(scalar) does not combine classes here; write the characters that are meant")
        default: break
        }
        let first = try character()
        guard upcoming == "-", let end = following, end != "]" else { return first }
        at += 1
        let last = try character()
        guard let from = Self.single(first), let to = Self.single(last), end != "[" else {
            throw refusal("a range in [ ] is between two characters; write \\- for the sign itself")
        }
        guard from <= to else { throw refusal("a range in [ ] runs backwards; put the lower character first") }
        return [from...to]
    }

    private static func single(_ ranges: [ScalarSet.Scalars]) -> Unicode.Scalar? {
        guard ranges.count == 1, ranges[0].lowerBound == ranges[0].upperBound else { return nil }
        return ranges[0].lowerBound
    }

    /// A character as it is, or what an escape stands for.
    private mutating func character() throws(NamePattern.Invalid) -> [ScalarSet.Scalars] {
        let scalar = scalars[at]
        at += 1
        guard scalar == "\\" else { return [scalar...scalar] }
        guard let escaped = upcoming else {
            throw refusal("a \\ at the end escapes nothing; write \\\\ for the sign itself")
        }
        at += 1
        switch escaped {
        case "d": return ["0"..."9"]
        case "D": return ["\0"..."/", ":"...Self.any.upperBound]
        case "w": return ["0"..."9", "A"..."Z", "_"..."_", "a"..."z"]
        case "W": return ["\0"..."/", ":"..."@", "["..."^", "`"..."`", "{"...Self.any.upperBound]
        case "s": return ["\t"..."\r", " "..." "]
        case "S": return ["\0"..."\u{8}", "\u{E}"..."\u{1F}", "!"...Self.any.upperBound]
        case "0"..."9", "A"..."Z", "a"..."z":
            throw refusal("\\\(escaped) is not known here; \(Self.instead(of: escaped))")
        default: return [escaped...escaped]
        }
    }

    private static func instead(of escaped: Unicode.Scalar) -> String {
        switch escaped {
        case "0"..."9", "k", "g": "write out what the group would match again"
        case "b", "B": "write the characters that may stand there, as in (.*-)?audit"
        case "A", "G", "z", "Z": "leave it out: the whole name is matched"
        case "p", "P", "h", "H", "v", "V": "write the characters, as in [A-Za-z]"
        case "Q", "E": "put a \\ before each sign that is meant as itself"
        default: "write the character itself"
        }
    }
}
