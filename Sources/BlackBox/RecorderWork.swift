import Archive
import Night

/// What the recorder's thread does: slips each time it comes by, a block about each minute, measures when they are due.
struct RecorderWork {
    private let writer: Writer
    private(set) var shedding: Shedding
    private var readings: Block<ReadingPacker>
    private var pictures: Block<PicturePacker>
    private var sampler = Sampler()
    /// Of the readings in the block that is being filled.
    private var gathered = 0

    /// A block that is being filled.
    private struct Block<Packer> {
        var number: Int64
        var packer: Packer
        var span: RecordedSpan?
    }

    private static let blockEvery = Duration.seconds(60)
    /// Before they are packed: a row of the file holds far less.
    private static let mostInBlock = 128 << 20

    init(_ writer: Writer, lastBlocks: [RecordedPart: Int64], limits: Shedding.Limits) {
        self.writer = writer
        shedding = Shedding(limits)
        readings = Block(number: (lastBlocks[.readings] ?? 0) + 1, packer: ReadingPacker())
        pictures = Block(number: (lastBlocks[.pictures] ?? 0) + 1, packer: PicturePacker())
    }

    mutating func judge(unmade: Int, at now: Stamp) -> [NightEvent] {
        let events = shedding.take(writer.backlog, unmade: unmade, at: now)
        for event in events { writer.append(QueuedEvent(event: event, at: now, receipt: nil)) }
        return events
    }

    mutating func take(_ observed: [Observed], _ shown: [Snapshot], at now: Stamp) {
        if shedding.detail == .everything { keep(observed) }
        for snapshot in shown { keep(snapshot) }
        if let first = readings.span?.first,
            readings.packer.isFull || gathered >= Self.mostInBlock || now.moment - first.moment >= Self.blockEvery
        {
            endReadings(at: now)
        }
        if let first = pictures.span?.first,
            pictures.packer.isFull || now.moment - first.moment >= Self.blockEvery * 2
        {
            endPictures(at: now)
        }
    }

    mutating func end(at now: Stamp) {
        endReadings(at: now)
        endPictures(at: now)
        for event in shedding.end(at: now) { writer.append(QueuedEvent(event: event, at: now, receipt: nil)) }
    }

    // MARK: Readings

    private mutating func keep(_ observed: [Observed]) {
        guard let first = observed.first, let last = observed.last else { return }
        for observed in observed {
            readings.packer.add(observed)
            gathered += observed.what.cost
        }
        let span = RecordedSpan(first: first.at, last: last.at, count: observed.count)
        do throws(ArchiveError) {
            guard let slip = try readings.packer.takeSlip() else { return }
            writer.append(.slip(SlipRow(part: .readings, block: readings.number, span: span, bytes: slip)))
        } catch {
            lose(.readings, from: first.at, to: last.at, "\(error)")
            return
        }
        readings.span =
            readings.span.map {
                RecordedSpan(first: $0.first, last: span.last, count: $0.count + span.count)
            } ?? span
    }

    private mutating func endReadings(at now: Stamp) {
        guard let span = readings.span else { return }
        readings.span = nil
        gathered = 0
        do throws(ArchiveError) {
            let (bytes, isKey) = try readings.packer.takeBlock()
            let block = BlockRow(
                part: .readings, number: readings.number, span: span, isKey: isKey, bytes: bytes)
            writer.append(.block(block, at: now))
        } catch {
            // Its slips stay; what comes next does not rest on it.
            readings.packer = ReadingPacker()
        }
        readings.number += 1
    }

    // MARK: Pictures

    private mutating func keep(_ snapshot: Snapshot) {
        if let sample = sampler.sample(of: snapshot) { writer.append(.sample(sample)) }
        do throws(ArchiveError) { try add(snapshot) } catch {
            // What does not continue its block begins one.
            endPictures(at: snapshot.at)
            do throws(ArchiveError) { try add(snapshot) } catch {
                pictures.packer = PicturePacker()
                lose(.pictures, from: snapshot.at, to: snapshot.at, "\(error)")
            }
        }
    }

    private mutating func add(_ snapshot: Snapshot) throws(ArchiveError) {
        let slip = try pictures.packer.add(snapshot)
        writer.append(
            .slip(
                SlipRow(
                    part: .pictures, block: pictures.number, span: RecordedSpan(snapshot.at), bytes: slip)))
        if pictures.span == nil { pictures.span = RecordedSpan(snapshot.at) } else { pictures.span?.take(snapshot.at) }
    }

    private mutating func endPictures(at now: Stamp) {
        guard let span = pictures.span else { return }
        pictures.span = nil
        do throws(ArchiveError) {
            let bytes = try pictures.packer.takeBlock()
            let block = BlockRow(part: .pictures, number: pictures.number, span: span, isKey: true, bytes: bytes)
            writer.append(.block(block, at: now))
        } catch { pictures.packer = PicturePacker() }
        pictures.number += 1
    }

    /// What nobody came to, or what cannot be made into bytes.
    @discardableResult
    func lose(_ part: RecordedPart, from: Stamp, to: Stamp, _ why: String = "machine busy") -> NightEvent {
        let event = NightEvent.gap(kept: part == .readings ? .pictures : .events, from: from, to: to, why: why)
        writer.append(QueuedEvent(event: event, at: to, receipt: nil))
        return event
    }
}
