package fairlead.odbc.child;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;

/**
 * The functions of the ODBC C API that are called here, and its numbers. What takes text is wide;
 * what does not is not, since unixODBC refuses those for old drivers. A length or count is 64 bits
 * wide: only 64-bit drivers are run.
 */
final class Odbc {
    static final short SUCCESS = 0;
    static final short SUCCESS_WITH_INFO = 1;
    static final short NO_DATA = 100;

    static final short HANDLE_ENV = 1;
    static final short HANDLE_DBC = 2;
    static final short HANDLE_STMT = 3;

    static final int ATTR_ODBC_VERSION = 200;
    static final int OV_ODBC3 = 3;
    static final int ATTR_ROW_STATUS_PTR = 25;
    static final int ATTR_ROWS_FETCHED_PTR = 26;
    static final int ATTR_ROW_ARRAY_SIZE = 27;

    static final short DRIVER_NOPROMPT = 0;
    static final short FETCH_NEXT = 1;
    static final short FETCH_FIRST = 2;
    static final short CLOSE = 0;
    static final short UNBIND = 2;
    static final short POSITION = 0;

    static final short INFO_DRIVER_NAME = 6;
    static final short INFO_DRIVER_VERSION = 7;
    static final short INFO_DBMS_NAME = 17;
    static final short INFO_DBMS_VERSION = 18;
    static final short INFO_GETDATA_EXTENSIONS = 81;
    static final int GD_ANY_COLUMN = 1;
    static final short FUNCTION_EXTENDED_FETCH = 59;
    static final short FUNCTION_FETCH_SCROLL = 1021;

    static final short C_CHAR = 1;
    static final short C_DOUBLE = 8;
    static final short C_DATE = 91;
    static final short C_TIME = 92;
    static final short C_TIMESTAMP = 93;
    static final short C_WCHAR = -8;
    static final short C_LONG = -16;
    static final short C_BIGINT = -25;

    static final int NULL_DATA = -1;
    static final int NO_TOTAL = -4;

    private Odbc() {}

    /**
     * Has to be called before any other function.
     *
     * @throws UnsatisfiedLinkError when this machine has no ODBC driver manager
     */
    static void load() {
        if (Native.POINTER_SIZE != Long.BYTES) {
            throw new UnsatisfiedLinkError("only a 64-bit Java can run a 64-bit driver");
        }
        Native.register(Odbc.class, library());
    }

    private static NativeLibrary library() {
        if (Platform.isWindows()) {
            return NativeLibrary.getInstance("odbc32");
        }
        try {
            return NativeLibrary.getInstance("odbc");
        } catch (UnsatisfiedLinkError e) {
            // without the package for developers there is no name without a version
            return NativeLibrary.getInstance("libodbc.so.2");
        }
    }

    static boolean failed(short returned) {
        return returned != SUCCESS && returned != SUCCESS_WITH_INFO;
    }

    static native short SQLAllocHandle(short type, Pointer input, Pointer output);

    static native short SQLFreeHandle(short type, Pointer handle);

    static native short SQLSetEnvAttr(Pointer env, int attribute, Pointer value, int length);

    static native short SQLDriversW(
            Pointer env,
            short direction,
            Pointer name,
            short nameMax,
            Pointer nameLength,
            Pointer attributes,
            short attributesMax,
            Pointer attributesLength);

    static native short SQLDataSourcesW(
            Pointer env,
            short direction,
            Pointer name,
            short nameMax,
            Pointer nameLength,
            Pointer description,
            short descriptionMax,
            Pointer descriptionLength);

    static native short SQLDriverConnectW(
            Pointer dbc,
            Pointer window,
            Pointer text,
            short textLength,
            Pointer completed,
            short completedMax,
            Pointer completedLength,
            short completion);

    static native short SQLDisconnect(Pointer dbc);

    static native short SQLGetInfoW(
            Pointer dbc, short type, Pointer value, short max, Pointer length);

    static native short SQLGetFunctions(Pointer dbc, short function, Pointer supported);

    static native short SQLTablesW(
            Pointer stmt,
            Pointer catalog,
            short catalogLength,
            Pointer schema,
            short schemaLength,
            Pointer table,
            short tableLength,
            Pointer type,
            short typeLength);

    static native short SQLColumnsW(
            Pointer stmt,
            Pointer catalog,
            short catalogLength,
            Pointer schema,
            short schemaLength,
            Pointer table,
            short tableLength,
            Pointer column,
            short columnLength);

    static native short SQLExecDirectW(Pointer stmt, Pointer sql, int length);

    static native short SQLNumResultCols(Pointer stmt, Pointer count);

    static native short SQLDescribeColW(
            Pointer stmt,
            short column,
            Pointer name,
            short nameMax,
            Pointer nameLength,
            Pointer type,
            Pointer size,
            Pointer digits,
            Pointer nullable);

    static native short SQLSetStmtAttr(Pointer stmt, int attribute, Pointer value, int length);

    static native short SQLGetStmtAttr(
            Pointer stmt, int attribute, Pointer value, int max, Pointer length);

    static native short SQLBindCol(
            Pointer stmt, short column, short type, Pointer value, long max, Pointer indicator);

    static native short SQLFetch(Pointer stmt);

    static native short SQLFetchScroll(Pointer stmt, short orientation, long offset);

    static native short SQLSetPos(Pointer stmt, long row, short operation, short lock);

    static native short SQLGetData(
            Pointer stmt, short column, short type, Pointer value, long max, Pointer indicator);

    static native short SQLFreeStmt(Pointer stmt, short option);

    static native short SQLGetDiagRecW(
            short type,
            Pointer handle,
            short record,
            Pointer state,
            Pointer code,
            Pointer message,
            short max,
            Pointer length);
}
