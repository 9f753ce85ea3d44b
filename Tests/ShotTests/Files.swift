import Glibc

/// The folder of the checkout.
let checkout = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")

/// A file's text; empty when there is none.
func contents(of path: String) -> String {
    guard let file = fopen(path, "r") else { return "" }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes.prefix(count), as: UTF8.self)
}
