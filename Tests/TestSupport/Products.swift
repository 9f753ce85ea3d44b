import Glibc

/// What the package builds lies beside the test runner: this is the folder.
public let products: String = {
    var path = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let length = readlink("/proc/self/exe", &path, path.count)
    let runner = String(decoding: path.prefix(max(0, length)), as: UTF8.self)
    return runner.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 }
}()
