package fairlead.launcher;

import java.util.ArrayList;
import java.util.List;

/** Rows of text under headings, aligned: numbers to the right, everything else to the left. */
final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    Table(String... headings) {
        rows.add(List.of(headings));
    }

    void row(String... cells) {
        rows.add(List.of(cells));
    }

    /** The lines, each with this indentation. */
    List<String> lines(String indentation) {
        int columns = rows.get(0).size();
        int[] width = new int[columns];
        boolean[] number = new boolean[columns];
        for (int c = 0; c < columns; c++) {
            number[c] = rows.size() > 1;
            for (int r = 0; r < rows.size(); r++) {
                String cell = rows.get(r).get(c);
                width[c] = Math.max(width[c], cell.length());
                number[c] &= r == 0 || cell.matches("[0-9,.-]*");
            }
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder(indentation);
            for (int c = 0; c < columns; c++) {
                String blank = " ".repeat(width[c] - row.get(c).length());
                line.append(number[c] ? blank + row.get(c) : row.get(c) + blank).append("  ");
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }
}
