// Gives the terminal back when the process crashes, which Swift code has no safe way to do.
#ifndef SWITCHBACK_TERMINAL_GUARD_H
#define SWITCHBACK_TERMINAL_GUARD_H

// Remembers how `terminal` is set now. From then on a crash writes `restore` to standard output, sets the terminal
// back, and lets the crash go on to whoever handled it before. 0, or -1 with errno.
int terminal_guard_arm(int terminal, const char *restore, unsigned long length);

// Crashes are nobody's business here again.
void terminal_guard_disarm(void);

#endif
