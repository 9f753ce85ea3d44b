import Glibc
import RealKafka

// The last word of `make test`: which tiers the run had, and how to run the ones it had not.

var folder = [CChar](repeating: 0, count: Int(PATH_MAX))
let checkout = getcwd(&folder, folder.count).map { String(cString: $0) } ?? "."
let tmux = system("command -v tmux >/dev/null 2>&1") == 0

print("domain, plan and screen tier: ran")
print("embedded clusters tier: ran")
print(tmux ? "terminal tier: ran in tmux" : "terminal tier: not run (no tmux; install it, then run make test again)")
print(RealKafka.tierReport(besides: checkout))
print(RealKafka.metricsReport(besides: checkout))
