import Glibc

/// A thread of its own, for work that blocks or that nothing may hold up.
public final class Worker: Sendable {
    /// `@unchecked Sendable`: written once by pthread_create, read once by `join`.
    private struct Thread: @unchecked Sendable { var handle: pthread_t }

    private final class Body: Sendable {
        let run: @Sendable () -> Void

        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    private let thread: Thread

    public init(_ run: @escaping @Sendable () -> Void) throws(WorkerProblem) {
        let body = Unmanaged.passRetained(Body(run))
        var handle = pthread_t()
        let code = pthread_create(&handle, nil, begin, body.toOpaque())
        guard code == 0 else {
            body.release()
            throw WorkerProblem(code: code)
        }
        thread = Thread(handle: handle)
    }

    /// Waits until it has returned. To be called once.
    public func join() {
        pthread_join(thread.handle, nil)
    }

    fileprivate static func run(_ context: UnsafeMutableRawPointer) {
        Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run()
    }
}

public struct WorkerProblem: Error, CustomStringConvertible {
    public let code: Int32

    public var description: String { "no thread to be had: \(String(cString: strerror(code)))" }
}

private func begin(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let context { Worker.run(context) }
    return nil
}
