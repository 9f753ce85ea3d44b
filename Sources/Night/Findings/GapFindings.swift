extension Snapshot {
    func foundIn(_ gaps: Gaps) -> [Found] {
        var found: [Found] = []
        if let places = gaps.apart.places {
            let text = "the source's log ends before the target's begins: recreated or truncated, in \(places)"
            found.append(Found(.apart, .red, "bridge", text))
        }
        if let places = gaps.uncarried.places {
            let text = "\(gaps.uncarried.records.grouped) records left the source before they were carried: \(places)"
            found.append(Found(.uncarried, .red, "bridge", text))
        }
        if let places = gaps.absent.places {
            let text = "the target lacks \(gaps.absent.records.grouped) records that the source still has: \(places)"
            found.append(Found(.absent, .warning, "bridge", text))
        }
        return found
            + gaps.skips.map { skip in
                let text = """
                    would miss \(skip.records.grouped) unread records on the target, \
                    whose log begins behind them in \(skip.partitions.partitions)
                    """
                return Found(.skips, .red, "group \(skip.group)", text)
            }
    }
}
