// Gives the terminal back when the process crashes, which Swift code has no safe way to do.
#ifndef SWITCHBACK_TERMINAL_GUARD_H
#define SWITCHBACK_TERMINAL_GUARD_H

// Remembers how `terminal` is set now, before anything changes it. 0, or -1 with errno.
int terminal_guard_remember(int terminal);

// From now on a crash writes `restore` to standard output, sets the terminal as it was remembered, lets whoever handled
// crashes before report it for as long as ten seconds, and ends the process. 0, or -1 with errno.
int terminal_guard_arm(const char *restore, unsigned long length);

// Gives the terminal back, without curses, and if nobody has yet. Async-signal-safe.
void terminal_guard_give_back(void);

// Gives the terminal back and ends the process at once, from within a signal handler.
_Noreturn void terminal_guard_end(int number);

// Crashes are nobody's business here again.
void terminal_guard_disarm(void);

#endif
