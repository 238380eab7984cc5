package fairlead.accounting.sage50;

import java.util.List;

/** The addresses of a customer or supplier (mapping rule 33). */
final class Addresses {
    private Addresses() {}

    static void write(Json json, ContactRow row, List<AddressRow> deliveries) {
        json.list("addresses");
        for (AddressRow delivery : deliveries) {
            write(json, "Delivery", delivery.address, delivery.country);
        }
        write(json, "Unknown", row.address, row.country);
        json.endList();
    }

    static void write(Json json, String type, String[] lines, String country) {
        json.object()
                .text("type", type)
                .text("line1", lines[0])
                .text("line2", lines[1])
                .text("city", lines[2])
                .text("region", lines[3])
                .text("country", country)
                .text("postalCode", lines[4])
                .end();
    }
}
