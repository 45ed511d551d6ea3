package dev.theseus.app.run;

import dev.theseus.domain.verification.Divergence;
import dev.theseus.domain.verification.TableComparison;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Says what the comparison of a table found, for people. */
public final class ComparisonText {

    private static final int EXAMPLES = 10;

    private ComparisonText() {}

    /** One line, and one for each of the first divergences. */
    public static List<String> lines(TableComparison table) {
        List<String> lines = new ArrayList<>();
        lines.add("  %-40s %,12d rows on old, %,d on new: %s"
                .formatted(table.table(), table.rowsOld(), table.rowsNew(), Wording.of(table)));
        table.examples().stream().limit(EXAMPLES).forEach(d -> lines.add("      " + example(d)));
        return lines;
    }

    private static String example(Divergence divergence) {
        String kind = divergence.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        String columns = divergence.columns().isEmpty() ? "" : " in " + String.join(", ", divergence.columns());
        return "key " + divergence.key() + ": " + kind + columns;
    }
}
