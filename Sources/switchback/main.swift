import Glibc
import Probes

let words = Array(CommandLine.arguments.dropFirst())
if words.first == Subcommand.probe { ProbeMain.run() }
