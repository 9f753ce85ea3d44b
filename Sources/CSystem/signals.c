#define _GNU_SOURCE
#include "signals.h"
#include "terminal_guard.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

static const int taken[] = {SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH};
enum { taken_count = sizeof taken / sizeof taken[0] };

static struct sigaction previous[taken_count];
static int ends[2] = {-1, -1};

// How long an orderly end may take: the main thread may be stuck writing to a terminal that nobody reads.
enum { longest_end_seconds = 3 };
static volatile sig_atomic_t asked_to_end;
static volatile sig_atomic_t work_goes_on;

static void overdue(int number) {
    (void)number;
    if (work_goes_on)
        terminal_guard_give_back();
    else
        terminal_guard_end(asked_to_end);
}

static int asks_to_end(int number) {
    return number == SIGTERM || number == SIGHUP || number == SIGINT || number == SIGQUIT;
}

static void arrived(int number) {
    int saved = errno;
    if (asks_to_end(number) && !asked_to_end) {
        asked_to_end = number;
        alarm(longest_end_seconds);
    }
    unsigned char byte = (unsigned char)number;
    // A full pipe holds signals enough already.
    ssize_t ignored = write(ends[1], &byte, 1);
    (void)ignored;
    errno = saved;
}

int system_signals_open(void) {
    int first = ends[0] < 0;
    if (first && pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) return -1;
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = arrived;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    for (int i = 0; i < taken_count; i++) sigaction(taken[i], &action, first ? &previous[i] : NULL);
    action.sa_handler = overdue;
    sigaction(SIGALRM, &action, NULL);
    // Whoever started this process may have left them blocked.
    sigset_t set;
    sigemptyset(&set);
    for (int i = 0; i < taken_count; i++) sigaddset(&set, taken[i]);
    pthread_sigmask(SIG_UNBLOCK, &set, NULL);
    return ends[0];
}

void system_signals_close(void) {
    if (ends[0] < 0) return;
    alarm(0);
    signal(SIGALRM, SIG_DFL);
    asked_to_end = 0;
    for (int i = 0; i < taken_count; i++) sigaction(taken[i], &previous[i], NULL);
    close(ends[0]);
    close(ends[1]);
    ends[0] = ends[1] = -1;
}

void system_signals_close_to_ends(void) {
    for (int i = 0; i < taken_count; i++) {
        if (!asks_to_end(taken[i])) continue;
        memset(&previous[i], 0, sizeof previous[i]);
        previous[i].sa_handler = SIG_IGN;
    }
    system_signals_close();
}

int system_end_asked(void) { return asked_to_end; }

void system_work_goes_on(int goes_on) { work_goes_on = goes_on; }

void system_stop_job(void) {
    struct sigaction standard, handled;
    memset(&standard, 0, sizeof standard);
    standard.sa_handler = SIG_DFL;
    sigaction(SIGTSTP, &standard, &handled);
    // The whole process group, not this process alone: a shell waits for the job, and the job may be `make`.
    kill(0, SIGTSTP);
    sigaction(SIGTSTP, &handled, NULL);
}
