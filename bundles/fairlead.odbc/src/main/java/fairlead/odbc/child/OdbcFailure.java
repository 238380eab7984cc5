package fairlead.odbc.child;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;

/** A call that the driver refused, with what it said. */
class OdbcFailure extends Exception {
    private static final long serialVersionUID = 1;
    private static final int LONGEST = 1024;
    private static final short MOST = 8;

    private final String state;
    private final int code;

    OdbcFailure(String state, int code, String message) {
        super(message);
        this.state = state;
        this.code = code;
    }

    /** Throws what the handle's diagnostics say when the call failed. */
    static void check(short returned, short type, Pointer handle) throws OdbcFailure {
        if (Odbc.failed(returned)) {
            throw of(type, handle, returned);
        }
    }

    static OdbcFailure of(short type, Pointer handle, short returned) {
        Memory state = new Memory(6L * Character.BYTES);
        Memory code = new Memory(Integer.BYTES);
        Memory text = new Memory(LONGEST * (long) Character.BYTES);
        Memory length = new Memory(Short.BYTES);
        String first = "HY000";
        int firstCode = 0;
        StringBuilder message = new StringBuilder();
        for (short i = 1; i <= MOST; i++) {
            state.clear();
            code.clear();
            text.clear();
            short r =
                    Odbc.SQLGetDiagRecW(
                            type, handle, i, state, code, text, (short) LONGEST, length);
            if (Odbc.failed(r)) {
                break;
            }
            if (i == 1) {
                first = Wide.text(state, 5);
                firstCode = code.getInt(0);
            }
            message.append(i == 1 ? "" : "; ").append(Wide.text(text, LONGEST - 1).strip());
        }
        if (message.isEmpty()) {
            message.append("The driver returned ").append(returned).append(" and said nothing.");
        }
        return new OdbcFailure(first, firstCode, message.toString());
    }

    /** Is it about a value alone, which could not be made into what was asked for? */
    boolean isOfAValue() {
        return state.startsWith("22") || state.equals("07006");
    }

    String state() {
        return state;
    }

    int code() {
        return code;
    }
}
