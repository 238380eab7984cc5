package fairlead.accounting.api;

import java.util.Optional;

/**
 * What tells one company from another under the same path.
 *
 * @param id the package's own id of the company, where it has one
 * @param name the company's name
 * @param baseCurrency ISO 4217
 */
public record CompanyPin(Optional<String> id, String name, String baseCurrency) {
    /**
     * Is this the same company? By id where both have one (a company may be renamed), otherwise by
     * name and currency.
     */
    public boolean sameCompany(CompanyPin other) {
        if (id.isPresent() && other.id.isPresent()) {
            return id.equals(other.id);
        }
        return name.equals(other.name) && baseCurrency.equals(other.baseCurrency);
    }
}
