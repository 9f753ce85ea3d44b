/// Why a step must not run, each reason on its own.
struct Refusal: Error, Equatable {
    var complaints: [String]
}
