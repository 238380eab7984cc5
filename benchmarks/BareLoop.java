import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import fairlead.demo.standin.StandInDriver;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Properties;
import java.util.zip.GZIPOutputStream;

/** The agent's peer: reads the columns that the agent reads of the ledger's rows, writes each as JSON through gzip, and does nothing else with them. */
final class BareLoop {
    private static final String[] QUERIES = {
        "SELECT HEADER_NUMBER, TRAN_NUMBER, TYPE, DATE, ACCOUNT_REF, BANK_CODE, INV_REF, INV_REF_NUMERIC, DETAILS, "
                + "DUE_DATE, NET_AMOUNT, TAX_AMOUNT, GROSS_AMOUNT, FOREIGN_NET_AMOUNT, FOREIGN_TAX_AMOUNT, "
                + "FOREIGN_GROSS_AMOUNT, CURRENCY, FOREIGN_RATE, REVAL_TRANSACTION_FLAG, DATE_ENTERED, RECORD_MODIFY_DATE, "
                + "DELETED_FLAG, RECORD_DELETED FROM AUDIT_HEADER",
        "SELECT SPLIT_NUMBER, HEADER_NUMBER, DATE, NOMINAL_CODE, DETAILS, DEPT_NUMBER, PROJECT_ID, COST_CODE_ID, "
                + "TAX_CODE, NET_AMOUNT, TAX_AMOUNT, FOREIGN_NET_AMOUNT, FOREIGN_TAX_AMOUNT, RECORD_CREATE_DATE, "
                + "DELETED_FLAG, RECORD_DELETED FROM AUDIT_SPLIT",
        "SELECT USAGE_NUMBER, SPLIT_NUMBER, SPLIT_CROSSREF, AMOUNT, FOREIGN_AMOUNT, DELETED_FLAG, RECORD_DELETED "
                + "FROM AUDIT_USAGE",
        "SELECT HEADER_NUMBER, TRAN_NUMBER, SPLIT_NUMBER, NOMINAL_CODE, DETAILS, STMT_TEXT, AMOUNT, DELETED_FLAG, "
                + "RECORD_DELETED FROM AUDIT_JOURNAL"
    };

    /** Counts what is written to it. */
    private static final class Counted extends OutputStream {
        private long bytes;

        @Override
        public void write(int one) {
            bytes++;
        }

        @Override
        public void write(byte[] some, int from, int length) {
            bytes += length;
        }
    }

    /** Arguments: the company's address, the user, the password's file. Prints rows, CPU-seconds and compressed bytes. */
    public static void main(String[] arguments) throws Exception {
        Properties logon = new Properties();
        logon.put("user", arguments[1]);
        logon.put("password", Files.readString(Path.of(arguments[2])).strip());
        long rows = 0;
        Counted written = new Counted();
        try (Connection connection = new StandInDriver().connect(arguments[0], logon);
                JsonGenerator json =
                        new JsonFactory().createGenerator(new GZIPOutputStream(written))) {
            for (String query : QUERIES) {
                try (Statement statement = connection.createStatement()) {
                    statement.setFetchSize(1_000);
                    try (ResultSet row = statement.executeQuery(query)) {
                        int columns = row.getMetaData().getColumnCount();
                        String[] names = new String[columns];
                        for (int i = 0; i < columns; i++) {
                            names[i] = row.getMetaData().getColumnName(i + 1);
                        }
                        while (row.next()) {
                            json.writeStartObject();
                            for (int i = 0; i < columns; i++) {
                                json.writeStringField(names[i], row.getString(i + 1));
                            }
                            json.writeEndObject();
                            rows++;
                        }
                    }
                }
            }
        }
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        System.out.println(rows + " " + system.getProcessCpuTime() / 1e9 + " " + written.bytes);
    }
}
