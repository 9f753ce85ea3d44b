public import Processes

/// Why there is no PNG. The SVG, which nothing has to be installed for, is always to be had.
public enum PictureError: Error, Sendable, Equatable, CustomStringConvertible {
    case noConverter(String)
    case failed(String, Exit, said: String)
    case tookTooLong(String, Duration)
    case tooLarge(String, limit: Int)
    case noPicture(String)
    case system(SystemError)

    public var description: String { "no PNG: \(what); or take .svg, which needs no other program" }

    private var what: String {
        switch self {
        case .noConverter(let program):
            "\(program) is not on the PATH: install it (Debian: apt-get install librsvg2-bin fonts-dejavu-core)"
        case .failed(let program, let exit, let said):
            "\(program): \(exit)\(said.isEmpty ? "" : ": \(said)")"
        case .tookTooLong(let program, let limit):
            "\(program) was not done in \(limit) and was ended: try again, or with fewer columns and rows"
        case .tooLarge(let program, let limit):
            "what \(program) drew is over \(limit >> 20) MiB: ask for fewer columns and rows"
        case .noPicture(let program): "what \(program) wrote is no PNG: see which program of that name is on the PATH"
        case .system(let error): "\(error)"
        }
    }
}
