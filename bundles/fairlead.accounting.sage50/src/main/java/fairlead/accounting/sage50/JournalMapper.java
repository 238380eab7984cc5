package fairlead.accounting.sage50;

import fairlead.accounting.api.DataType;
import fairlead.accounting.api.SourceRecord;

/** A JD or JC header that is no transfer, which somebody wrote by hand, to a journal. */
final class JournalMapper {
    private final Json json;
    private final Parts parts;

    JournalMapper(Parts parts) {
        this.json = parts.json;
        this.parts = parts;
    }

    SourceRecord map(Entry entry) throws Unmappable {
        HeaderRow header = entry.header;
        String id = String.valueOf(entry.transaction());
        json.record()
                .text("id", id)
                .text("journalCode", header.reference)
                .text("name", header.details)
                .text("type", "Manual")
                .flag("hasChildren", false);
        if (!entry.splits.isEmpty()) {
            json.stamp("createdOn", entry.splits.get(0).created, "");
        }
        json.text("status", "Active").stamp("sourceModifiedDate", header.modified, "");
        return parts.record(DataType.JOURNALS, header.number, id);
    }
}
