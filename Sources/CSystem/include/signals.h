// Signals as bytes in a pipe, so that the loop that polls everything else polls them too.
#ifndef SWITCHBACK_SIGNALS_H
#define SWITCHBACK_SIGNALS_H

// From now on SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT and SIGWINCH each arrive as one byte, their number,
// from the descriptor returned. It does not block. Calling it again takes the signals back from whoever took them
// since, and returns the same descriptor. -1 with errno.
int system_signals_open(void);

// The signals do again what they did before.
void system_signals_close(void);

// The same, but those that ask this process to end are ignored, with no moment in between in which they would end it.
void system_signals_close_to_ends(void);

// The signal that asked this process to end, or 0.
int system_end_asked(void);

// While so, a process that is slow to end when asked to gives only its terminal back: something in it must come to
// rest first.
void system_work_goes_on(int goes_on);

// Stops the whole job, as ctrl-z does in a terminal that is not raw; returns when it was continued.
void system_stop_job(void);

#endif
