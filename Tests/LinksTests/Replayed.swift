import Night
import TestSupport

@testable import Links

/// Far longer than anything here takes.
let patience = Duration.seconds(30)

extension LinkServicePlan {
    static func at(_ server: ReplayServer) -> LinkServicePlan {
        LinkServicePlan(
            endpoint: EndpointPlan(
                url: .plain(server.url), user: .secret("AKID-7"), password: .secret("hush-hush")), cluster: "lkc-1",
            link: "from old", environment: "env-1")
    }
}

extension LinkReading.Mirror {
    static func named(_ name: String) -> LinkReading.Mirror {
        LinkReading.Mirror(sourceTopic: name, mirrorTopic: name, state: .active)
    }
}

/// As Confluent's own description of its API has them.
enum ClusterLinkingAnswers {
    static func link(_ state: String = #""link_state":"ACTIVE""#) -> String {
        """
        {"kind":"KafkaLinkData","metadata":{"self":"https://example/links/from%20old"},"source_cluster_id":"src",
        "link_name":"from old","cluster_link_id":"eEBkTffYSESld6EO898x3w","topic_names":["orders"],\(state)}
        """
    }

    static func mirrors(_ data: [String], next: String = "null") -> String {
        """
        {"kind":"KafkaMirrorDataList","metadata":{"self":"https://example/mirrors","resource_name":"crn:///kafka=lkc-1",
        "next":\(next)},"data":[\(data.joined(separator: ","))]}
        """
    }

    static func mirror(
        _ topic: String, _ status: String, error: String = "NO_ERROR", lags: [(Int, Int)] = [(0, 0), (10, 700)],
        partitions: Int = 2, more: String = ""
    ) -> String {
        let lags = lags.enumerated().map { number, lag in
            #"{"partition":\#(number),"lag":\#(lag.0),"last_source_fetch_offset":\#(lag.1)}"#
        }
        return """
            {"kind":"KafkaMirrorData","link_name":"from old","mirror_topic_name":"\(topic)",
            "source_topic_name":"\(topic)","num_partitions":\(partitions),"mirror_lags":[\(lags.joined(separator: ","))],
            "mirror_status":"\(status)","mirror_topic_error":"\(error)","state_time_ms":1612550939300\(more)}
            """
    }

    static func alterations(_ data: [String]) -> String {
        #"{"kind":"KafkaPromoteMirror","metadata":{"self":"https://example"},"data":[\#(data.joined(separator: ","))]}"#
    }

    static func alteration(_ topic: String, code: String = "null", message: String = "null") -> String {
        """
        {"kind":"AlterMirrorsData","mirror_topic_name":"\(topic)","error_code":\(code),"error_message":\(message),
        "mirror_lags":[{"partition":0,"lag":3,"last_source_fetch_offset":900}],"messages_truncated":null,
        "partition_level_truncation_data":[]}
        """
    }
}

/// As AutoMQ's Terraform provider reads them.
enum AutoMQAnswers {
    static let link = """
        {"linkId":"from old","instanceId":"lkc-1","startOffsetTime":"-2","status":"RUNNING",
        "statistics":{"linkingThroughputIn":1,"linkingThroughputOut":1,"linkingLag":4,"linkingLagTime":1200}}
        """

    static func mirror(_ topic: String, _ state: String, lag: Int? = 0, code: String = "null") -> String {
        let lag = lag.map { #","statistics":{"linkingLag":\#($0),"linkingLagTime":1200}"# } ?? ""
        return """
            {"sourceTopicName":"\(topic)","mirrorTopicName":"\(topic)","mirrorTopicId":"id of \(topic)",
            "state":{"state":"\(state)","errorCode":\(code)},"subscribedGroupNum":3,"promotedGroupNum":1\(lag)}
            """
    }

    static func page(_ mirrors: [String]) -> String {
        #"{"pageNum":1,"pageSize":50,"list":[\#(mirrors.joined(separator: ","))]}"#
    }
}
