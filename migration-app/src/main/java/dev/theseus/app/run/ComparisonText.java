package dev.theseus.app.run;

import dev.theseus.domain.verification.Divergence;
import dev.theseus.domain.verification.TableComparison;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** Says what the comparison of a table found, for people. */
public final class ComparisonText {

    private static final int EXAMPLES = 10;

    private ComparisonText() {}

    /** One line, and one for each of the first rows that differ, or did before they were repaired. */
    public static List<String> lines(TableComparison table) {
        List<String> lines = new ArrayList<>();
        String name = name(table);
        lines.add("  %-40s %,12d rows on old, %,d on new: %s"
                .formatted(name, table.rowsOld(), table.rowsNew(), Wording.of(table)));
        table.examples().stream().limit(EXAMPLES).forEach(d -> lines.add("      " + table.table() + ", " + example(d)));
        table.repairs().stream()
                .limit(EXAMPLES)
                .forEach(d -> lines.add("      repaired: " + table.table() + ", " + example(d)));
        return lines;
    }

    private static String name(TableComparison table) {
        return table.table().equals(table.target())
                ? table.table().toString()
                : table.table() + " -> " + table.target();
    }

    private static String example(Divergence divergence) {
        String kind = divergence.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        StringJoiner columns = new StringJoiner(", ", " in ", "").setEmptyValue("");
        for (int i = 0; i < divergence.columns().size(); i++) {
            columns.add(divergence.columns().get(i) + digests(divergence, i));
        }
        return "key " + divergence.key() + ": " + kind + columns;
    }

    private static String digests(Divergence divergence, int column) {
        if (divergence.digests().isEmpty()) {
            return "";
        }
        Divergence.Digests digests = divergence.digests().get(column);
        return " (digest " + digests.old() + " on old, " + digests.target() + " on new)";
    }
}
