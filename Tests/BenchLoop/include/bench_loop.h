// One sweep of a cluster in as little C as it takes: the measure of what the probe's sweep may cost.
#ifndef BENCH_LOOP_H
#define BENCH_LOOP_H

#include <librdkafka/rdkafka.h>

// Metadata, the list of groups, the commits of group-0 to group-(n-1), each in topic-i, and the log ends of every
// leader in a thread of its own. The number of offsets read, or -1 when a call failed.
long bench_loop_sweep(rd_kafka_t *client, int groups, int partitions_each, int timeout_ms);

// Commits 1 in every partition of topic-i for group-i, so that there is something to read. 0, or -1.
int bench_loop_commit(rd_kafka_t *client, int groups, int partitions_each, int timeout_ms);

// The handle both are given; null when it cannot be made.
rd_kafka_t *bench_loop_client(const char *bootstrap);

#endif
