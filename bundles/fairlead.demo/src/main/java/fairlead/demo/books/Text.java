package fairlead.demo.books;

import java.util.SplittableRandom;

/** The words that a company's books are full of, some of them outside ASCII. */
final class Text {
    private static final String[] FIRST = {
        "Harbour", "Northgate", "Silver Birch", "Anchor", "Kestrel", "Redwood", "Thames", "Mercer",
        "Oakfield", "Blue Door", "Café Bloom", "Quayside", "Lantern", "Pennine", "Brontë", "Wessex",
        "Ó Briain", "Tyddyn Môn", "Señor Paella", "Caledonia", "Fenland", "Ashdown"
    };
    private static final String[] SECOND = {
        "Garages", "Interiors", "Stationery", "Joinery", "Foods", "Consulting", "Motors",
                "Textiles",
        "Pharmacy", "Bakery", "Lettings", "Software", "Printing", "Timber", "Freight", "Studios"
    };
    private static final String[] LEGAL = {"Ltd", "plc", "& Co", "LLP", "& Sons", "Partnership"};
    private static final String[] STREETS = {
        "High Street", "Mill Lane", "Station Road", "Queen’s Parade", "Dock Road", "Church Walk"
    };
    private static final String[] TOWNS = {
        "Newcastle upon Tyne", "Bristol", "Leeds", "Norwich", "Cardiff", "Stoke-on-Trent", "Exeter"
    };
    private static final String[] GOODS = {
        "Copy Paper - Economy Grade", "Whiteboard - Drywipe (900 x 1200)", "Desk – oak veneer",
        "Calculator - Desktop", "Envelope - White (110 x 220) Plain", "Shorthand Notebook",
        "Filing cabinet “Atlas”, 4 drawers", "Correction Fluid - White", "Monitor 27in",
        "Mouse Mat - (241 x 203) Blue", "Crème laid paper, 100 sheets", "Laminator Pouches - A4"
    };
    private static final String[] SERVICES = {
        "Consultancy, per hour",
        "Installation on site",
        "Annual maintenance £ fixed price",
        "Training – half a day",
        "Delivery and assembly"
    };
    private static final String[] COSTS = {
        "Office supplies",
        "Rent for the quarter",
        "Electricity",
        "Fuel",
        "Telephone",
        "Advertising",
        "Solicitor’s fees",
        "Repairs",
        "Insurance premium",
        "Train fares",
        "Lunch at café"
    };

    private Text() {}

    static String of(SplittableRandom random, String[] words) {
        return words[random.nextInt(words.length)];
    }

    static String company(SplittableRandom random) {
        return of(random, FIRST) + " " + of(random, SECOND) + " " + of(random, LEGAL);
    }

    static String[] address(SplittableRandom random) {
        return new String[] {
            1 + random.nextInt(180) + " " + of(random, STREETS),
            random.nextInt(3) == 0 ? "Unit " + (1 + random.nextInt(30)) : "",
            of(random, TOWNS),
            random.nextInt(2) == 0 ? "Tyne & Wear" : "",
            "NE" + (1 + random.nextInt(40)) + " " + (1 + random.nextInt(9)) + "TZ"
        };
    }

    static String goods(SplittableRandom random) {
        return of(random, GOODS);
    }

    static String service(SplittableRandom random) {
        return of(random, SERVICES);
    }

    static String cost(SplittableRandom random) {
        return of(random, COSTS);
    }

    static String pounds(long pence) {
        long abs = Math.abs(pence);
        return (pence < 0 ? "-" : "")
                + abs / 100
                + "."
                + (char) ('0' + abs / 10 % 10)
                + (char) ('0' + abs % 10);
    }

    static String documentType(int type) {
        return switch (type) {
            case Document.INVOICE -> "Product Invoice";
            case Document.SERVICE_INVOICE -> "Service Invoice";
            case Document.CREDIT -> "Product Credit Note";
            case Document.PROFORMA -> "Product Proforma";
            default -> "Product Quote";
        };
    }
}
