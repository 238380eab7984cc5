package fairlead.accounting.sage50;

import fairlead.accounting.api.AccountingException;
import fairlead.accounting.api.Mark;

/**
 * Up to where the audit trail is filled: the highest number of each of its tables.
 *
 * @param header HEADER_NUMBER of AUDIT_HEADER
 * @param split SPLIT_NUMBER of AUDIT_SPLIT
 * @param usage USAGE_NUMBER of AUDIT_USAGE
 * @param journal TRAN_NUMBER of AUDIT_JOURNAL
 */
record SageMark(int header, int split, int usage, int journal) {
    static SageMark read(Source source) throws AccountingException {
        return new SageMark(
                max(source, "AUDIT_HEADER", "HEADER_NUMBER"),
                max(source, "AUDIT_SPLIT", "SPLIT_NUMBER"),
                max(source, "AUDIT_USAGE", "USAGE_NUMBER"),
                max(source, "AUDIT_JOURNAL", "TRAN_NUMBER"));
    }

    private static int max(Source source, String table, String column) throws AccountingException {
        return Math.toIntExact(Math.max(0, source.max(table, column).orElse(0)));
    }

    static SageMark of(Mark mark) {
        String[] parts = mark.token().split(",", -1);
        if (parts.length != 4) {
            throw new IllegalArgumentException("no mark of Sage 50: " + mark.token());
        }
        return new SageMark(
                Integer.parseInt(parts[0]),
                Integer.parseInt(parts[1]),
                Integer.parseInt(parts[2]),
                Integer.parseInt(parts[3]));
    }

    Mark mark() {
        return new Mark(header + "," + split + "," + usage + "," + journal);
    }
}
