package fairlead.odbc.child;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import fairlead.odbc.wire.Frame;
import fairlead.odbc.wire.FrameReader;
import fairlead.odbc.wire.FrameWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;

/** Runs one ODBC connection for the parent process, until standard input ends. */
final class ChildMain {
    private final Requests requests;
    private final FrameWriter out;
    private final Manners manners = new Manners();
    private Link link;
    private Result result;

    private ChildMain(Requests requests, FrameWriter out) {
        this.requests = requests;
        this.out = out;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        FrameWriter out = new FrameWriter(new FileOutputStream(FileDescriptor.out));
        System.setOut(System.err); // frames alone go out there
        Requests requests = new Requests(System.in);
        Thread reader = new Thread(requests, "fairlead-odbc-requests");
        reader.setDaemon(true);
        reader.start();
        out.begin(Frame.HELLO).putInt(Frame.VERSION).send();
        new ChildMain(requests, out).serve();
    }

    private void serve() throws IOException, InterruptedException {
        FrameReader request;
        while ((request = requests.next()) != null) {
            try {
                answer(request);
            } catch (OdbcFailure e) {
                failed(e.state(), e.code(), e.getMessage());
            } catch (RuntimeException | LinkageError e) {
                failed("HY000", 0, "The driver's process failed: " + e);
            }
            out.send();
        }
        closeResult();
        if (link != null) {
            link.close();
        }
    }

    private void failed(String state, int code, String message) {
        out.begin(Frame.FAILED).putText(state).putInt(code).putText(message);
        manners.write(out);
    }

    private void answer(FrameReader request) throws IOException, OdbcFailure {
        switch (request.type()) {
            case Frame.SOURCES -> sources();
            case Frame.CONNECT -> connect(request);
            case Frame.QUERY -> {
                int most = request.getInt();
                Memory sql = Wide.of(request.getText());
                int length = (int) (sql.size() / Character.BYTES) - 1;
                open(most, stmt -> Odbc.SQLExecDirectW(stmt, sql, length));
            }
            case Frame.TABLES -> {
                int most = request.getInt();
                Name table = Name.of(request.getText());
                open(most, stmt -> tables(stmt, table));
            }
            case Frame.COLUMNS -> {
                int most = request.getInt();
                Name table = Name.of(request.getText());
                open(most, stmt -> columns(stmt, table));
            }
            case Frame.FETCH -> {
                if (result == null) {
                    throw new OdbcFailure("24000", 0, "There are no rows to fetch.");
                }
                result.fetch(out);
            }
            case Frame.CLOSE -> {
                closeResult();
                out.begin(Frame.CLOSED);
                manners.write(out);
            }
            default -> throw new OdbcFailure("HY000", 0, "No request is called " + request.type());
        }
    }

    /** A name or pattern for a metadata call; none for all. */
    private record Name(Memory text, short length) {
        static Name of(String name) {
            return name.isEmpty()
                    ? new Name(null, (short) 0)
                    : new Name(Wide.of(name), (short) name.length());
        }
    }

    private static short tables(Pointer stmt, Name table) {
        short none = 0;
        return Odbc.SQLTablesW(stmt, null, none, null, none, table.text, table.length, null, none);
    }

    private static short columns(Pointer stmt, Name table) {
        short none = 0;
        return Odbc.SQLColumnsW(stmt, null, none, null, none, table.text, table.length, null, none);
    }

    private Link link() throws OdbcFailure {
        if (link == null) {
            try {
                Odbc.load();
            } catch (UnsatisfiedLinkError e) {
                throw new OdbcFailure(
                        "IM003", 0, "This machine has no ODBC driver manager: " + e.getMessage());
            }
            link = new Link();
        }
        return link;
    }

    private void sources() throws OdbcFailure {
        Link found = link();
        out.begin(Frame.FOUND);
        for (boolean drivers : new boolean[] {true, false}) {
            var names = found.installed(drivers);
            out.putInt(names.size());
            names.forEach(out::putText);
        }
    }

    private void connect(FrameReader request) throws IOException, OdbcFailure {
        String text = request.getText();
        manners.read(request);
        request.wipe();
        Link made = link();
        made.connect(text);
        out.begin(Frame.CONNECTED)
                .putText(made.info(Odbc.INFO_DBMS_NAME))
                .putText(made.info(Odbc.INFO_DBMS_VERSION))
                .putText(made.info(Odbc.INFO_DRIVER_NAME))
                .putText(made.info(Odbc.INFO_DRIVER_VERSION));
    }

    private void open(int most, Result.Start start) throws OdbcFailure {
        closeResult();
        result = new Result(link(), manners, most, start);
        result.describe(out);
    }

    private void closeResult() {
        if (result != null) {
            result.close();
            result = null;
        }
    }
}
