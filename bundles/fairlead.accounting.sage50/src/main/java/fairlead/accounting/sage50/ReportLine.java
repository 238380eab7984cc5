package fairlead.accounting.sage50;

import java.util.List;

/**
 * A line of a statement.
 *
 * @param account the nominal code; empty where the line is no account
 * @param value in hundredths
 */
record ReportLine(String account, String name, long value, List<ReportLine> items) {
    ReportLine {
        items = List.copyOf(items);
    }

    /** A line that is the sum of others. */
    static ReportLine of(String name, List<ReportLine> items) {
        return new ReportLine("", name, items.stream().mapToLong(ReportLine::value).sum(), items);
    }

    void write(Json json, String property) {
        json.object(property);
        content(json);
    }

    private void content(Json json) {
        if (!account.isEmpty()) {
            json.text("accountId", account);
        }
        json.text("name", name).cents("value", value).list("items");
        for (ReportLine item : items) {
            json.object();
            item.content(json);
        }
        json.endList().end();
    }
}
