#define _GNU_SOURCE
#include "terminal_guard.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static const int crashes[] = {SIGILL, SIGSEGV, SIGBUS, SIGFPE, SIGTRAP, SIGABRT};
enum { crash_count = sizeof crashes / sizeof crashes[0] };

// A crash reporter that takes longer has hung, and the shell is waiting.
enum { longest_report_seconds = 10 };

static struct sigaction previous[crash_count];
static struct termios settings;
static int guarded = -1;
static char restore_text[512];
static size_t restore_length;
static volatile sig_atomic_t armed;

void terminal_guard_give_back(void) {
    if (!armed) return;
    armed = 0;
    // A terminal that nobody reads must not hold up the end. The flags are shared with the shell: they go back.
    int flags = fcntl(STDOUT_FILENO, F_GETFL);
    fcntl(STDOUT_FILENO, F_SETFL, flags | O_NONBLOCK);
    ssize_t ignored = write(STDOUT_FILENO, restore_text, restore_length);
    (void)ignored;
    fcntl(STDOUT_FILENO, F_SETFL, flags);
    tcsetattr(guarded, TCSANOW, &settings);
    // Swift's crash reporter asks questions of a terminal and waits for the answer. Nobody is to be asked.
    int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (nothing >= 0) dup2(nothing, STDIN_FILENO);
}

static void report(const struct sigaction *reporter, int number, siginfo_t *info, void *context) {
    if (reporter->sa_handler == SIG_DFL || reporter->sa_handler == SIG_IGN) return;
    signal(SIGALRM, SIG_DFL);
    alarm(longest_report_seconds);
    if (reporter->sa_flags & SA_SIGINFO)
        reporter->sa_sigaction(number, info, context);
    else
        reporter->sa_handler(number);
}

// Runs in a process that is broken: nothing but async-signal-safe calls.
static void crashed(int number, siginfo_t *info, void *context) {
    terminal_guard_give_back();
    for (int i = 0; i < crash_count; i++) sigaction(crashes[i], &previous[i], NULL);
    for (int i = 0; i < crash_count; i++)
        if (crashes[i] == number) report(&previous[i], number, info, context);
    // A fault would happen again by itself once this returns; a signal that was sent would not, and the process would
    // go on without its terminal.
    signal(number, SIG_DFL);
    raise(number);
}

void terminal_guard_end(int number) {
    terminal_guard_give_back();
    _exit(128 + number);
}

int terminal_guard_remember(int terminal) {
    if (tcgetattr(terminal, &settings) != 0) return -1;
    guarded = terminal;
    return 0;
}

int terminal_guard_arm(const char *restore, unsigned long length) {
    if (guarded < 0 || length > sizeof restore_text) {
        errno = guarded < 0 ? ENOTTY : E2BIG;
        return -1;
    }
    memcpy(restore_text, restore, length);
    restore_length = length;

    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = crashed;
    // On a stack of its own where there is one: a stack that overflowed has no room for a handler.
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    sigfillset(&action.sa_mask);
    sigdelset(&action.sa_mask, SIGALRM);
    for (int i = 0; i < crash_count; i++) sigaction(crashes[i], &action, &previous[i]);
    armed = 1;
    return 0;
}

void terminal_guard_disarm(void) {
    if (!armed) return;
    armed = 0;
    for (int i = 0; i < crash_count; i++) sigaction(crashes[i], &previous[i], NULL);
}
