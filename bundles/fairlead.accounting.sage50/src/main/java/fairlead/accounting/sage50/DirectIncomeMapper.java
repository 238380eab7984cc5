package fairlead.accounting.sage50;

import fairlead.accounting.api.DataType;
import fairlead.accounting.api.SourceRecord;

/** A BR, CR or VR header to a direct income, as its mirror to a direct cost (mapping rule 32). */
final class DirectIncomeMapper {
    private final DirectPosting posting;

    DirectIncomeMapper(Parts parts) {
        this.posting = new DirectPosting(parts, DataType.DIRECT_INCOMES);
    }

    SourceRecord map(Entry entry) throws Unmappable {
        return posting.map(entry);
    }
}
