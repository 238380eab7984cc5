package fairlead.demo.books;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The customers and suppliers of a company. The first few are there for what is awkward in them.
 */
final class Parties {
    /** A reference that a customer and a supplier share. */
    static final String SHARED = "DUAL01";

    final List<Party> customers = new ArrayList<>();
    final List<Party> suppliers = new ArrayList<>();
    private final SplittableRandom random;

    Parties(SplittableRandom random, int transactions) {
        this.random = random;
        int count = Math.min(3_000, 40 + transactions / 150);
        known(true, "A1D001", "A1 Design Services", Currencies.BASE, "GB", "GB123456789", 2);
        known(true, "BRI001", "Bright’s Café & Bar", Currencies.BASE, "GB", "", 1);
        known(true, SHARED, "Dual Trading (buys)", Currencies.BASE, "GB", "", 0);
        known(true, "EUR001", "Müller & Söhne GmbH", Currencies.EUR, "DE", "DE811569869", 1);
        known(true, "USD001", "Grapevine Inc", Currencies.USD, "US", "", 0);
        known(true, "OLD001", "Old Mill (ceased)", Currencies.BASE, "GB", "", 0).inactive = true;
        known(true, "TRA001", "Patterson & Grainger  ", Currencies.BASE, "GB", "", 3);
        known(false, "CON001", "Concept Stationery Supplies", Currencies.BASE, "GB", "GB9", 1);
        known(false, SHARED, "Dual Trading (sells)", Currencies.BASE, "GB", "", 0);
        known(false, "EUR002", "Pâtisserie Étoile SARL", Currencies.EUR, "FR", "FR40303265045", 0);
        known(false, "OLD002", "Closed Papers", Currencies.BASE, "GB", "", 0).inactive = true;
        fill(true, count);
        fill(false, count * 2 / 3);
    }

    private Party known(
            boolean customer,
            String ref,
            String name,
            int currency,
            String country,
            String vat,
            int deliveries) {
        Party party = new Party(customer, ref, name, currency, Text.address(random), country, vat);
        party.contact = customer ? "Zoë O’Neill" : "";
        party.department = 1;
        party.deliveries = deliveries;
        (customer ? customers : suppliers).add(party);
        return party;
    }

    private void fill(boolean customer, int count) {
        List<Party> list = customer ? customers : suppliers;
        for (int n = list.size(); n < count; n++) {
            Party party =
                    new Party(
                            customer,
                            (customer ? "C" : "S") + String.valueOf(10_000 + n),
                            Text.company(random),
                            Currencies.BASE,
                            Text.address(random),
                            "GB",
                            random.nextInt(3) == 0 ? "GB" + (100_000_000 + n) : "");
            party.department = random.nextInt(6);
            party.deliveries = random.nextInt(8) == 0 ? 1 : 0;
            list.add(party);
        }
    }

    Party customer(String ref) {
        return find(customers, ref);
    }

    Party supplier(String ref) {
        return find(suppliers, ref);
    }

    private static Party find(List<Party> list, String ref) {
        return list.stream().filter(p -> p.ref.equals(ref)).findFirst().orElseThrow();
    }

    /** Somebody who may be invoiced: anyone in base or euro who is not inactive. */
    Party any(boolean customer) {
        List<Party> list = customer ? customers : suppliers;
        while (true) {
            Party party = list.get(random.nextInt(list.size()));
            if (!party.inactive && party.currency != Currencies.USD) {
                return party;
            }
        }
    }
}
