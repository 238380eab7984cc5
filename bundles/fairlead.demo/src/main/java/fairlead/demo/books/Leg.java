package fairlead.demo.books;

import java.util.ArrayList;
import java.util.List;

/** One row of AUDIT_JOURNAL: debit positive, credit negative. */
record Leg(Split split, String nominal, long amount, long foreign) {
    /** The double entry of one split. */
    static List<Leg> of(Split split) {
        List<Leg> legs = new ArrayList<>(3);
        split.legs((s, nominal, amount, foreign) -> legs.add(new Leg(s, nominal, amount, foreign)));
        return legs;
    }
}
