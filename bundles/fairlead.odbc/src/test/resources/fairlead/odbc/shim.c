/*
 * An ODBC driver as bad as they come, for tests: of ODBC 2, without wide calls, text in Windows-1252, and with whatever fault the
 * connection text (FAULT=...) or the SQL asks for. Compiled by the test: gcc -shared -fPIC [-DBLOCKS=1..3].
 * It declares what it needs by itself, so no package for developers has to be installed.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef short RC;
typedef long LEN;
enum { OK = 0, INFO = 1, ERROR = -1, NO_DATA = 100 };
enum { C_CHAR = 1, C_LONG = 4, C_DOUBLE = 8, C_DATE2 = 9, C_STAMP2 = 11, C_DATE3 = 91, C_STAMP3 = 93, C_SLONG = -16 };
enum { ROWSET_SIZE = 9, NOT_SO_MANY = 64 };

typedef struct { const char *name; short type; long size; short scale; } Column;
typedef struct { short type; char *value; LEN max; LEN *length; } Bound;
typedef struct { int none, lost; const char *text; long number; double real; short date[3]; short time[3]; } Cell;
typedef struct { char state[6]; char text[600]; int told; } Handle;
typedef struct {
    Handle handle; const Column *columns; int width, row, rows, set, metadata; char sql[256];
    Bound bound[NOT_SO_MANY]; LEN given[NOT_SO_MANY];
} Statement;

static Handle *last;
static int blocks; /* how many fetches gave more than one row */

static RC fail(Handle *h, const char *state, const char *text) {
    strcpy(h->state, state);
    snprintf(h->text, sizeof h->text, "[Shim] %s", text);
    h->told = 0;
    last = h;
    return ERROR;
}
static void crash(void) { *(volatile int *) 8 = 0; }
static void hang(void) { for (;;) pause(); }
static int has(const char *text, const char *word) { return text && strstr(text, word) != 0; }

static const Column TABLE[] = {
    {"N", 4, 10, 0}, {"NAME", 12, 20, 0}, {"FLAG", -6, 3, 0}, {"MONEY", 8, 15, 2},
    {"DAY", 9, 10, 0}, {"STAMP", 11, 19, 0}, {"MEMO", -1, 32767, 0}};
static const Column SHORT[] = {{"N", 4, 10, 0}, {"NAME", 12, 20, 0}, {"MONEY", 8, 15, 2}};
static const Column NUMBERS[] = {{"N", 4, 10, 0}, {"MONEY", 8, 15, 2}};
/* what SQLColumns of ODBC 2 gives: other names, and no ordinal position */
static const Column METADATA[] = {
    {"TABLE_QUALIFIER", 12, 128, 0}, {"TABLE_OWNER", 12, 128, 0}, {"TABLE_NAME", 12, 128, 0}, {"COLUMN_NAME", 12, 128, 0},
    {"DATA_TYPE", 5, 5, 0}, {"TYPE_NAME", 12, 128, 0}, {"PRECISION", 4, 10, 0}, {"LENGTH", 4, 10, 0}, {"SCALE", 5, 5, 0},
    {"RADIX", 5, 5, 0}, {"NULLABLE", 5, 5, 0}, {"REMARKS", 12, 254, 0}};

static const char LONGER[] = "a text of a length of which the driver says nothing: it is described as one of twenty characters";

