package dev.theseus.app.mapping;

import dev.theseus.domain.inspection.Check;
import dev.theseus.domain.inspection.Finding;
import dev.theseus.domain.inspection.MappingTrial.Deviation;
import dev.theseus.domain.inspection.MappingTrial.Outcome;
import dev.theseus.domain.mapping.Image;
import java.util.List;
import java.util.stream.Stream;

/** What it means that rows went there and back. */
record TripFindings(MappedTable table) {

    static Finding notOnOldAlone(MappedTable table) {
        return Finding.notes(
                Check.ROUND_TRIP,
                name(table),
                "its rows come from several tables, so the way there and back can't be tried on old alone; the "
                        + "comparison of both databases will tell.");
    }

    static Finding notBeforeKeys(MappedTable table) {
        return Finding.notes(
                Check.ROUND_TRIP,
                name(table),
                "its keys in new are given only when the migration begins, so the way there and back can't be tried before; "
                        + "the comparison of both databases will tell.");
    }

    private static String name(MappedTable table) {
        return table.plan().old() + " -> " + table.plan().target();
    }

    List<Finding> of(Outcome outcome, Image back) {
        return switch (outcome) {
            case Outcome.Compared compared -> compared(compared, back);
            case Outcome.Failed failed ->
                List.of(Finding.stops(
                        Check.ROUND_TRIP,
                        name(table),
                        "an expression fails for the row " + failed.key().orElse("that could not be told")
                                + " of old (SQLSTATE " + failed.sqlState()
                                + "), and maybe for others. Correct the row, or the expression."));
            case Outcome.Unmapped unmapped ->
                List.of(stops(unmapped.reason() + ". There may be others. Correct the row, or the mapping."));
            case Outcome.NotTried notTried ->
                List.of(Finding.warns(
                        Check.ROUND_TRIP,
                        name(table),
                        "the way there and back can't be tried"
                                + (isInJava() ? ": " : " on old alone: ") + notTried.reason()
                                + ". The comparison of both databases will tell."));
        };
    }

    private List<Finding> compared(Outcome.Compared compared, Image back) {
        Stream<Finding> deviations = compared.deviations().stream().map(d -> deviation(d, compared.rows()));
        int columns = back.comparedColumns().size();
        String losses = back.losses().isEmpty()
                ? ""
                : ", without what is declared as lost: " + String.join(", ", back.losses());
        String said = compared.rows() == 0
                ? "old has no row that could be taken there and back."
                : "%,d rows were taken there and back in %s, and %d columns of each compared%s."
                        .formatted(compared.rows(), isInJava() ? "Java" : "SQL", columns, losses);
        return Stream.concat(deviations, Stream.of(Finding.notes(Check.ROUND_TRIP, name(table), said)))
                .toList();
    }

    private Finding deviation(Deviation d, long rows) {
        String who = "%,d of %,d rows that were tried, as %s"
                .formatted(d.rows(), Math.max(rows, d.rows()), String.join(" ", d.keys()));
        return switch (d.kind()) {
            case CHANGED ->
                stops("column " + d.column() + " of old is another after the way there and back, in " + who
                        + ". Correct how it is mapped, or declare the loss: `loses: [" + YamlName.of(d.column())
                        + "]`.");
            case LOST -> stops("rows that have one in new would not come back: " + who + ". Correct `where-back`.");
            case NULL ->
                stops("column " + d.column() + " of new is NOT NULL, and "
                        + (isInJava() ? "the mapping makes NULL of " : "the expression is NULL for ") + who
                        + ". Give it a value" + (isInJava() ? "." : ", as by coalesce."));
            case REFORMED ->
                stops(
                        "column " + d.column() + " of new would not hold what the expression says, in " + who
                                + ": its type rounds, cuts or pads it. Cast the expression to the column's type, or shorten it.");
        };
    }

    private boolean isInJava() {
        return table.says().java().isPresent();
    }

    private Finding stops(String message) {
        return Finding.stops(Check.ROUND_TRIP, name(table), message);
    }
}
