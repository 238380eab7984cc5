package fairlead.accounting.sage50;

import java.time.LocalDate;

/** COMPANY to the company's profile. No published sample: the order is that of the schema. */
final class CompanyMapper {
    private CompanyMapper() {}

    static byte[] map(Json json, CompanyRow row, String baseCurrency) {
        json.record()
                .text("companyName", row.name)
                .text("accountingPlatformRef", row.id)
                .list("addresses");
        Addresses.write(json, "Unknown", row.address, row.country);
        json.endList().list("phoneNumbers");
        if (!row.telephone.isEmpty()) {
            json.object().text("number", row.telephone).text("type", "Primary").end();
        }
        json.endList().list("webLinks");
        if (!row.web.isEmpty()) {
            json.object().text("type", "Website").text("url", row.web).end();
        }
        json.endList().text("taxNumber", row.taxNumber);
        if (row.startMonth >= 1 && row.startMonth <= 12 && row.financialYear >= 1980) {
            json.date("financialYearStartDate", LocalDate.of(row.financialYear, row.startMonth, 1));
        }
        json.text("baseCurrency", baseCurrency).stamp("createdDate", row.created, "");
        return json.bytes();
    }
}
