/* Reads the table through ODBC with bound columns, 100 rows a fetch, and looks at every value. CPU-seconds of fetching alone. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef void *H;
short SQLAllocHandle(short, H, H *);
short SQLSetEnvAttr(H, int, void *, int);
short SQLDriverConnect(H, void *, char *, short, char *, short, short *, unsigned short);
short SQLExecDirect(H, char *, int);
short SQLSetStmtAttr(H, int, void *, int);
short SQLBindCol(H, unsigned short, short, void *, long, long *);
short SQLFetch(H);
short SQLFreeHandle(short, H);
short SQLDisconnect(H);
enum { ROWS = 100, TEXT = 61 };
static int numbers[3][ROWS];
static unsigned short texts[6][ROWS][TEXT];
static double amounts[3][ROWS];
static struct { short y; unsigned short m, d; } dates[ROWS];
static struct { short y; unsigned short m, d, h, n, s; unsigned f; } stamps[ROWS];
static long lengths[14][ROWS];

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

int main(int count, char **arguments) {
    char in[500], out[500];
    short length;
    H env, dbc, stmt;
    SQLAllocHandle(1, 0, &env);
    SQLSetEnvAttr(env, 200, (void *) 3, 0);
    SQLAllocHandle(2, env, &dbc);
    snprintf(in, sizeof in, "Driver={SQLite3};Database=%s", arguments[1]);
    if (SQLDriverConnect(dbc, 0, in, -3, out, sizeof out, &length, 0) > 1) return 1;
    for (int time = 0; time < atoi(arguments[2]); time++) {
        unsigned long fetched = 0, rows = 0;
        long long sum = 0;
        SQLAllocHandle(3, dbc, &stmt);
        SQLSetStmtAttr(stmt, 27, (void *) ROWS, 0);
        SQLSetStmtAttr(stmt, 26, &fetched, 0);
        if (SQLExecDirect(stmt, "SELECT SPLIT_NUMBER, HEADER_NUMBER, DEPT_NUMBER, TYPE, ACCOUNT_REF, NOMINAL_CODE, INV_REF, DETAILS, TAX_CODE,"
            " NET_AMOUNT, TAX_AMOUNT, GROSS_AMOUNT, DATE, RECORD_MODIFY_DATE FROM AUDIT_SPLIT", -3)) return 2;
        for (int i = 0; i < 3; i++) SQLBindCol(stmt, i + 1, -16, numbers[i], 4, lengths[i]);
        for (int i = 0; i < 6; i++) SQLBindCol(stmt, i + 4, -8, texts[i], TEXT * 2, lengths[i + 3]);
        for (int i = 0; i < 3; i++) SQLBindCol(stmt, i + 10, 8, amounts[i], 8, lengths[i + 9]);
        SQLBindCol(stmt, 13, 91, dates, 6, lengths[12]);
        SQLBindCol(stmt, 14, 93, stamps, 16, lengths[13]);
        double start = now();
        while (SQLFetch(stmt) == 0) {
            rows += fetched;
            for (unsigned long r = 0; r < fetched; r++) {
                for (int i = 0; i < 3; i++) sum += numbers[i][r] + (long long) (amounts[i][r] * 100 + 0.5);
                for (int i = 0; i < 6; i++) for (int c = 0; c < lengths[i + 3][r] / 2; c++) sum += texts[i][r][c];
                sum += dates[r].y + dates[r].m + dates[r].d + stamps[r].y + stamps[r].m + stamps[r].d + stamps[r].h + stamps[r].n + stamps[r].s;
            }
        }
        double took = now() - start;
        printf("%lu rows, checksum %lld: %.3f CPU-seconds, %.0f rows a CPU-second\n", rows, sum, took, rows / took);
        SQLFreeHandle(3, stmt);
    }
    SQLDisconnect(dbc);
    return 0;
}
