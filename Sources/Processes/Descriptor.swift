import CSystem
import Glibc

/// An open file descriptor, closed with the value that owns it.
public final class Descriptor: Sendable {
    public let number: Int32

    public init(owning number: Int32) {
        self.number = number
    }

    deinit {
        close(number)
    }

    public func setNonBlocking() {
        _ = fcntl(number, F_SETFL, fcntl(number, F_GETFL) | O_NONBLOCK)
    }

    /// What one read gave.
    public enum Read: Sendable, Equatable {
        case bytes([UInt8])
        /// Nothing there now; the descriptor does not block.
        case nothing
        case end
    }

    public func read(atMost limit: Int) throws(SystemError) -> Read {
        while true {
            var count = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, filled in
                count = Glibc.read(number, buffer.baseAddress, limit)
                filled = max(0, count)
            }
            if count > 0 { return .bytes(bytes) }
            if count == 0 { return .end }
            if errno == EAGAIN { return .nothing }
            if errno != EINTR { throw SystemError("read", about: "descriptor \(number)") }
        }
    }

    /// Writes all of it to a pipe that nothing is in yet, however slow the reader; refused when it is more than a pipe
    /// can be made to hold.
    public func writeWithoutWaiting(_ bytes: [UInt8]) throws(SystemError) {
        guard system_pipe_capacity(number, Int32(clamping: bytes.count)) >= bytes.count else {
            throw SystemError("fcntl", about: "a pipe for \(bytes.count) bytes")
        }
        try write(bytes)
    }

    /// Writes what a descriptor that does not block takes now, and returns the rest.
    public func writeWhatFits(_ bytes: ArraySlice<UInt8>) throws(SystemError) -> ArraySlice<UInt8> {
        let count = bytes.withUnsafeBytes { Glibc.write(number, $0.baseAddress, $0.count) }
        if count >= 0 { return bytes.dropFirst(count) }
        guard errno == EAGAIN || errno == EINTR else {
            throw SystemError("write", about: "descriptor \(number)")
        }
        return bytes
    }

    /// Writes all of it, waiting as long as the reader does.
    public func write(_ bytes: [UInt8]) throws(SystemError) {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                Glibc.write(number, buffer.baseAddress.map { $0 + written }, bytes.count - written)
            }
            if count >= 0 {
                written += count
            } else if errno != EINTR {
                throw SystemError("write", about: "descriptor \(number)")
            }
        }
    }
}

/// Two ends, neither of which a child inherits by accident.
public struct Pipe: Sendable {
    public let reading: Descriptor
    public let writing: Descriptor

    public init() throws(SystemError) {
        var ends: [Int32] = [0, 0]
        guard system_pipe(&ends) == 0 else { throw SystemError("pipe", about: "a pipe") }
        reading = Descriptor(owning: ends[0])
        writing = Descriptor(owning: ends[1])
    }
}

extension Descriptor? {
    /// What is there now, of one that does not block; at its end it is let go.
    public mutating func takeBytes(atMost limit: Int) -> [UInt8] {
        switch try? self?.read(atMost: limit) {
        case .bytes(let bytes): return bytes
        case .nothing: return []
        case .end, nil:
            self = nil
            return []
        }
    }
}
