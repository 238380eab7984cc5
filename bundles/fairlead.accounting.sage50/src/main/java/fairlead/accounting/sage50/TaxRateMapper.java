package fairlead.accounting.sage50;

/** TAX_CODE to a tax rate. */
final class TaxRateMapper {
    private TaxRateMapper() {}

    static byte[] map(Json json, TaxRates.TaxRate rate) throws Unmappable {
        Unmappable.check(rate.rate() == null ? "TAX_CODE.TAX_RATE" : null);
        json.record()
                .text("id", rate.id())
                .text("name", rate.name())
                .text("code", rate.code())
                .text("status", "Active")
                .number("effectiveTaxRate", rate.rate())
                .number("totalTaxRate", rate.rate())
                .list("components")
                .object()
                .text("name", rate.code())
                .number("rate", rate.rate())
                .flag("isCompound", false)
                .end()
                .endList()
                .list("validDatatypeLinks")
                .endList();
        return json.bytes();
    }
}
