import CRdKafka
import Glibc
import Night
import Probes

enum Machine {
    static var description: String {
        var about = utsname()
        uname(&about)
        let name = withUnsafeBytes(of: about.nodename) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        let librdkafka = String(cString: rd_kafka_version_str())
        return "on \(name), \(cores) cores, librdkafka \(librdkafka)"
    }

    private static var cores: Int { sysconf(Int32(_SC_NPROCESSORS_ONLN)) }
}

func timing(_ body: () throws -> Void) rethrows -> Duration {
    let began = SystemClock.moment()
    try body()
    return SystemClock.moment() - began
}

extension [Duration] {
    var median: Duration { sorted()[count / 2] }
}

extension Duration {
    var inWords: String { "\((inSeconds * 100_000).rounded() / 100) ms" }
}
