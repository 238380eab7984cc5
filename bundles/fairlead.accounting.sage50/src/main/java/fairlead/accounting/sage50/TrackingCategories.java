package fairlead.accounting.sage50;

import fairlead.accounting.api.AccountingException;
import fairlead.accounting.api.Checkpoint;
import fairlead.accounting.api.DataType;
import java.time.LocalDateTime;

/** Departments, projects and cost codes, each under a group of its own. */
final class TrackingCategories {
    private static final String[] DEPARTMENTS = {
        "NUMBER", "NAME", "RECORD_MODIFY_DATE", "RECORD_DELETED"
    };
    private static final String[] PROJECTS = {
        "REFERENCE", "NAME", "RECORD_MODIFY_DATE", "RECORD_DELETED"
    };
    private static final String[] COST_CODES = {
        "REFERENCE", "DESCRIPTION", "RECORD_MODIFY_DATE", "RECORD_DELETED"
    };

    /** No number of a department, of which 0 is one. */
    static final int NONE = -1;

    private final Source source;
    private final Json json;

    TrackingCategories(Source source, Json json) {
        this.source = source;
        this.json = json;
    }

    void write(Collector out, Checkpoint checkpoint)
            throws AccountingException, InterruptedException {
        group(out, checkpoint, "DEPARTMENTS", "Departments", "DEPARTMENT", DEPARTMENTS);
        group(out, checkpoint, "PROJECTS", "Projects", "PROJECT", PROJECTS);
        group(out, checkpoint, "COSTCODES", "Cost codes", "PROJECT_COST_CODE", COST_CODES);
    }

    private void group(
            Collector out,
            Checkpoint checkpoint,
            String parent,
            String name,
            String table,
            String[] columns)
            throws AccountingException, InterruptedException {
        boolean any = false;
        try (Cursor c = source.all(table, columns, checkpoint)) {
            while (c.next()) {
                String id =
                        parent.equals("DEPARTMENTS")
                                ? Names.department(c.number(NONE))
                                : named(parent, c.reference());
                String text = c.text();
                LocalDateTime modified = c.stamp();
                if (c.flag()) {
                    continue;
                }
                if (id.isEmpty()) {
                    out.reject(
                            DataType.TRACKING_CATEGORIES,
                            Keys.of(table),
                            "",
                            Masters.noId(table + "." + columns[0]));
                } else {
                    any = true;
                    record(out, id, parent, text, modified);
                }
            }
        }
        if (any) {
            record(out, parent, "", name, null);
        }
    }

    private static String named(String parent, String reference) {
        String prefix = parent.equals("PROJECTS") ? "project_" : "costcode_";
        return reference.isEmpty() ? "" : prefix + reference;
    }

    private void record(
            Collector out, String id, String parent, String name, LocalDateTime modified) {
        byte[] bytes = TrackingCategoryMapper.map(json, id, parent, name, modified);
        out.record(DataType.TRACKING_CATEGORIES, Keys.of(id), id, bytes);
    }
}
