// What Linux has and Swift's Glibc module leaves out because it wants _GNU_SOURCE. Signals and the crash guard have
// headers of their own.
#ifndef SWITCHBACK_SYSTEM_H
#define SWITCHBACK_SYSTEM_H

#include <spawn.h>

// A pipe whose ends no child inherits. 0, or -1 with errno.
int system_pipe(int ends[2]);

// The directory a spawned process starts in. 0, or an error number.
int system_spawn_directory(posix_spawn_file_actions_t *actions, const char *path);

// "KILL" for 9; null for a number that is no signal.
const char *system_signal_name(int signal);

// Makes a pipe hold this much at least. How much it holds now, or -1 with errno.
int system_pipe_capacity(int descriptor, int wanted);

// A descriptor that is readable once the process has ended, and that no child inherits. -1 with errno.
int system_process_descriptor(int process);

// Locks the whole of an open file for this descriptor alone; the lock ends with its last copy, whoever dies. 0, or -1
// with errno: EAGAIN when another has it.
int system_lock(int descriptor);

// Locks a file by itself, whatever its name, as system_lock does: one byte, far beyond those that SQLite locks.
int system_lock_apart(int descriptor);

// Gives it back, also from copies of the descriptor that a child is about to close.
void system_unlock(int descriptor);

// Whether another descriptor has it locked, without touching the lock. 1, 0, or -1 with errno.
int system_is_locked(int descriptor);

#endif
