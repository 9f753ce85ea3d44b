import CSystem
import Glibc
import Testing

/// A terminal nobody sits at: the other end of a new pseudo-terminal. Swift's Glibc module has neither the functions
/// nor the ioctl numbers for one.
private func openTerminal() -> Int32 {
    let unlock: UInt = 0x4004_5431
    let openPeer: UInt = 0x5441
    let leader = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    var locked: Int32 = 0
    _ = ioctl(leader, unlock, &locked)
    return ioctl(leader, openPeer, O_RDWR | O_NOCTTY)
}

private func crashInTheMiddleOfADrawing(_ crash: () -> Void) {
    precondition(terminal_guard_remember(openTerminal()) == 0)
    precondition(terminal_guard_arm("GIVEN BACK", 10) == 0)
    crash()
}

@Test("a crash gives the terminal back first, and is then the crash it was")
func crashes() async throws {
    let aborted = try await #require(processExitsWith: .signal(SIGABRT), observing: [\.standardOutputContent]) {
        crashInTheMiddleOfADrawing { abort() }
    }
    #expect(String(decoding: aborted.standardOutputContent, as: UTF8.self).contains("GIVEN BACK"))
    let sent = try await #require(processExitsWith: .signal(SIGSEGV), observing: [\.standardOutputContent]) {
        crashInTheMiddleOfADrawing { raise(SIGSEGV) }
    }
    #expect(String(decoding: sent.standardOutputContent, as: UTF8.self).contains("GIVEN BACK"))
    let trapped = try await #require(processExitsWith: .failure, observing: [\.standardOutputContent]) {
        crashInTheMiddleOfADrawing {
            let nothing: [Int] = []
            print(nothing[nothing.count])
        }
    }
    #expect(String(decoding: trapped.standardOutputContent, as: UTF8.self).contains("GIVEN BACK"))
}

@Test("a guard that was put away says nothing")
func disarmed() async throws {
    let result = try await #require(processExitsWith: .signal(SIGABRT), observing: [\.standardOutputContent]) {
        crashInTheMiddleOfADrawing {
            terminal_guard_disarm()
            abort()
        }
    }
    #expect(!String(decoding: result.standardOutputContent, as: UTF8.self).contains("GIVEN BACK"))
}

@Test("signals come out of a descriptor as their numbers, and go back to what they were")
func signals() async {
    await #expect(processExitsWith: .exitCode(7)) {
        let descriptor = system_signals_open()
        precondition(descriptor >= 0 && system_signals_open() == descriptor)
        for number in [SIGCONT, SIGWINCH, SIGHUP] { raise(number) }
        var bytes = [UInt8](repeating: 0, count: 8)
        precondition(read(descriptor, &bytes, 8) == 3)
        precondition(bytes.prefix(3).elementsEqual([SIGCONT, SIGWINCH, SIGHUP].map { UInt8($0) }))
        precondition(read(descriptor, &bytes, 8) == -1 && errno == EAGAIN)
        exit(7)
    }
    await #expect(processExitsWith: .signal(SIGTERM)) {
        _ = system_signals_open()
        system_signals_close()
        raise(SIGTERM)
    }
}
