/// A regular expression over whole names. All the states a name can have led to are followed at once and none is gone
/// back to (Thompson's construction), so the time is at most the name's length times the number of states, whatever
/// the plan asks and the broker answers.
///
/// It knows characters, `.`, classes such as `[a-z0-9_-]` and `[^.]`, `\d \w \s` and `\D \W \S` over ASCII, `\.` and
/// other escaped signs, `( )` and `(?: )`, `|`, and `* + ? {n} {n,} {n,m}`; lazy ones say the same of a whole name. `^`
/// at the start and `$` at the end say what holds anyway. A character is a Unicode scalar, and `.` is any of them.
struct NameExpression: Sendable {
    /// What is to be read next. Small numbers, for a plan may hold thousands of expressions.
    fileprivate enum State {
        case end
        case one(of: Int16, then: Int16)
        case either(Int16, Int16)
    }

    /// Counts multiply: `((a{50}){50}){50}` is short to write and long to follow.
    static let mostStates = 2000

    private let states: [State]
    private let sets: [ScalarSet]
    private let start: Int16

    init(_ text: some StringProtocol) throws(NamePattern.Invalid) {
        var parser = NameExpressionParser(text)
        let form = try parser.parse()
        var construction = Construction()
        start = try construction.add(form, before: 0)
        states = construction.states
        sets = parser.sets
    }

    func matches(_ name: String) -> Bool {
        var front = Front(states: states.count)
        var waiting: [Int16] = []
        front.reach(start, in: states)
        for scalar in name.unicodeScalars {
            swap(&waiting, &front.waiting)
            front.clear()
            for state in waiting {
                guard case .one(let set, let then) = states[Int(state)] else { continue }
                if sets[Int(set)].contains(scalar) { front.reach(then, in: states) }
            }
            if front.isEmpty { return false }
        }
        return front.isAtEnd
    }
}

/// The states that what was read of a name can have led to.
private struct Front {
    /// Those that wait for a character.
    var waiting: [Int16] = []
    private(set) var isAtEnd = false
    private var open: [Int16] = []
    /// The round in which a state was last reached.
    private var reached: [Int]
    private var round = 1

    init(states: Int) {
        reached = Array(repeating: 0, count: states)
    }

    var isEmpty: Bool { waiting.isEmpty && !isAtEnd }

    mutating func clear() {
        waiting.removeAll(keepingCapacity: true)
        isAtEnd = false
        round += 1
    }

    mutating func reach(_ state: Int16, in states: [NameExpression.State]) {
        open.append(state)
        while let state = open.popLast() {
            guard reached[Int(state)] != round else { continue }
            reached[Int(state)] = round
            switch states[Int(state)] {
            case .end: isAtEnd = true
            case .one: waiting.append(state)
            case .either(let first, let second):
                open.append(second)
                open.append(first)
            }
        }
    }
}

/// Builds the states from the end to the start, so that each knows what follows it.
private struct Construction {
    private(set) var states: [NameExpression.State] = [.end]

    /// Every form adds a state or more, so refusing too many of them also bounds the work.
    mutating func add(_ form: NameExpressionParser.Form, before next: Int16) throws(NamePattern.Invalid) -> Int16 {
        switch form {
        case .one(let set):
            return try add(.one(of: Int16(set), then: next))
        case .sequence(let forms):
            var start = next
            for form in forms.reversed() { start = try add(form, before: start) }
            return start
        case .choice(let first, let second):
            return try add(.either(try add(first, before: next), try add(second, before: next)))
        case .repeated(let form, var copies, let most):
            var start = next
            if let most {
                for _ in copies..<most { start = try add(.either(try add(form, before: start), next)) }
            } else {
                let loop = try add(.end)
                start = try add(form, before: loop)
                states[Int(loop)] = .either(start, next)
                if copies == 0 { return loop }
                copies -= 1
            }
            for _ in 0..<copies { start = try add(form, before: start) }
            return start
        }
    }

    private mutating func add(_ state: NameExpression.State) throws(NamePattern.Invalid) -> Int16 {
        guard states.count < NameExpression.mostStates else {
            let reason =
                "its counts multiply to more than \(NameExpression.mostStates) steps; write smaller ones, or * or +"
            throw NamePattern.Invalid(reason: reason)
        }
        states.append(state)
        return Int16(states.count - 1)
    }
}
