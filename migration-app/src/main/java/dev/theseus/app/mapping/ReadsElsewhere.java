package dev.theseus.app.mapping;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.inspection.Check;
import dev.theseus.domain.inspection.Finding;
import dev.theseus.domain.inspection.MappingTrial;
import dev.theseus.domain.inspection.MappingTrial.Question;
import dev.theseus.domain.inspection.MappingTrial.Reads;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds expressions that read more than the row that they are computed for: nothing notes a change there, so what was
 * made of it would stay as it was.
 *
 * @param findings to which is added what is found
 */
record ReadsElsewhere(MappingTrial trial, List<Finding> findings) {

    /**
     * Nothing else reads a table, or calls a function outside of pg_catalog; that is what the server is asked about.
     */
    private static final Pattern MAY_READ =
            Pattern.compile("(?i)\\b(select|table)\\b|\\.\\s*(\"(?:[^\"]|\"\")+\"|[\\w$]+)\\s*\\(|\\boperator\\s*\\(");

    /** @param where the plan says it, for messages */
    void of(MappedTable table, Side computes, String where, Question question) {
        if (!MAY_READ.matcher(SayingCheck.withoutLiterals(question.sql())).find()) {
            return;
        }
        switch (trial.reads(computes, question)) {
            case Reads.NotTold notTold ->
                warns(table, where + ": what it reads besides its row could not be told: " + notTold.reason() + ".");
            case Reads.Told told -> {
                tables(table, where, told.tables());
                if (!told.functions().isEmpty()) {
                    warns(
                            table,
                            where + ": it calls " + String.join(", ", told.functions())
                                    + ", which may read tables: a change there would not be noticed. Declare the function "
                                    + "IMMUTABLE if it reads none.");
                }
            }
        }
    }

    private void tables(MappedTable table, String where, List<TableName> tables) {
        List<TableName> undeclared =
                tables.stream().filter(t -> !table.says().reads().contains(t)).toList();
        if (!undeclared.isEmpty()) {
            String names = undeclared.stream().map(TableName::toString).collect(Collectors.joining(", "));
            findings.add(Finding.stops(
                    Check.EXPRESSION,
                    name(table),
                    where + ": it reads " + names
                            + " by a subquery, and a change there would not be noticed, so the row "
                            + "would stay as it was. Bring the table in by an entry of its own with the same target, "
                            + "which joins it; or, if what it reads does not change while the migration is under way, "
                            + "declare it by name: `reads: [" + names + "]`."));
        }
    }

    private void warns(MappedTable table, String message) {
        findings.add(Finding.warns(Check.EXPRESSION, name(table), message));
    }

    private static String name(MappedTable table) {
        return table.plan().old() + " -> " + table.plan().target();
    }
}
