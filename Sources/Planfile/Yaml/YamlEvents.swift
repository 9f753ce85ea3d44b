import CYaml

/// libyaml's parser, event by event.
final class YamlEvents {
    struct Event {
        enum What {
            case documentStart
            case scalar(String, plain: Bool)
            case listStart
            case mappingStart
            case alias(String)
            /// Of a list, a mapping, the document or the stream.
            case end
        }

        let what: What
        let position: PlanPosition
        var anchor: String?
        var tag: String?
    }

    /// On the heap: libyaml keeps a pointer to the parser in itself.
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let bytes: UnsafeBufferPointer<UInt8>

    /// The bytes must outlive this.
    init(over bytes: UnsafeBufferPointer<UInt8>) throws(PlanProblem) {
        self.bytes = bytes
        parser = .allocate(capacity: 1)
        parser.initialize(to: yaml_parser_t())
        guard yaml_parser_initialize(parser) == 1 else {
            parser.deallocate()
            throw YamlWords.noMemory
        }
        // Said, not detected: whatever looks like UTF-16 is refused rather than decoded.
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
    }

    func next() throws(PlanProblem) -> Event {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else {
            throw YamlWords.problem(of: parser.pointee, in: bytes)
        }
        defer { yaml_event_delete(&event) }
        return Self.event(from: event)
    }

    private static func event(from event: yaml_event_t) -> Event {
        let position = PlanPosition(event.start_mark)
        switch event.type {
        case YAML_DOCUMENT_START_EVENT: return Event(what: .documentStart, position: position)
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            let text = String(
                decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
            let what = Event.What.scalar(text, plain: scalar.style == YAML_PLAIN_SCALAR_STYLE)
            return Event(what: what, position: position, anchor: string(scalar.anchor), tag: string(scalar.tag))
        case YAML_SEQUENCE_START_EVENT:
            let start = event.data.sequence_start
            return Event(what: .listStart, position: position, anchor: string(start.anchor), tag: string(start.tag))
        case YAML_MAPPING_START_EVENT:
            let start = event.data.mapping_start
            return Event(
                what: .mappingStart, position: position, anchor: string(start.anchor), tag: string(start.tag))
        case YAML_ALIAS_EVENT:
            return Event(what: .alias(string(event.data.alias.anchor) ?? ""), position: position)
        default: return Event(what: .end, position: position)
        }
    }

    private static func string(_ text: UnsafeMutablePointer<yaml_char_t>?) -> String? {
        text.map { String(cString: $0) }
    }
}

extension PlanPosition {
    init(_ mark: yaml_mark_t) {
        self.init(line: Int(mark.line) + 1, column: Int(mark.column) + 1)
    }
}
