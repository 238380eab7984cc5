"""Makes a table shaped like Sage's splits: 14 columns, 3 whole numbers, 6 texts, 3 amounts, a date and a timestamp."""
import sqlite3
import sys

path, rows = sys.argv[1], int(sys.argv[2])
with sqlite3.connect(path) as books:
    books.execute(
        "CREATE TABLE AUDIT_SPLIT (SPLIT_NUMBER INTEGER, HEADER_NUMBER INTEGER, DEPT_NUMBER SMALLINT, TYPE VARCHAR(3),"
        " ACCOUNT_REF VARCHAR(8), NOMINAL_CODE VARCHAR(8), INV_REF VARCHAR(30), DETAILS VARCHAR(60), TAX_CODE VARCHAR(3),"
        " NET_AMOUNT DOUBLE, TAX_AMOUNT DOUBLE, GROSS_AMOUNT DOUBLE, DATE DATE, RECORD_MODIFY_DATE TIMESTAMP)"
    )
    books.executemany(
        "INSERT INTO AUDIT_SPLIT VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        (
            (
                n, n // 2 + 1, n % 7, ("SI", "PI", "JD", "JC")[n % 4], "ACC%05d" % (n % 997), str(4000 + n % 100), "INV-%07d" % n,
                "Goods and services No. %d" % (n % 5000), "T%d" % (n % 10), n % 10000 / 100, n % 2000 / 100, n % 12000 / 100,
                "20%02d-%02d-%02d" % (20 + n % 6, 1 + n % 12, 1 + n % 28), "2026-%02d-%02d %02d:15:30" % (1 + n % 9, 1 + n % 28, n % 24),
            )
            for n in range(1, rows + 1)
        ),
    )
