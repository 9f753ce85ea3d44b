#include "bench_terminal.h"

#include <pty.h>
#include <stdlib.h>
#include <unistd.h>

int bench_terminal_start(const char *program, char *const arguments[], int columns, int rows, pid_t *process) {
    struct winsize size = {.ws_col = (unsigned short)columns, .ws_row = (unsigned short)rows};
    int terminal = -1;
    *process = forkpty(&terminal, NULL, NULL, &size);
    if (*process == 0) {
        setenv("TERM", "xterm-256color", 1);
        setenv("LC_ALL", "C.UTF-8", 1);
        execv(program, arguments);
        _exit(127);
    }
    return *process < 0 ? -1 : terminal;
}
