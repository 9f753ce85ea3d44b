#define _GNU_SOURCE
#include "system.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
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

void system_unlock(int descriptor) {
    struct flock whole = {.l_type = F_UNLCK, .l_whence = SEEK_SET};
    fcntl(descriptor, F_OFD_SETLK, &whole);
}

int system_is_locked(int descriptor) {
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    if (fcntl(descriptor, F_OFD_GETLK, &whole) != 0) return -1;
    return whole.l_type != F_UNLCK;
}

// Never returns. Deaf to what asks the group to end: only its kill, or the lifeline's end, ends this one.
static void watch_over_group(int lifeline, unsigned int grace) {
    const int polite[] = {SIGTERM, SIGHUP, SIGINT, SIGQUIT};
    for (size_t i = 0; i < sizeof polite / sizeof *polite; i++) signal(polite[i], SIG_IGN);
    // Whoever reads the group's output must not wait for this process.
    dup2(lifeline, STDIN_FILENO);
    close_range(STDIN_FILENO + 1, ~0U, 0);
    char byte;
    ssize_t count;
    do count = read(STDIN_FILENO, &byte, 1);
    while (count > 0 || (count < 0 && errno == EINTR));
    kill(0, SIGTERM);
    sleep(grace);
    kill(0, SIGKILL);
    _exit(0);
}

int system_end_group_with(int lifeline, unsigned int grace) {
    pid_t between = fork();
    if (between < 0) return -1;
    if (between == 0) {
        // Nobody's child: the caller may wait for all of its own.
        pid_t watcher = fork();
        if (watcher == 0) watch_over_group(lifeline, grace);
        _exit(watcher < 0);
    }
    int status = 0;
    while (waitpid(between, &status, 0) < 0)
        if (errno != EINTR) return -1;
    if (status == 0) return 0;
    errno = EAGAIN;
    return -1;
}
