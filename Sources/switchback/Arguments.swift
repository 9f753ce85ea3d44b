import Cockpit
import Night

/// A command line that cannot be understood, in words for whoever typed it.
struct UsageError: Error, Equatable {
    let message: String
    /// Whose help to point at.
    let command: String?
}

/// Options and operands of one command, taken apart by that command's own list of what it knows.
struct Arguments {
    struct Option {
        let name: String
        /// Nil: a flag. Otherwise what stands for the value in the help.
        let value: String?
        /// The value may be left out, where the option comes last or another follows: then it is empty.
        var mayBeBare = false
    }

    private(set) var operands: [String] = []
    private var values: [String: String] = [:]

    init(
        _ words: [String], command: String, options: [Option], operands wanted: ClosedRange<Int>,
        _ operand: String = "a plan file"
    ) throws(UsageError) {
        var rest = words[...]
        while let typed = rest.popFirst() {
            let word = typed == "-o" ? "--output" : typed
            guard word.hasPrefix("--"), word.count > 2 else {
                operands.append(word)
                continue
            }
            let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            guard let option = options.first(where: { $0.name == name }) else {
                throw UsageError(
                    message: "no option --\(name.madeVisible) here" + meant(name, among: options.map(\.name), "--"),
                    command: command)
            }
            guard option.value != nil else {
                guard parts.count == 1 else {
                    throw UsageError(message: "--\(name) takes no value", command: command)
                }
                values[name] = ""
                continue
            }
            let isBare = option.mayBeBare && parts.count == 1 && rest.first?.hasPrefix("--") ?? true
            guard let value = isBare ? "" : parts.count == 2 ? String(parts[1]) : rest.popFirst() else {
                throw UsageError(message: "--\(name) wants \(option.value ?? "a value")", command: command)
            }
            values[name] = value
        }
        guard wanted.contains(operands.count) else {
            let message =
                operands.count < wanted.lowerBound
                ? "\(operand) is missing" : "'\(operands[wanted.upperBound].madeVisible)' is one word too many"
            throw UsageError(message: message, command: command)
        }
        self.command = command
    }

    let command: String

    func has(_ name: String) -> Bool { values[name] != nil }

    func text(_ name: String) -> String? { values[name] }

    /// The value, as something that must be made from it.
    func value<Value>(
        _ name: String, _ expected: String, _ make: (String) -> Value?
    ) throws(UsageError) -> Value? {
        guard let text = values[name] else { return nil }
        guard let value = make(text) else {
            throw UsageError(message: "--\(name) \(text.madeVisible): expected \(expected)", command: command)
        }
        return value
    }
}

/// "; did you mean …?" where something like it exists.
func meant(_ word: String, among candidates: [String], _ prefix: String = "") -> String {
    nearest(to: word, among: candidates).map { "; did you mean \(prefix)\($0)?" } ?? ""
}
