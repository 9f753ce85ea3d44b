import Glibc

/// A shell that leads a process group and ends it once its owner is gone, however that went: by a signal that nothing
/// can be done about, above all. What joined the group does not outlive the owner, unless it left the group.
public final class Warden {
    private var shell: Child

    public init() throws(SystemError) {
        shell = try Child(
            Launch(
                "/bin/sh", ["-c", Self.script], environment: ["PATH": "/usr/bin:/bin"], directory: "/", input: .pipe))
    }

    deinit {
        shell.signal(SIGKILL)
        _ = shell.wait(atMost: .seconds(1))
    }

    /// What a launch joins.
    public var group: Int32 { shell.process }

    /// It went with its group. Never waits.
    public var isGone: Bool { shell.reap() != nil }

    /// Deaf to what asks the group to end. A second between TERM and KILL, for the next owner may be there already.
    private static let script = """
        trap '' TERM HUP INT QUIT
        read -r nothing
        kill -TERM 0
        sleep 1
        kill -KILL 0
        """
}
