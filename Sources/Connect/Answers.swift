import FoundationEssentials
import Night
import Web

// What Connect answers, as it spells it. Fields nobody needs are not looked at, so a newer Connect may say more.

struct WorkerAnswer: Decodable {
    private enum CodingKeys: String, CodingKey {
        case version, commit
        case clusterID = "kafka_cluster_id"
    }

    let version: String
    let commit: String?
    let clusterID: String?

    var reading: ConnectWorker { ConnectWorker(version: version, commit: commit, clusterID: clusterID) }
}

/// One of many: what makes no sense of a connector that nobody asked for is of no consequence.
enum ConnectorAnswer: Decodable {
    case understood(Parts)
    case senseless(String)

    init(from decoder: any Decoder) throws {
        do { self = .understood(try Parts(from: decoder)) } catch { self = .senseless(words(for: error)) }
    }

    struct Parts: Decodable {
        struct Place: Decodable {
            private enum CodingKeys: String, CodingKey {
                case state, trace
                case worker = "worker_id"
            }

            let state: String
            let worker: String?
            let trace: String?
        }
        struct Task: Decodable {
            private enum CodingKeys: CodingKey { case id }

            let id: Int32
            let place: Place

            init(from decoder: any Decoder) throws {
                id = try decoder.container(keyedBy: CodingKeys.self).decode(Int32.self, forKey: .id)
                place = try Place(from: decoder)
            }
        }
        struct Status: Decodable {
            let connector: Place
            let tasks: [Task]
        }
        struct Info: Decodable {
            struct Configuration: Decodable {
                private enum CodingKeys: String, CodingKey { case className = "connector.class" }

                let className: String?
            }

            let config: Configuration?
        }

        let status: Status
        let info: Info?
    }
}

extension ConnectorAnswer.Parts {
    func reading(of name: String) -> ConnectorReading {
        ConnectorReading(
            name: name, className: info?.config?.className?.split(separator: ".").last.map(String.init),
            state: ConnectorState(status.connector.state), worker: status.connector.worker ?? "",
            trace: status.connector.trace?.firstLine,
            tasks: status.tasks.map { task in
                TaskReading(
                    id: task.id, state: ConnectorState(task.place.state), worker: task.place.worker ?? "",
                    trace: task.place.trace?.firstLine)
            })
    }
}

/// The last record that MirrorMaker 2's source connector has carried of a partition, by Connect's books.
public struct MirrorOffset: Sendable, Equatable {
    /// The source's alias.
    public var cluster: String
    /// The source's name for it.
    public var topic: String
    public var partition: Int32
    public var lastCarried: Int64

    /// Where it goes on.
    public var next: Int64 { lastCarried + 1 }

    public init(cluster: String, topic: String, partition: Int32, lastCarried: Int64) {
        self.cluster = cluster
        self.topic = topic
        self.partition = partition
        self.lastCarried = lastCarried
    }
}

/// Of every kind of connector; those of MirrorMaker 2's other two tell no progress.
struct OffsetsAnswer: Decodable {
    private struct Entry: Decodable {
        struct Partition: Decodable {
            let cluster: String?
            let topic: String?
            let partition: Int32?
        }
        struct Offset: Decodable {
            let offset: Int64?
        }

        let mirrored: MirrorOffset?

        private enum CodingKeys: CodingKey { case partition, offset }

        init(from decoder: any Decoder) throws {
            let entry = try decoder.container(keyedBy: CodingKeys.self)
            // Another connector's partitions and offsets have whatever shape it likes.
            guard let place = try? entry.decode(Partition.self, forKey: .partition), let cluster = place.cluster,
                let topic = place.topic, let partition = place.partition,
                let offset = try? entry.decode(Offset.self, forKey: .offset).offset, (0..<Int64.max).contains(offset)
            else {
                mirrored = nil
                return
            }
            mirrored = MirrorOffset(cluster: cluster, topic: topic, partition: partition, lastCarried: offset)
        }
    }

    private let offsets: [Entry]

    var mirrored: [MirrorOffset] { offsets.compactMap(\.mirrored) }
}

struct Refusal: Decodable {
    let message: String
}
