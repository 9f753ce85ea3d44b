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

int system_lock(int descriptor) {
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    return fcntl(descriptor, F_OFD_SETLK, &whole);
}

int system_lock_apart(int descriptor) {
    struct flock apart = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = (off_t)1 << 46, .l_len = 1};
    return fcntl(descriptor, F_OFD_SETLK, &apart);
}

void system_unlock(int descriptor) {
    struct flock whole = {.l_type = F_UNLCK, .l_whence = SEEK_SET};
    fcntl(descriptor, F_OFD_SETLK, &whole);
}

int system_is_locked(int descriptor) {
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    if (fcntl(descriptor, F_OFD_GETLK, &whole) != 0) return -1;
    return whole.l_type != F_UNLCK;
}
