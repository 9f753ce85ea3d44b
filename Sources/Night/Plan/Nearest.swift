/// The word that was probably meant, or nil when none is close.
public func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
    let typed = folded(word)
    guard !typed.isEmpty, typed.count <= 64 else { return nil }
    // A word of two letters is one mistake away from too many others.
    let tolerated = typed.count / 3
    var best: (word: String, distance: Int)?
    // Bounded, as the names of a hostile plan are candidates too.
    for candidate in candidates.prefix(500) where candidate.utf8.count <= 64 {
        let distance = editDistance(typed, folded(candidate))
        if distance <= tolerated, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.word
}

/// Case and the choice of separator are not what people misspell.
private func folded(_ word: String) -> [UInt8] {
    word.lowercased().utf8.map { "_ ".utf8.contains($0) ? UInt8(ascii: "-") : $0 }
}

/// Letters inserted, left out, replaced, or two neighbours swapped.
private func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for (row, letter) in left.enumerated() {
        var current = [row + 1]
        for (column, other) in right.enumerated() {
            let replaced = last[column] + (letter == other ? 0 : 1)
            var least = min(replaced, last[column + 1] + 1, current[column] + 1)
            if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
                least = min(least, beforeLast[column - 1] + 1)
            }
            current.append(least)
        }
        (beforeLast, last) = (last, current)
    }
    return last[right.count]
}
