package fairlead.odbc.child;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.List;

/** The environment and one connection. */
final class Link {
    private static final int LONGEST = 512;

    private final Memory scratch = new Memory(2L * LONGEST * Character.BYTES);
    private final Pointer env;
    private Pointer dbc;
    private int getDataExtensions;
    private boolean scrolls;

    Link() throws OdbcFailure {
        scratch.clear();
        short r = Odbc.SQLAllocHandle(Odbc.HANDLE_ENV, null, scratch);
        if (Odbc.failed(r)) {
            throw new OdbcFailure("HY001", 0, "The ODBC driver manager gives no environment.");
        }
        env = scratch.getPointer(0);
        r =
                Odbc.SQLSetEnvAttr(
                        env, Odbc.ATTR_ODBC_VERSION, Pointer.createConstant(Odbc.OV_ODBC3), 0);
        OdbcFailure.check(r, Odbc.HANDLE_ENV, env);
    }

    /** The drivers that are installed, or the data sources, for processes of 64 bits. */
    List<String> installed(boolean drivers) {
        List<String> names = new ArrayList<>();
        Pointer length = scratch.share(LONGEST * (long) Character.BYTES);
        Pointer more = length.share(Long.BYTES);
        short direction = Odbc.FETCH_FIRST;
        while (true) {
            scratch.clear();
            short most = (short) LONGEST;
            short r =
                    drivers
                            ? Odbc.SQLDriversW(
                                    env, direction, scratch, most, length, null, (short) 0, more)
                            : Odbc.SQLDataSourcesW(
                                    env, direction, scratch, most, length, null, (short) 0, more);
            if (Odbc.failed(r)) {
                return names;
            }
            names.add(Wide.text(scratch, LONGEST - 1));
            direction = Odbc.FETCH_NEXT;
        }
    }

    /** Logs on; never shows a window. */
    void connect(String text) throws OdbcFailure {
        scratch.clear();
        OdbcFailure.check(Odbc.SQLAllocHandle(Odbc.HANDLE_DBC, env, scratch), Odbc.HANDLE_ENV, env);
        dbc = scratch.getPointer(0);
        Memory wide = Wide.of(text);
        try {
            Pointer length = scratch.share(LONGEST * (long) Character.BYTES);
            short r =
                    Odbc.SQLDriverConnectW(
                            dbc,
                            null,
                            wide,
                            (short) text.length(),
                            scratch,
                            (short) LONGEST,
                            length,
                            Odbc.DRIVER_NOPROMPT);
            OdbcFailure.check(r, Odbc.HANDLE_DBC, dbc);
        } finally {
            wide.clear(); // the password is in both
            scratch.clear();
        }
        scratch.clear();
        short r =
                Odbc.SQLGetInfoW(
                        dbc, Odbc.INFO_GETDATA_EXTENSIONS, scratch, (short) Integer.BYTES, null);
        getDataExtensions = Odbc.failed(r) ? 0 : scratch.getInt(0);
        // the driver manager makes one of the other for a driver of ODBC 2
        scrolls = supports(Odbc.FUNCTION_FETCH_SCROLL) || supports(Odbc.FUNCTION_EXTENDED_FETCH);
    }

    private boolean supports(short function) {
        scratch.clear();
        short r = Odbc.SQLGetFunctions(dbc, function, scratch);
        return !Odbc.failed(r) && scratch.getShort(0) != 0;
    }

    /** What the driver says of itself; blank where it says nothing. */
    String info(short type) {
        scratch.clear();
        short max = (short) (LONGEST * Character.BYTES);
        Pointer length = scratch.share(max);
        return Odbc.failed(Odbc.SQLGetInfoW(dbc, type, scratch, max, length))
                ? ""
                : Wide.text(scratch, LONGEST - 1).strip();
    }

    /** May SQLGetData do this? */
    boolean getData(int extension) {
        return (getDataExtensions & extension) != 0;
    }

    /** Does the driver say that it can fetch several rows at once? */
    boolean scrolls() {
        return scrolls;
    }

    boolean connected() {
        return dbc != null;
    }

    Pointer dbc() throws OdbcFailure {
        if (dbc == null) {
            throw new OdbcFailure("08003", 0, "There is no connection.");
        }
        return dbc;
    }

    /** Logs off: some drivers keep a list of who is in. */
    void close() {
        if (dbc != null) {
            Odbc.SQLDisconnect(dbc);
            Odbc.SQLFreeHandle(Odbc.HANDLE_DBC, dbc);
            dbc = null;
        }
        Odbc.SQLFreeHandle(Odbc.HANDLE_ENV, env);
    }
}
