import TestSupport
import Testing

@testable import Archive

@Suite("numbers of pictures, kept by their places")
struct PictureColumnTests {
    @Test("what stays goes on, whatever begins and ends before it")
    func goingOn() {
        #expect(
            PictureChange.changes(from: [1, 2, 3, 4, 5], to: [1, 3, 4, 9, 5]) == [
                PictureChange(kept: 1, ended: 1), PictureChange(kept: 2, begun: 1), PictureChange(kept: 1),
            ])
        let far = Array(UInt64(10)..<200)
        #expect(
            PictureChange.changes(from: [1] + far + [2, 3], to: [1, 2, 3]) == [
                PictureChange(kept: 1, ended: far.count), PictureChange(kept: 2),
            ])
    }

    @Test("they come back as they were, in whichever places they are from picture to picture", arguments: 1...8)
    func sameAgain(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var pictures: [PictureNumbers] = []
        var before: [UInt64] = []
        for _ in 0..<40 {
            let left = UInt64.random(in: 1...9, using: &random)
            let places = (0..<UInt64(80)).filter { _ in UInt64.random(in: 0...9, using: &random) <= left }
            let values = places.map { place in
                place % 3 == 0 ? Int64(place) : Int64.random(in: .min ... .max, using: &random) >> Int64(place % 64)
            }
            pictures.append(
                PictureNumbers(values: values, changes: PictureChange.changes(from: before, to: places)))
            before = places
        }
        let bytes = Array(PictureColumns.pieces(of: pictures).joined())
        var budget = PictureBudget(words: 1 << 20)
        var reader = try PictureColumnReader(bytes[...], &budget)
        #expect(reader.pictures == pictures.count)
        for picture in pictures { #expect(try reader.next(&budget) == picture.values) }
    }
}
