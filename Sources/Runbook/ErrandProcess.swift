import Glibc
import Night
import Processes

/// One errand's process, brought to an end with all it started in its group. Nothing in here waits.
final class ErrandProcess {
    /// Between TERM and KILL.
    static let grace = Duration.seconds(3)
    /// How long output is waited for once the process is gone: what it left behind may hold the pipe for ever.
    static let linger = Duration.seconds(1)
    private static let largestRead = 64 << 10

    struct Progress {
        var output: [UInt8] = []
        var errors: [UInt8] = []
        /// The process is gone, and so is what it left behind in its group.
        var exit: Exit?
        /// Somebody still held the pipe.
        var leftSomething = false
    }

    private var child: Child
    private let ending: Descriptor?
    private var output: Descriptor?
    private var errors: Descriptor?
    private var unwritten: ArraySlice<UInt8> = []
    private var killAt: Moment?
    private var goneSince: Moment?
    /// It was ended with what it left; its warden is not seen to be gone yet.
    private var isBeingCleared = false
    private var leftSomething = false
    private let warden: Warden?

    /// `warden`: leads its group, so that it does not outlive this process.
    init(_ launch: Launch, input: [UInt8] = [], warden: Warden? = nil) throws(SystemError) {
        var launch = launch
        launch.group = warden?.group
        self.warden = warden
        child = try Child(launch)
        ending = child.ending()
        output = child.output
        errors = child.errors
        unwritten = input[...]
        output?.setNonBlocking()
        errors?.setNonBlocking()
        child.input?.setNonBlocking()
        writeMore()
    }

    /// What to poll for reading.
    var descriptors: [Int32] {
        // The end of a process stays readable.
        let end = goneSince == nil ? ending : nil
        return [output?.number, errors?.number, end?.number].compactMap { $0 }
    }

    func nextTick(after now: Moment) -> Moment? {
        let linger = goneSince.map { $0 + Self.linger }
        // Soon, where nothing to poll will tell.
        let unpolled = !unwritten.isEmpty || ending == nil || isBeingCleared ? now + .milliseconds(5) : nil
        return [killAt, linger, unpolled].compactMap { $0 }.min()
    }

    /// TERM now, KILL after the grace. Saying it again changes nothing.
    func stop(at now: Moment) {
        guard killAt == nil else { return }
        child.signal(SIGTERM)
        // A process that was halted hears TERM only once it goes on.
        child.signal(SIGCONT)
        killAt = now + Self.grace
    }

    /// At once, for good.
    func kill() {
        child.signal(SIGKILL)
    }

    /// Waits for the end that `kill` brings.
    func reap() {
        _ = child.wait(atMost: Self.linger)
    }

    func turn(at now: Moment) -> Progress {
        writeMore()
        if let killAt, now >= killAt {
            child.signal(SIGKILL)
            self.killAt = now + Self.grace
        }
        // Looked at before the pipes are read: what it said last is in them by then.
        if goneSince == nil, child.hasEnded { goneSince = now }
        var progress = Progress(
            output: output.takeBytes(atMost: Self.largestRead), errors: errors.takeBytes(atMost: Self.largestRead))
        guard let goneSince else { return progress }
        let isSilent = output == nil && errors == nil
        if !isBeingCleared, isSilent || now - goneSince >= Self.linger {
            // Before it is reaped: until then its group's number is nobody else's.
            child.signal(SIGKILL)
            isBeingCleared = true
            leftSomething = !isSilent
        }
        if isBeingCleared, warden?.isGone ?? true {
            progress.exit = child.reap()
            progress.leftSomething = leftSomething
        }
        return progress
    }

    private func writeMore() {
        guard !unwritten.isEmpty, let input = child.input else { return }
        // One that reads no more will end without its order, and that is what is reported.
        unwritten = (try? input.writeWhatFits(unwritten)) ?? []
    }
}
