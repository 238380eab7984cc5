package fairlead.accounting.sage50;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The generated notes of payments (mapping rule 10), each made once for a slice. */
final class Notes {
    private final LedgerMap map;
    private final Map<Integer, String> notes = new HashMap<>();

    Notes(LedgerMap map) {
        this.map = map;
    }

    String of(Settlement by) {
        return notes.computeIfAbsent(by.number(), number -> note(by));
    }

    private String note(Settlement by) {
        List<Settlement.Document> documents = new ArrayList<>();
        for (int header : map.settledBy(by.number())) {
            documents.add(new Settlement.Document(map.posting(header), map.id(header)));
        }
        return by.note(map.id(by.number()), documents);
    }
}
