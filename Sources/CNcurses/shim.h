// ncursesw's wide functions exist only under these two; its own macros hide the functions Swift can call.
#define NCURSES_WIDECHAR 1
#define NCURSES_NOMACROS 1
#define _XOPEN_SOURCE_EXTENDED 1
#include <ncursesw/curses.h>
#include <stdio.h>
#include <term.h>
#include <wchar.h>

// Macros and globals that Swift cannot import.
static inline int cn_lines(void) { return LINES; }
static inline int cn_columns(void) { return COLS; }
static inline int cn_colors(void) { return COLORS; }
static inline WINDOW *cn_screen(void) { return stdscr; }

static const attr_t cn_bold = A_BOLD;
static const attr_t cn_dim = A_DIM;
static const attr_t cn_reverse = A_REVERSE;
static const attr_t cn_underline = A_UNDERLINE;

// Opens the terminal of this process's standard streams; null when `type` is unknown, where initscr would exit.
static inline SCREEN *cn_open(const char *type) { return newterm(type, stdout, stdin); }

// What the terminal wants for a capability; null when it has none.
static inline const char *cn_capability(const char *name) {
    char *value = tigetstr((char *)name);
    return value == (char *)-1 ? 0 : value;
}

// As this system counts cells; -1 when the locale has no such character.
static inline int cn_width(wchar_t glyph) { return wcwidth(glyph); }

// Puts one cell: a glyph and, unless it is 0, a combining mark on it. The pair goes by pointer because pair numbers
// may pass a short (ABI 6).
static inline int cn_put(int row, int column, wchar_t glyph, wchar_t mark, attr_t attributes, int pair) {
    wchar_t text[3] = {glyph, mark, 0};
    cchar_t cell;
    if (setcchar(&cell, text, attributes, (short)pair, &pair) == ERR) return ERR;
    return mvwadd_wch(stdscr, row, column, &cell);
}
