#define _GNU_SOURCE
#include "system.h"

#include <fcntl.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

int system_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }

int system_spawn_directory(posix_spawn_file_actions_t *actions, const char *path) {
    return posix_spawn_file_actions_addchdir_np(actions, path);
}

const char *system_signal_name(int signal) { return sigabbrev_np(signal); }

int system_pipe_capacity(int descriptor, int wanted) {
    int has = fcntl(descriptor, F_GETPIPE_SZ);
    return has >= wanted ? has : fcntl(descriptor, F_SETPIPE_SZ, wanted);
}

int system_process_descriptor(int process) { return (int)syscall(SYS_pidfd_open, process, 0); }
