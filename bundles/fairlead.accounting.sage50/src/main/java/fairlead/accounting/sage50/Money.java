package fairlead.accounting.sage50;

import java.math.BigDecimal;

/**
 * In which currency a transaction counts, and its amounts in it, in hundredths.
 *
 * @param rate of one unit in the base currency; null where Sage keeps none
 * @param sign -1 for a credit whose amounts Sage keeps negative: records have them positive
 */
record Money(String currency, boolean base, BigDecimal rate, int sign) {
    static Money of(HeaderRow header, Currencies currencies) throws Unmappable {
        Unmappable.check(header.bad);
        boolean base = currencies.isBase(header.currency);
        boolean credit = header.posting().role == Posting.Role.CREDIT;
        return new Money(
                currencies.code("AUDIT_HEADER.CURRENCY", header.currency),
                base,
                base ? BigDecimal.ONE : Cursor.rate(header.rate),
                credit && header.gross < 0 ? -1 : 1);
    }

    long net(HeaderRow header) {
        return sign * (base ? header.net : header.foreignNet);
    }

    long tax(HeaderRow header) {
        return sign * (base ? header.tax : header.foreignTax);
    }

    long gross(HeaderRow header) {
        return sign * (base ? header.gross : header.foreignGross);
    }

    long net(SplitRow split) {
        return sign * (base ? split.net : split.foreignNet);
    }

    long tax(SplitRow split) {
        return sign * (base ? split.tax : split.foreignTax);
    }

    /** Of an allocation, whose sign is not known: never negative (mapping rule 26). */
    long amount(UsageRow usage) {
        return Math.abs(base ? usage.amount : usage.foreignAmount);
    }
}