static char *memo(int row) { /* 40,000 characters that differ */
    static char text[40001];
    for (int i = 0; i < 40000; i++) text[i] = 'a' + (i / 7 + row) % 26;
    return text;
}
static void describe(Cell *c, int row, int column) {
    const Column *about = &TABLE[row];
    switch (column) {
        case 2: c->text = "T"; break;
        case 3: c->text = about->name; break;
        case 4: c->number = about->type == -6 ? 65530 : about->type; break; /* as Sage's driver gives TINYINT */
        case 5: c->text = "TYPE"; break;
        case 6: c->number = about->size; break;
        case 7: c->number = about->size; break;
        case 8: c->number = about->scale; break;
        case 10: c->number = 1; break;
        default: c->none = 1;
    }
}
static Cell cell(Statement *s, int column) {
    Cell c = {0};
    int row = s->row;
    if (s->metadata) { describe(&c, row, column); return c; }
    const char *name = s->columns[column].name;
    c.none = row == 2; /* the third row is NULL throughout, but for its number */
    if (!strcmp(name, "N")) { c.none = 0; c.number = has(s->sql, "BLOCKS_SO_FAR") ? blocks : row + 1; }
    if (!strcmp(name, "NAME")) c.text = row == 0 ? "Caf\xe9 \xa3" "5 \x96 \x80 " : "plain  ";
    if (!strcmp(name, "NAME") && row == 4 && has(s->sql, "LONG_FIRST")) c.text = LONGER; /* than it says */
    if (!strcmp(name, "NAME") && row == 700 && has(s->sql, "LONG_LATER")) c.text = LONGER;
    if (!strcmp(name, "FLAG")) c.number = row % 2;
    if (!strcmp(name, "MONEY")) c.real = 0.1 + row;
    if (!strcmp(name, "MEMO")) c.text = memo(row);
    if (!strcmp(name, "MONEY") && ((row == 0 && has(s->sql, "LOST_FIRST")) || (row == 700 && has(s->sql, "LOST_LATER")))) c.lost = 1;
    if (!strcmp(name, "DAY") && row == 0 && has(s->sql, "LOST_FIRST")) c.lost = 1;
    c.date[0] = row == 1 ? 0 : 2130; c.date[1] = row == 1 ? 0 : 2; c.date[2] = row == 1 ? 0 : 28; /* 0000-00-00 in the second */
    c.time[0] = 4; c.time[1] = 5; c.time[2] = 6;
    return c;
}
static RC put(Statement *s, Cell c, short type, char *value, LEN max, LEN *length, LEN from) {
    if (c.none) { if (length) *length = -1; return OK; }
    if (c.lost) return fail(&s->handle, "22003", "Numeric value out of range"); /* as drivers say of what they cannot convert */
    LEN n = 4;
    switch (type) {
        case C_LONG: case C_SLONG: *(int *) value = c.text ? atoi(c.text) : (int) c.number; break;
        case C_DOUBLE: *(double *) value = c.real; n = 8; break;
        case C_DATE2: case C_DATE3: memcpy(value, c.date, 6); n = 6; break;
        case C_STAMP2: case C_STAMP3: memcpy(value, c.date, 6); memcpy(value + 6, c.time, 6); *(int *) (value + 12) = 0; n = 16; break;
        case C_CHAR: {
            char number[32];
            if (!c.text) { snprintf(number, sizeof number, "%ld", c.number); c.text = number; }
            n = (LEN) strlen(c.text) - from;
            LEN fits = n < max ? n : max - 1;
            memcpy(value, c.text + from, fits);
            value[fits] = 0;
            if (length) *length = n;
            if (fits < n) { fail(&s->handle, "01004", "Data truncated"); return INFO; }
            return OK;
        }
        default: return fail(&s->handle, "S1003", "Program type out of range");
    }
    if (length) *length = n;
    return OK;
}
static int end(Statement *s) {
    s->row++;
    memset(s->given, 0, sizeof s->given);
    if (s->row == 2 && has(s->sql, "CRASH_LATER")) crash();
    if (s->row == 2 && has(s->sql, "HANG_LATER")) hang();
    if (s->row == 2 && has(s->sql, "NOISE")) { printf("a driver may print\n"); fflush(stdout); }
    return s->row >= s->rows;
}
static RC fill(Statement *s, int at) {
    RC r = OK;
    for (int i = 0; i < s->width; i++) {
        Bound *b = &s->bound[i];
        if (!b->value) continue;
        LEN wide = b->type == C_CHAR ? b->max : b->type == C_DOUBLE ? 8 : b->type == C_STAMP2 || b->type == C_STAMP3 ? 16 :
            b->type == C_DATE2 || b->type == C_DATE3 ? 6 : 4;
        RC one = put(s, cell(s, i), b->type, b->value + at * wide, b->max, b->length ? b->length + at : 0, 0);
        if (one == ERROR) return ERROR;
        if (one == INFO) r = INFO;
    }
    return r;
}

