package fairlead.demo.books;

import java.time.LocalDate;

/** A customer or a supplier, and what the ledger says of it. */
final class Party {
    final boolean customer;
    final String ref;
    final String name;
    final int currency;
    final String[] address;
    final String country;
    final String vatNumber;
    String contact = "";
    boolean inactive;
    int department;
    int deliveries;

    long balance;
    long foreignBalance;
    long turnover;
    LocalDate lastInvoice;
    LocalDate lastPayment;

    Party(
            boolean customer,
            String ref,
            String name,
            int currency,
            String[] address,
            String country,
            String vatNumber) {
        this.customer = customer;
        this.ref = ref;
        this.name = name;
        this.currency = currency;
        this.address = address;
        this.country = country;
        this.vatNumber = vatNumber;
    }

    long rate() {
        return Currencies.rate(currency);
    }
}
