import Glibc

/// A file's text, from a path in the checkout unless it is said not to be; empty when there is none.
func contents(of path: String, inCheckout: Bool = true) -> String {
    let checkout = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    guard let file = fopen(inCheckout ? "\(checkout)/\(path)" : path, "r") else { return "" }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes.prefix(count), as: UTF8.self)
}
