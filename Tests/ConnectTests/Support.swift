import Night
import TestSupport
import Testing

@testable import Connect

extension StubServer {
    /// A Connect that answers this to whatever it is asked.
    static func saying(_ body: String, status: String = "200 OK", type: String = "application/json") throws
        -> StubServer
    {
        try StubServer(answering: answer(status, "Content-Type: \(type)\r\nConnection: close\r\n", body: body))
    }

    var connect: ConnectClient { ConnectClient(EndpointPlan("http://\(address)")) }

    /// What it was asked for, in order. A URL's hexadecimal digits may come in either case.
    var asked: [String] {
        received.replacing("%3e", with: "%3E").replacing("%2f", with: "%2F").split(separator: "\r\n").filter {
            $0.hasSuffix(" HTTP/1.1")
        }.map { String($0.dropLast(9)) }
    }
}

/// Far longer than anything here takes.
let patience = Duration.seconds(30)

func error(_ ask: () throws(ConnectError) -> Void) -> ConnectError? {
    do throws(ConnectError) {
        try ask()
        return nil
    } catch {
        return error
    }
}
