import FoundationEssentials
import Night

/// What a step's child says on its standard output: one JSON document a line, the last one being its answer.
enum StepWord: Sendable, Equatable, Codable {
    case said(String)
    case looked(StepLook)
    case ended(StepEnd)
    case seen(StepSight)

    /// What was found may be long, and JSON spells some characters in six.
    static let longestLine = 8 << 20

    var line: [UInt8] { get throws { Array(try JSONEncoder().encode(self)) + [UInt8(ascii: "\n")] } }

    init(line: some Collection<UInt8>) throws {
        self = try JSONDecoder().decode(StepWord.self, from: Data(line))
    }

    /// Nil: that is no answer to such an errand.
    func report(on order: ErrandOrder) -> ErrandReport? {
        switch (self, order.kind) {
        case (.said(let text), _): .said(order.number, SafeLine.of(text))
        case (.looked(let look), .look): .looked(order.number, look.madeSafe)
        case (.ended(let end), .act), (.ended(let end), .undo): .ended(order.number, end.madeSafe)
        case (.seen(let sight), .observe), (.seen(let sight), .observeUndo): .seen(order.number, sight.madeSafe)
        default: nil
        }
    }
}

extension ErrandOrder {
    /// Standard input stays open behind it: its end says that whoever gave the order is gone.
    static let longestLine = 16 << 20

    var line: [UInt8] {
        get throws {
            let encoder = JSONEncoder()
            encoder.userInfo[.revealsSecrets] = true
            return Array(try encoder.encode(self)) + [UInt8(ascii: "\n")]
        }
    }

    init(line: some Collection<UInt8>) throws {
        self = try JSONDecoder().decode(ErrandOrder.self, from: Data(line))
    }
}

extension StepLook {
    fileprivate var madeSafe: StepLook {
        switch self {
        case .ready(let found, let would): .ready(found: found, would: would.map(\.madeVisible))
        case .refused(let why): .refused(why.madeVisible)
        case .unknown(let why): .unknown(why.madeVisible)
        }
    }
}

extension StepEnd {
    fileprivate var madeSafe: StepEnd {
        switch self {
        case .done(let text): .done(text.madeVisible)
        case .failed(let why): .failed(why.madeVisible)
        case .outOfTime(let why): .outOfTime(why.madeVisible)
        case .stopped(let how): .stopped(how.madeVisible)
        case .lost(let why): .lost(why.madeVisible)
        }
    }
}

extension StepSight {
    fileprivate var madeSafe: StepSight {
        switch self {
        case .seen(let what): .seen(what.madeVisible)
        case .notSeen(let why): .notSeen(why.madeVisible)
        case .unknown(let why): .unknown(why.madeVisible)
        }
    }
}
