import Testing

@testable import MirrorMaker

@Suite("Connect's records") struct ConnectRecordTests {
    private var offsets = ConnectOffsets(from: "A", by: ["mirror"])

    private mutating func key(_ json: String) -> Result<ConnectOffsets.Key?, Unreadable> {
        do { return .success(try offsets.key(Array(json.utf8))) } catch { return .failure(error) }
    }

    @Test("offsets are the source connector's, whatever the order of their members")
    mutating func offsetKeys() throws {
        let orders = ConnectOffsets.Key(connector: "mirror", partition: MirroredPartition("orders", 3))
        for json in [
            #"["mirror",{"cluster":"A","partition":3,"topic":"orders"}]"#,
            #"["mirror",{"topic":"orders","partition":3,"cluster":"A"}]"#,
            #" [ "mirror", {"cluster":"A", "partition":3, "topic":"orders", "since":"4.9"} ]"#,
        ] {
            #expect(key(json) == .success(orders))
            #expect(key(json) == .success(orders), "from memory")
        }
    }

    @Test("offsets of other connectors, of other clusters and of MirrorMaker's other connectors are passed over")
    mutating func othersOffsets() {
        for json in [
            #"["jdbc",{"table":"orders"}]"#, #"["jdbc",null]"#, #"["file",["a"]]"#,
            #"["mirror",{"cluster":"B","partition":3,"topic":"orders"}]"#,
            #"["mirror-too",{"cluster":"A","partition":3,"topic":"orders"}]"#,
            #"["mirror",{"group":"g","partition":3,"topic":"orders"}]"#,
            #"["mirror",{"sourceClusterAlias":"A","targetClusterAlias":"B"}]"#,
        ] {
            #expect(key(json) == .success(nil), "\(json)")
        }
        var any = ConnectOffsets(from: "A")
        #expect((try? any.key(Array(#"["x",{"cluster":"A","partition":0,"topic":"t"}]"#.utf8))) != nil)
    }

    @Test("offset keys that are not Connect's are foreign")
    mutating func foreignOffsets() {
        for json in ["", "orders", "{}", "[]", #"["mirror""#, #"[1,{}]"#] {
            #expect(key(json) == .failure(.foreign(.notItsJSON)), "\(json)")
        }
        let negative = #"["mirror",{"cluster":"A","partition":-3,"topic":"orders"}]"#
        #expect(key(negative) == .failure(.foreign(.negativePartition)))
        let deep = #"["mirror",\#(String(repeating: "[", count: 30_000))"#
        #expect(key(deep) == .failure(.foreign(.notItsJSON)))
    }

    @Test("an offset is a number from zero on, and nothing else")
    func offsetValues() throws {
        func value(_ json: String) throws(Unreadable) -> Int64 { try offsets.value(Array(json.utf8)) }
        #expect(try value(#"{"offset":0}"#) == 0)
        #expect(try value(#"{"offset":1234}"#) == 1_234)
        #expect(try value(#"{ "offset" : 1234, "since": "4.9" }"#) == 1_234)
        #expect(try value(#"{"offset":9223372036854775807}"#) == .max)
        #expect(throws: Unreadable.foreign(.negativeNumber)) { try value(#"{"offset":-1}"#) }
        for json in [
            #"{"offset":}"#, #"{"offset":1.5}"#, #"{"offset":"1"}"#, #"{"offset":null}"#, #"{"offset":1"#, "{}", "7",
            #"{"offset":92233720368547758070}"#, #"{"offset":1}}"#,
        ] {
            #expect(throws: Unreadable.foreign(.notItsJSON), "\(json)") { try value(json) }
        }
    }

    @Test("statuses are a connector's or a task's, and the topics a connector writes are passed over")
    func statusKeys() throws {
        func key(_ text: String) throws(Unreadable) -> ConnectStatuses.Key? {
            try ConnectStatuses().key(Array(text.utf8))
        }
        #expect(try key("status-connector-A->B.MirrorSourceConnector") == .connector("A->B.MirrorSourceConnector"))
        #expect(try key("status-task-mirror-source-12") == .task(12, of: "mirror-source"))
        #expect(try key("status-topic-orders:connector-mirror-source") == nil)
        for text in ["", "status-task-mirror", "status-task-mirror-x", "status-task-mirror-99999999999999999999", "x"] {
            #expect(throws: Unreadable.foreign(.notItsJSON), "\(text)") { try key(text) }
        }
    }

    @Test("a status keeps Connect's word for the state, known or not, and the beginning of its trace")
    func statusValues() throws {
        func value(_ json: String) throws(Unreadable) -> ConnectStatuses.Value {
            try ConnectStatuses().value(Array(json.utf8))
        }
        let running = #"{"state":"RUNNING","trace":null,"worker_id":"10.0.0.1:8083","generation":5}"#
        #expect(
            try value(running)
                == .init(state: "RUNNING", worker: "10.0.0.1:8083", trace: nil, generation: 5))
        let failed = #"{"state":"FAILED","trace":"\#(String(repeating: "at x ", count: 1_000))","version":"4.1"}"#
        #expect(try value(failed).trace?.count == 2_000)
        #expect(try value(#"{"state":"HIBERNATING"}"#).state == "HIBERNATING")
        for json in ["", "RUNNING", "{}", #"{"state":7}"#, #"{"state":"RUNNING""#] {
            #expect(throws: Unreadable.foreign(.notItsJSON), "\(json)") { try value(json) }
        }
    }
}
