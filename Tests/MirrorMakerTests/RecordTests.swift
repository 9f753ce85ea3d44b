import Night
import TestSupport
import Testing

@testable import MirrorMaker

@Suite("MirrorMaker's records") struct RecordTests {
    private let heartbeatKey = hex("00 01 41 00 01 42")
    private let heartbeatValue = hex("00 00 00 00 01 8b cf e5 68 00")
    private let checkpointKey = hex("00 03 67 72 70 00 08 41 2e 6f 72 64 65 72 73 00 00 00 03")
    private let checkpointValue = hex("00 00 00 00 00 00 00 00 03 e8 00 00 00 00 00 00 03 84 00 00")
    private let syncKey = hex("00 06 6f 72 64 65 72 73 00 00 00 03")
    private let syncValue = hex("00 00 00 00 00 00 03 e8 00 00 00 00 00 00 03 84")

    @Test("are read as they are laid out")
    func wellFormed() throws {
        #expect(try Heartbeats().key(heartbeatKey) == .init(source: "A", target: "B"))
        #expect(try Heartbeats().value(heartbeatValue) == WallTime(milliseconds: 1_700_000_000_000))
        #expect(try Checkpoints().key(checkpointKey) == .init(group: "grp", twin: .init("A.orders", 3)))
        #expect(try Checkpoints().value(checkpointValue) == .init(upstream: 1_000, downstream: 900))
        #expect(try OffsetSyncs().key(syncKey) == MirroredPartition("orders", 3))
        #expect(try OffsetSyncs().value(syncValue) == OffsetSync(upstream: 1_000, downstream: 900))
        let noted = MirrorRecords.checkpoint(1, 2, note: "deployed by ci")
        #expect(try Checkpoints().value(noted) == .init(upstream: 1, downstream: 2))
    }

    @Test("are refused when cut anywhere, and when anything follows")
    func everyLength() {
        func refusesOthers<Value>(than whole: [UInt8], _ read: ([UInt8]) throws(Unreadable) -> Value) {
            for length in 0..<whole.count {
                let answer = reading { () throws(Unreadable) in _ = try read(Array(whole.prefix(length))) }
                #expect(throws: Unreadable.foreign(.truncated)) { try answer.get() }
            }
            let answer = reading { () throws(Unreadable) in _ = try read(whole + [0]) }
            #expect(throws: Unreadable.foreign(.trailingBytes)) { try answer.get() }
        }
        refusesOthers(than: heartbeatKey) { (bytes) throws(Unreadable) in try Heartbeats().key(bytes) }
        refusesOthers(than: heartbeatValue) { (bytes) throws(Unreadable) in try Heartbeats().value(bytes) }
        refusesOthers(than: checkpointKey) { (bytes) throws(Unreadable) in try Checkpoints().key(bytes) }
        refusesOthers(than: checkpointValue) { (bytes) throws(Unreadable) in try Checkpoints().value(bytes) }
        refusesOthers(than: syncKey) { (bytes) throws(Unreadable) in try OffsetSyncs().key(bytes) }
        refusesOthers(than: syncValue) { (bytes) throws(Unreadable) in try OffsetSyncs().value(bytes) }
    }

    @Test("of a version that is not known are not guessed at")
    func newer() {
        for version in [1, 7, -1] as [Int16] {
            let bytes = MirrorRecords.checkpoint(1_000, 900, version: version)
            #expect(throws: Unreadable.newer(version: version)) { try Checkpoints().value(bytes) }
            let beat = MirrorRecords.integer(version) + MirrorRecords.integer(Int64(1))
            #expect(throws: Unreadable.newer(version: version)) { try Heartbeats().value(beat) }
        }
    }

    @Test("never have a negative partition, offset or length, an over-long name or other than UTF-8")
    func outOfRange() {
        #expect(throws: Unreadable.foreign(.negativePartition)) {
            try OffsetSyncs().key(MirrorRecords.syncKey("orders", -1))
        }
        #expect(throws: Unreadable.foreign(.negativeNumber)) { try OffsetSyncs().value(MirrorRecords.sync(-1, 0)) }
        #expect(throws: Unreadable.foreign(.negativeNumber)) { try OffsetSyncs().value(MirrorRecords.sync(0, -1)) }
        #expect(throws: Unreadable.foreign(.negativeNumber)) {
            try Checkpoints().value(MirrorRecords.checkpoint(5, -1))
        }
        #expect(throws: Unreadable.foreign(.negativeNumber)) { try OffsetSyncs().key(hex("ff ff 00 00 00 01")) }
        let long = String(repeating: "x", count: 250)
        #expect(throws: Unreadable.foreign(.overlongText)) { try OffsetSyncs().key(MirrorRecords.syncKey(long, 0)) }
        #expect(throws: Unreadable.foreign(.notUTF8)) { try OffsetSyncs().key(hex("00 02 c3 28 00 00 00 01")) }
    }

    @Test("of topics nobody asked about are passed over")
    func unwanted() throws {
        var layout = OffsetSyncs { $0.topic == "payments" }
        #expect(try layout.key(syncKey) == nil)
        layout = OffsetSyncs { $0.topic == "orders" }
        #expect(try layout.key(syncKey) != nil)
    }

    @Test("random bytes are never anything but a record or a refusal")
    func randomBytes() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<3_000 {
            let bytes = (0..<Int.random(in: 0..<40, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            for value in [try? Checkpoints().value(bytes)].compactMap({ $0 }) {
                #expect(value.upstream >= 0 && value.downstream >= 0)
            }
            _ = try? Checkpoints().key(bytes)
            _ = try? Heartbeats().key(bytes)
            _ = try? ConnectStatuses().key(bytes)
            var offsets = ConnectOffsets(from: "A")
            _ = try? offsets.key(bytes)
            _ = try? offsets.value(bytes)
        }
    }
}
