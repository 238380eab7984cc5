package fairlead.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void setsNumbersToTheRightAndTextToTheLeft() {
        Table table = new Table("Data type", "Records", "Status");
        table.row("invoices", "1,234", "Complete");
        table.row("taxRates", "9", "Queued");
        assertThat(table.lines("  "))
                .containsExactly(
                        "  Data type  Records  Status",
                        "  invoices     1,234  Complete",
                        "  taxRates         9  Queued");
    }

    @Test
    void leavesACellBlankBetweenNumbers() {
        Table table = new Table("Data type", "Total", "Status");
        table.row("invoices", "1,234.50", "Complete");
        table.row("taxRates", "", "Complete");
        assertThat(table.lines(""))
                .containsExactly(
                        "Data type     Total  Status",
                        "invoices   1,234.50  Complete",
                        "taxRates             Complete");
    }
}
