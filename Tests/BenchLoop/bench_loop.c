#include "bench_loop.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#define MOST_LEADERS 16

rd_kafka_t *bench_loop_client(const char *bootstrap) {
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    rd_kafka_conf_set(conf, "bootstrap.servers", bootstrap, NULL, 0);
    rd_kafka_conf_set(conf, "isolation.level", "read_uncommitted", NULL, 0);
    // As the probe does: without it most of a sweep is waiting for company to send small requests with.
    rd_kafka_conf_set(conf, "socket.nagle.disable", "true", NULL, 0);
    return rd_kafka_new(RD_KAFKA_CONSUMER, conf, NULL, 0);
}

static rd_kafka_topic_partition_list_t *partitions_of(int group, int partitions_each) {
    char topic[32];
    snprintf(topic, sizeof topic, "topic-%d", group);
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(partitions_each);
    rd_kafka_topic_partition_list_add_range(list, topic, 0, partitions_each - 1);
    return list;
}

static rd_kafka_AdminOptions_t *options_for(rd_kafka_t *client, rd_kafka_admin_op_t call, int timeout_ms) {
    rd_kafka_AdminOptions_t *options = rd_kafka_AdminOptions_new(client, call);
    rd_kafka_AdminOptions_set_request_timeout(options, timeout_ms, NULL, 0);
    return options;
}

static int list_groups(rd_kafka_t *client, int timeout_ms) {
    rd_kafka_queue_t *queue = rd_kafka_queue_new(client);
    rd_kafka_AdminOptions_t *options = options_for(client, RD_KAFKA_ADMIN_OP_LISTCONSUMERGROUPS, timeout_ms);
    rd_kafka_ListConsumerGroups(client, options, queue);
    rd_kafka_event_t *event = rd_kafka_queue_poll(queue, timeout_ms);
    int answered = event ? 0 : -1;
    if (event) rd_kafka_event_destroy(event);
    rd_kafka_AdminOptions_destroy(options);
    rd_kafka_queue_destroy(queue);
    return answered;
}

static long count(const rd_kafka_topic_partition_list_t *list) {
    long known = 0;
    for (int i = 0; i < list->cnt; i++) known += list->elems[i].err == 0 && list->elems[i].offset >= 0;
    return known;
}

static long commits_in(rd_kafka_event_t *event) {
    size_t groups = 0;
    const rd_kafka_ListConsumerGroupOffsets_result_t *result = rd_kafka_event_ListConsumerGroupOffsets_result(event);
    if (rd_kafka_event_error(event) || !result) return -1;
    const rd_kafka_group_result_t **answers = rd_kafka_ListConsumerGroupOffsets_result_groups(result, &groups);
    return groups == 1 ? count(rd_kafka_group_result_partitions(answers[0])) : -1;
}

static long read_commits(rd_kafka_t *client, int groups, int partitions_each, int timeout_ms) {
    rd_kafka_queue_t *queue = rd_kafka_queue_new(client);
    for (int group = 0; group < groups; group++) {
        char name[32];
        snprintf(name, sizeof name, "group-%d", group);
        rd_kafka_AdminOptions_t *options =
            options_for(client, RD_KAFKA_ADMIN_OP_LISTCONSUMERGROUPOFFSETS, timeout_ms);
        rd_kafka_topic_partition_list_t *list = partitions_of(group, partitions_each);
        rd_kafka_ListConsumerGroupOffsets_t *request = rd_kafka_ListConsumerGroupOffsets_new(name, list);
        rd_kafka_ListConsumerGroupOffsets(client, &request, 1, options, queue);
        rd_kafka_ListConsumerGroupOffsets_destroy(request);
        rd_kafka_topic_partition_list_destroy(list);
        rd_kafka_AdminOptions_destroy(options);
    }
    long known = 0;
    for (int group = 0; group < groups && known >= 0; group++) {
        rd_kafka_event_t *event = rd_kafka_queue_poll(queue, timeout_ms);
        long read = event ? commits_in(event) : -1;
        known = read < 0 ? -1 : known + read;
        if (event) rd_kafka_event_destroy(event);
    }
    rd_kafka_queue_destroy(queue);
    return known;
}

