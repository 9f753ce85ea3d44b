import Cockpit
import Glibc
import Night
import Testing

@Test("the sample can be looked at: DRAW=120x36,lag swift test --filter looked")
func looked() {
    guard let wanted = getenv("DRAW").map({ String(cString: $0) }) else { return }
    let words = wanted.split(separator: ",")
    let size = words[0].split(separator: "x").compactMap { Int($0) }
    var view = CockpitView()
    let glyphs: Glyphs = words.contains("ascii") ? .ascii : .unicode
    let keys: [Substring: Key] = ["lag": .character("2"), "groups": .character("3"), "bridge": .character("4"), "gates": .character("5"), "log": .character("7"), "help": .character("?"), "enter": .enter]
    let snapshot = words.contains("empty") ? SampleNight.empty() : SampleNight.snapshot()
    for word in words { if let key = keys[word] { _ = view.press(key, snapshot: snapshot) } }
    print(frame(of: snapshot, view: view, size: Size(columns: size[0], rows: size[1]), glyphs: glyphs).text)
}