RC SQLAllocEnv(void **out) { *out = calloc(1, sizeof(Handle)); return OK; }
RC SQLAllocConnect(void *env, void **out) { *out = calloc(1, sizeof(Handle)); return OK; }
RC SQLAllocStmt(void *dbc, void **out) { Statement *s = calloc(1, sizeof(Statement)); s->set = 1; *out = s; return OK; }
RC SQLFreeEnv(void *h) { free(h); return OK; }
RC SQLFreeConnect(void *h) { free(h); return OK; }
RC SQLFreeStmt(Statement *s, unsigned short option) {
    if (option == 1) free(s);
    if (option == 2) memset(s->bound, 0, sizeof s->bound);
    return OK;
}
RC SQLDriverConnect(Handle *dbc, void *window, char *in, short length, char *out, short max, short *outLength, unsigned short how) {
    if (has(in, "FAULT=crash")) crash();
    if (has(in, "FAULT=hang")) hang();
    if (has(in, "FAULT=noise")) { printf("hello from a driver\n"); fflush(stdout); }
    if (how != 0) return fail(dbc, "S1110", "A window would be shown");
    if (!has(in, "PWD=sesame 1={}")) return fail(dbc, "28000", in);
    return OK;
}
RC SQLDisconnect(void *dbc) {
    FILE *f = fopen("shim-logged-off", "w");
    if (f) { fputs("logged off", f); fclose(f); }
    return OK;
}
RC SQLGetInfo(void *dbc, unsigned short type, char *value, short max, short *length) {
    const char *text = type == 17 ? "Sterling" : type == 18 ? "34.0.23.0" : type == 6 ? "SDBC.DLL" : type == 77 ? "02.10" : 0;
    if (text) { snprintf(value, max, "%s", text); if (length) *length = (short) strlen(text); }
    else if (type == 81) *(int *) value = 0; /* SQLGetData for unbound columns behind bound ones, in order */
    else if (type == 23 || type == 24) *(short *) value = 0;
    else return fail(dbc, "S1096", "Information type out of range");
    return OK;
}
RC SQLError(Handle *env, Handle *dbc, Handle *stmt, char *state, LEN *native, char *text, short max, short *length) {
    Handle *h = stmt ? stmt : dbc ? dbc : env;
    if (!h || h->told || !h->state[0]) return NO_DATA;
    h->told = 1;
    strcpy(state, h->state);
    if (native) *(int *) native = 7;
    snprintf(text, max, "%s", h->text);
    if (length) *length = (short) strlen(text);
    return OK;
}
static RC start(Statement *s, const Column *columns, int width, int rows) {
    s->columns = columns; s->width = width; s->rows = rows; s->row = -1;
    return OK;
}
RC SQLExecDirect(Statement *s, char *sql, LEN length) {
    snprintf(s->sql, sizeof s->sql, "%s", sql);
    s->metadata = 0;
    if (has(sql, "CRASH_NOW")) crash();
    if (has(sql, "HANG_NOW")) hang();
    if (has(sql, "SLOW")) usleep(1200000);
    if (has(sql, "BAD")) return fail(&s->handle, "37000", "Syntax Error");
    if (has(sql, "ONE_ROW") || has(sql, "BLOCKS_SO_FAR")) return start(s, NUMBERS, 2, 1);
    if (has(sql, "SHORT")) return start(s, SHORT, 3, 1000);
    if (has(sql, "NUMBERS")) return start(s, NUMBERS, 2, 1000);
    return start(s, TABLE, 7, 5);
}
RC SQLColumns(Statement *s, char *a, short al, char *b, short bl, char *table, short tl, char *c, short cl) {
    s->metadata = 1;
    return start(s, METADATA, 12, 7);
}
RC SQLNumResultCols(Statement *s, short *count) { *count = (short) s->width; return OK; }
RC SQLDescribeCol(Statement *s, unsigned short i, char *name, short max, short *length, short *type, LEN *size, short *scale,
    short *nullable) {
    const Column *c = &s->columns[i - 1];
    snprintf(name, max, "%s", c->name);
    if (length) *length = (short) strlen(c->name);
    if (type) *type = c->type;
    if (size) *size = c->size;
    if (scale) *scale = c->scale;
    if (nullable) *nullable = 0; /* not true, as with Sage's */
    return OK;
}
RC SQLBindCol(Statement *s, unsigned short i, short type, char *value, LEN max, LEN *length) {
    if (type == -8) return fail(&s->handle, "S1003", "Program type out of range");
    s->bound[i - 1] = (Bound) {type, value, max, length};
    return OK;
}
RC SQLFetch(Statement *s) { return end(s) ? NO_DATA : fill(s, 0); }
RC SQLGetData(Statement *s, unsigned short i, short type, char *value, LEN max, LEN *length) {
    for (int b = i - 1; b < s->width; b++)
        if (s->bound[b].value) return fail(&s->handle, "S1002", "Invalid column number: bound columns come behind it");
    Cell c = cell(s, i - 1);
    if (c.text && s->given[i - 1] > 0 && s->given[i - 1] >= (LEN) strlen(c.text)) return NO_DATA;
    RC r = put(s, c, type, value, max, length, s->given[i - 1]);
    s->given[i - 1] += r == INFO ? max - 1 : c.text ? (LEN) strlen(c.text) : 1;
    return r;
}
RC SQLSetStmtOption(Statement *s, unsigned short option, LEN value) {
    if (option != ROWSET_SIZE) return fail(&s->handle, "S1092", "Option type out of range");
    s->set = (int) value;
    return OK;
}
RC SQLGetStmtOption(Statement *s, unsigned short option, LEN *value) {
    if (option != ROWSET_SIZE) return fail(&s->handle, "S1092", "Option type out of range");
    *value = s->set;
    return OK;
}
#ifdef BLOCKS
/* 1: as it should be. 2: says a whole block and has filled one row. 3: does not say how many. */
RC SQLExtendedFetch(Statement *s, unsigned short how, LEN row, unsigned long *count, unsigned short *states) {
    int rows = 0;
    for (; rows < s->set; rows++) {
        if (end(s)) break;
        if (states) states[rows] = 0;
        if ((BLOCKS == 1 || rows == 0) && fill(s, rows) == ERROR) return ERROR;
    }
    if (count && BLOCKS < 3) *count = rows;
    if (rows > 1) blocks++;
    return rows ? OK : NO_DATA;
}
#endif
