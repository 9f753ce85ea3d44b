#ifndef BENCH_TERMINAL_H
#define BENCH_TERMINAL_H

#include <sys/types.h>

// Starts a program in a terminal of its own, of this size. The descriptor of the terminal's other side, or -1.
int bench_terminal_start(const char *program, char *const arguments[], int columns, int rows, pid_t *process);

#endif
