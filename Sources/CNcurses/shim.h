// ncursesw's wide functions exist only under these two; its own macros hide the functions Swift can call.
#define NCURSES_WIDECHAR 1
#define NCURSES_NOMACROS 1
#define _XOPEN_SOURCE_EXTENDED 1
#include <ncursesw/curses.h>
#include <term.h>

// Macros and globals that Swift cannot import.
static inline int cn_lines(void) { return LINES; }
static inline int cn_columns(void) { return COLS; }
static inline int cn_colors(void) { return COLORS; }
static inline WINDOW *cn_screen(void) { return stdscr; }

static const attr_t cn_bold = A_BOLD;
static const attr_t cn_dim = A_DIM;
static const attr_t cn_reverse = A_REVERSE;
static const attr_t cn_underline = A_UNDERLINE;

// Puts one cell; the pair goes by pointer because pair numbers may pass a short (ABI 6).
static inline int cn_put(int row, int column, wchar_t glyph, attr_t attributes, int pair) {
    wchar_t text[2] = {glyph, 0};
    cchar_t cell;
    if (setcchar(&cell, text, attributes, (short)pair, &pair) == ERR) return ERR;
    return mvwadd_wch(stdscr, row, column, &cell);
}
