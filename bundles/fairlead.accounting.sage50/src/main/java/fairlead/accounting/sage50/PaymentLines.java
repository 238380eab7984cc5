package fairlead.accounting.sage50;

import fairlead.accounting.sage50.Posting.Role;

/**
 * The lines of a payment: one a usage, and one for what is left (mapping rules 6 to 8 and 12). The
 * amount of a line is minus the sum of its links.
 */
final class PaymentLines {
    private final Json json;
    private final Words words;

    PaymentLines(Json json, Words words) {
        this.json = json;
        this.words = words;
    }

    /**
     * The kinds of link on this side of the books.
     *
     * @param document what is paid
     * @param credit what is set off
     * @param payment money that is paid back
     */
    record Words(String document, String credit, String payment) {}

    void write(Entry entry, Money money) throws Unmappable {
        json.list("lines");
        if (entry.header.posting().role == Role.REFUND) {
            refund(entry, money);
        } else {
            settling(entry, money);
        }
        json.endList();
    }

    private void settling(Entry entry, Money money) throws Unmappable {
        HeaderRow header = entry.header;
        Role role = header.posting().role;
        String own = String.valueOf(entry.transaction());
        long left = Math.abs(money.gross(header));
        for (Entry.Settles settles : entry.settles) {
            Unmappable.check(settles.usage().bad);
            long amount = money.amount(settles.usage());
            left -= amount;
            boolean refunded = settles.posting().role == Role.REFUND;
            if (refunded && role == Role.CREDIT) {
                continue; // told by the refund, or the credit note would be used twice
            }
            json.object().cents("amount", role == Role.MONEY ? amount : 0).list("links");
            link(refunded ? "Refund" : words.document(), settles.id(), -amount, money);
            if (role == Role.CREDIT) {
                link(words.credit(), entry.documentId, amount, money);
            } else if (role == Role.DISCOUNT) {
                link("Discount", own, amount, money);
            }
            json.endList().end();
        }
        if (left != 0 && role != Role.CREDIT) {
            json.object().cents("amount", role == Role.MONEY ? left : 0).list("links");
            link("PaymentOnAccount", header.account, -left, money);
            if (role == Role.DISCOUNT) {
                link("Discount", own, left, money);
            }
            json.endList().end();
        }
    }

    private void refund(Entry entry, Money money) throws Unmappable {
        long left = Math.abs(money.gross(entry.header));
        for (Entry.Settled settled : entry.settled) {
            Unmappable.check(settled.usage().bad);
            long amount = money.amount(settled.usage());
            left -= amount;
            String type =
                    switch (settled.by().posting().role) {
                        case CREDIT -> words.credit();
                        case DISCOUNT -> "Discount";
                        default -> words.payment();
                    };
            json.object().cents("amount", -amount).list("links");
            link(type, settled.id(), amount, money);
            json.endList().end();
        }
        if (left != 0) {
            json.object().cents("amount", -left).list("links");
            link("Refund", entry.header.account, left, money);
            json.endList().end();
        }
    }

    private void link(String type, String id, long amount, Money money) {
        json.object()
                .text("type", type)
                .text("id", id)
                .cents("amount", amount)
                .number("currencyRate", money.rate())
                .end();
    }
}