struct leader {
    rd_kafka_t *client;
    int32_t id;
    int timeout_ms;
    rd_kafka_topic_partition_list_t *list;
    long known;
};

static void *read_ends(void *argument) {
    struct leader *leader = argument;
    leader->known =
        rd_kafka_offsets_for_times(leader->client, leader->list, leader->timeout_ms) ? -1 : count(leader->list);
    return NULL;
}

static struct leader *leader_of(struct leader *leaders, int *used, int32_t id) {
    for (int i = 0; i < *used; i++) {
        if (leaders[i].id == id) return &leaders[i];
    }
    if (*used == MOST_LEADERS) return NULL;
    leaders[*used] = (struct leader){.id = id, .list = rd_kafka_topic_partition_list_new(1024)};
    return &leaders[(*used)++];
}

static long read_logs(rd_kafka_t *client, const struct rd_kafka_metadata *metadata, int timeout_ms) {
    struct leader leaders[MOST_LEADERS];
    pthread_t threads[MOST_LEADERS];
    int used = 0;
    for (int t = 0; t < metadata->topic_cnt; t++) {
        for (int p = 0; p < metadata->topics[t].partition_cnt; p++) {
            struct leader *leader = leader_of(leaders, &used, metadata->topics[t].partitions[p].leader);
            if (!leader) continue;
            leader->client = client;
            leader->timeout_ms = timeout_ms;
            rd_kafka_topic_partition_list_add(
                leader->list, metadata->topics[t].topic, metadata->topics[t].partitions[p].id)->offset =
                RD_KAFKA_OFFSET_END;
        }
    }
    for (int i = 0; i < used; i++) pthread_create(&threads[i], NULL, read_ends, &leaders[i]);
    long known = 0;
    for (int i = 0; i < used; i++) {
        pthread_join(threads[i], NULL);
        known = leaders[i].known < 0 || known < 0 ? -1 : known + leaders[i].known;
        rd_kafka_topic_partition_list_destroy(leaders[i].list);
    }
    return known;
}

long bench_loop_sweep(rd_kafka_t *client, int groups, int partitions_each, int timeout_ms) {
    const struct rd_kafka_metadata *metadata;
    if (rd_kafka_metadata(client, 1, NULL, &metadata, timeout_ms)) return -1;
    long commits = -1;
    long ends = -1;
    if (list_groups(client, timeout_ms) == 0) {
        commits = read_commits(client, groups, partitions_each, timeout_ms);
        ends = read_logs(client, metadata, timeout_ms);
    }
    rd_kafka_metadata_destroy(metadata);
    return commits < 0 || ends < 0 ? -1 : commits + ends;
}

int bench_loop_commit(rd_kafka_t *client, int groups, int partitions_each, int timeout_ms) {
    rd_kafka_queue_t *queue = rd_kafka_queue_new(client);
    int failed = 0;
    for (int group = 0; group < groups; group++) {
        char name[32];
        snprintf(name, sizeof name, "group-%d", group);
        rd_kafka_AdminOptions_t *options =
            options_for(client, RD_KAFKA_ADMIN_OP_ALTERCONSUMERGROUPOFFSETS, timeout_ms);
        rd_kafka_topic_partition_list_t *list = partitions_of(group, partitions_each);
        for (int i = 0; i < list->cnt; i++) list->elems[i].offset = 1;
        rd_kafka_AlterConsumerGroupOffsets_t *request = rd_kafka_AlterConsumerGroupOffsets_new(name, list);
        rd_kafka_AlterConsumerGroupOffsets(client, &request, 1, options, queue);
        rd_kafka_event_t *event = rd_kafka_queue_poll(queue, timeout_ms);
        failed |= !event || rd_kafka_event_error(event);
        if (event) rd_kafka_event_destroy(event);
        rd_kafka_AlterConsumerGroupOffsets_destroy(request);
        rd_kafka_topic_partition_list_destroy(list);
        rd_kafka_AdminOptions_destroy(options);
    }
    rd_kafka_queue_destroy(queue);
    return failed ? -1 : 0;
}
