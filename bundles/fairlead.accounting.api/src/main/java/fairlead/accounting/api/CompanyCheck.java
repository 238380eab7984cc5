package fairlead.accounting.api;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * What a person sees and confirms before a company is linked.
 *
 * @param pin which company it is
 * @param packageVersion version and edition as the package's users call them, for example {@code
 *     v34 (UK & Ireland edition)}
 * @param dataDirectory where the books lie
 * @param transactions how many transactions there are
 * @param lastTransaction the date of the latest one, if there is any
 * @param warnings plain sentences about what will not work, empty when all is well
 */
public record CompanyCheck(
        CompanyPin pin,
        String packageVersion,
        String dataDirectory,
        long transactions,
        Optional<LocalDate> lastTransaction,
        List<String> warnings) {
    public CompanyCheck {
        warnings = List.copyOf(warnings);
    }
}
