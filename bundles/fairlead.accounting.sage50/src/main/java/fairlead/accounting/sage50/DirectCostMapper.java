package fairlead.accounting.sage50;

import fairlead.accounting.api.DataType;
import fairlead.accounting.api.SourceRecord;

/** A BP, CP or VP header to a direct cost (mapping rules 13, 18 and 32). */
final class DirectCostMapper {
    private final DirectPosting posting;

    DirectCostMapper(Parts parts) {
        this.posting = new DirectPosting(parts, DataType.DIRECT_COSTS);
    }

    SourceRecord map(Entry entry) throws Unmappable {
        return posting.map(entry);
    }
}
