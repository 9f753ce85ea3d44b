/// Records as MirrorMaker and Connect write them.
public enum MirrorRecords {
    public static func integer<Integer: FixedWidthInteger>(_ value: Integer) -> [UInt8] {
        withUnsafeBytes(of: value.bigEndian, Array.init)
    }

    public static func text(_ text: String) -> [UInt8] { integer(Int16(text.utf8.count)) + Array(text.utf8) }

    public static func syncKey(_ topic: String, _ partition: Int32) -> [UInt8] { text(topic) + integer(partition) }
    public static func sync(_ upstream: Int64, _ downstream: Int64) -> [UInt8] {
        integer(upstream) + integer(downstream)
    }

    public static func checkpointKey(_ group: String, _ twin: String, _ partition: Int32) -> [UInt8] {
        text(group) + syncKey(twin, partition)
    }
    public static func checkpoint(
        _ upstream: Int64, _ downstream: Int64, version: Int16 = 0, note: String = ""
    ) -> [UInt8] {
        integer(version) + sync(upstream, downstream) + text(note)
    }

    public static func heartbeatKey(_ source: String, _ target: String) -> [UInt8] { text(source) + text(target) }
    public static func heartbeat(_ milliseconds: Int64) -> [UInt8] { integer(Int16(0)) + integer(milliseconds) }

    public static func offsetKey(_ connector: String, _ cluster: String, _ topic: String, _ partition: Int) -> [UInt8] {
        Array(#"["\#(connector)",{"cluster":"\#(cluster)","partition":\#(partition),"topic":"\#(topic)"}]"#.utf8)
    }
    public static func offset(_ offset: Int64) -> [UInt8] { Array(#"{"offset":\#(offset)}"#.utf8) }

    public static func status(_ state: String, trace: String = "null") -> [UInt8] {
        Array(#"{"state":"\#(state)","trace":\#(trace),"worker_id":"10.0.0.1:8083","generation":5}"#.utf8)
    }
}
