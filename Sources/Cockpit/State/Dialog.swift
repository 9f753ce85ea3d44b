public import Night

/// A question that stands before an act. It starts on Cancel; nothing but the words it asks for, typed, and then Enter,
/// says yes.
public struct Dialog: Sendable, Equatable {
    public enum Subject: Sendable, Equatable {
        case advance, abort, close
        /// The step of an advance that stands still.
        case retry(StepID?)
        case skip(StepID)
        case attest(gate: String)
        /// An `ask` step, and what it asks.
        case answer(StepID, String)
    }

    public let subject: Subject
    public let wave: Int
    public let opened: Moment
    var fields: [DialogField]
    /// Which field is typed into; nil: Cancel.
    var place: Int?
    /// What the last key came to, until the next one.
    var says: String?
    /// What the owner refused.
    var refusal: String?
    /// The phase that was next when it opened: it asks about that one only.
    let next: Phase?
    /// Its answer was passed on.
    var isSent = false
    /// The first line shown of what does not fit.
    var top = 0
    var deadTime: DeadTime
    /// When a key last came to it.
    var heard: Moment
    private var lastTyped: Typed?

    private struct Typed: Sendable, Equatable {
        var scalar: Unicode.Scalar
        var at: Moment
        /// How many of it came one upon the other.
        var run: Int
    }

    /// A key that repeats faster than this is held down; no two hits of a finger are so near.
    private static let fastest = Duration.milliseconds(60)
    /// So many of a kind may come together over a slow line.
    private static let mostTogether = 2

    /// Who types looks before enter. What comes with its enter was pasted, on a terminal that does not mark what it
    /// pastes.
    private static let look = Duration.milliseconds(100)

    /// When enter is heard.
    var entersFrom: Moment { lastTyped.map { $0.at + Self.look } ?? opened }

    init(_ subject: Subject, wave: Int, named name: String, next: Phase?, at moment: Moment) {
        self.subject = subject
        self.next = next
        self.wave = wave
        opened = moment
        deadTime = DeadTime(from: moment)
        heard = moment
        fields =
            switch subject {
            case .advance, .close: [.exactly(name, "the wave's name")]
            case .abort: [.exactly("abort", "the word")]
            case .retry: [.exactly("retry", "the word")]
            case .skip: [.words("why it may be skipped")]
            case .attest: [.words("what you saw"), .words("where it is written", optional: true)]
            case .answer: [.oneOf(["yes", "no"]), .words("what you saw")]
            }
    }

    /// Types into the field, which is where typing goes even from Cancel.
    mutating func type(_ scalar: Unicode.Scalar, at moment: Moment) {
        let repeats = lastTyped.map { $0.scalar == scalar && moment - $0.at < Self.fastest } ?? false
        let run = repeats ? (lastTyped?.run ?? 0) + 1 : 1
        lastTyped = Typed(scalar: scalar, at: moment, run: run)
        guard run <= Self.mostTogether else {
            says = "a key is held down: its repeats are ignored"
            return
        }
        let place = place ?? 0
        self.place = place
        fields[place].append(scalar)
    }

    mutating func turnPlace(by step: Int) {
        let stops = fields.count + 1
        let next = ((place.map { $0 + 1 } ?? 0) + step + stops) % stops
        place = next == 0 ? nil : next - 1
    }

    /// Whether a capital X typed now belongs to what is asked for.
    var wantsX: Bool { place.map { fields[$0].wants("X") } ?? false }
}

/// One line to type into.
struct DialogField: Sendable, Equatable {
    enum Wants: Sendable, Equatable {
        case exactly(String)
        case oneOf([String])
        case words(optional: Bool)
    }

    static let longest = 200

    let label: String
    let wants: Wants
    private(set) var text = ""

    static func exactly(_ text: String, _ label: String) -> DialogField {
        DialogField(label: label, wants: .exactly(text))
    }

    static func oneOf(_ choices: [String]) -> DialogField {
        DialogField(label: choices.joined(separator: " or "), wants: .oneOf(choices))
    }

    static func words(_ label: String, optional: Bool = false) -> DialogField {
        DialogField(label: label, wants: .words(optional: optional))
    }

    private init(label: String, wants: Wants) {
        self.label = label
        self.wants = wants
    }

    mutating func append(_ scalar: Unicode.Scalar) {
        guard text.unicodeScalars.count < Self.longest else { return }
        text.unicodeScalars.append(scalar)
    }

    mutating func removeLast() {
        text = String(text.unicodeScalars.dropLast())
    }

    mutating func clear() {
        text = ""
    }

    /// Scalar by scalar: two names that only look alike are two names.
    func wants(_ scalar: Unicode.Scalar) -> Bool {
        switch wants {
        case .words: true
        case .exactly(let name): name.unicodeScalars.starts(with: Array(text.unicodeScalars) + [scalar])
        case .oneOf(let choices):
            choices.contains { $0.unicodeScalars.starts(with: Array(text.unicodeScalars) + [scalar]) }
        }
    }

    /// Where it first differs from the name asked for, from 1; nil: not at all, as far as it goes.
    var differsAt: Int? {
        guard case .exactly(let name) = wants else { return nil }
        let wanted = Array(name.unicodeScalars)
        return text.unicodeScalars.enumerated().first { place, scalar in
            !wanted.indices.contains(place) || wanted[place] != scalar
        }.map { $0.offset + 1 }
    }

    /// Why it is no answer yet; nil: it is one.
    var complaint: String? {
        switch wants {
        case .exactly(let name):
            if text.isEmpty { return "type \(label): \(name)" }
            if let differsAt { return "that is not \(name): it differs at \(differsAt)" }
            return text.unicodeScalars.elementsEqual(name.unicodeScalars) ? nil : "that is not all of \(name)"
        case .oneOf(let choices):
            return choices.contains(text) ? nil : "type \(label)"
        case .words(let optional):
            let isBlank = text.allSatisfy { $0 == " " }
            return isBlank && !optional ? "say in a few words \(label)" : nil
        }
    }
}
