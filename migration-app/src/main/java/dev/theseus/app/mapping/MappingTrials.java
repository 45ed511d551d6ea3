package dev.theseus.app.mapping;

import dev.theseus.domain.database.Column;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableDefinition;
import dev.theseus.domain.inspection.Check;
import dev.theseus.domain.inspection.Finding;
import dev.theseus.domain.inspection.MappingTrial;
import dev.theseus.domain.inspection.MappingTrial.Answer;
import dev.theseus.domain.inspection.MappingTrial.Outcome;
import dev.theseus.domain.inspection.MappingTrial.Question;
import dev.theseus.domain.inspection.TypeFit;
import dev.theseus.domain.mapping.Expression;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.mapping.Join;
import dev.theseus.domain.mapping.MappedColumn;
import dev.theseus.domain.plan.TablePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Has the servers try the expressions of mapped tables, then takes rows of old there and back. */
public final class MappingTrials {

    private static final int SAMPLE = 10_000;

    private final MappingTrial trial;
    private final List<MappedTable> tables;
    private final PlanPlaces places;
    private final List<Finding> findings = new ArrayList<>();
    private final ReadsElsewhere reads;

    public MappingTrials(MappingTrial trial, List<MappedTable> tables, PlanPlaces places) {
        this.trial = trial;
        this.tables = tables;
        this.places = places;
        this.reads = new ReadsElsewhere(trial, findings);
    }

    /** Where the plan says something of a column of a table, for messages. */
    @FunctionalInterface
    public interface PlanPlaces {
        /** @param key as the plan file spells it: that of the columns, of the way back, or of one of the conditions */
        Optional<String> of(TablePlan table, String key, Optional<String> column);
    }

    /**
     * @param rowsToo whether rows are to be taken there and back, once all expressions can be computed
     * @throws dev.theseus.domain.database.DatabaseUnavailable if a server does not answer
     */
    public List<Finding> findings(boolean rowsToo) {
        for (MappedTable table : tables) {
            table.plan()
                    .mapping()
                    .forward()
                    .ifPresent(image -> expressions(table, Side.OLD, image, table.old(), table.target()));
            table.plan()
                    .mapping()
                    .reverse()
                    .ifPresent(image -> expressions(table, Side.NEW, image, table.target(), table.old()));
        }
        if (rowsToo && !Finding.anyStops(findings)) {
            tables.forEach(this::partners);
            findings.addAll(new KeyTrials(trial, tables).findings());
            RoundTrips trips = new RoundTrips(tables);
            tables.stream().filter(MappingTrials::isInJava).forEach(this::inJava);
            tables.stream()
                    .filter(t -> t.plan().mapping().reverse().isPresent() && !isInJava(t))
                    .filter(this::canTell)
                    .forEach(t -> findings.addAll(trips.of(t)
                            .map(trip -> new TripFindings(t).of(trial.roundTrip(trip, SAMPLE), trip.back()))
                            .orElseGet(() -> List.of(TripFindings.notOnOldAlone(t)))));
        }
        return findings;
    }

    private static boolean isInJava(MappedTable table) {
        return table.says().java().isPresent();
    }

    private void inJava(MappedTable table) {
        Outcome outcome = trial.roundTrip(table.plan(), table.old(), table.target(), SAMPLE);
        findings.addAll(new TripFindings(table)
                .of(outcome, table.plan().mapping().reverse().orElseThrow()));
    }

    /** Where a key that is given only later has no stand-in, nothing can be told of the way back. */
    private boolean canTell(MappedTable table) {
        boolean unknown = Stream.of(
                        table.plan().mapping().forward(), table.plan().mapping().reverse())
                .flatMap(Optional::stream)
                .flatMap(image -> image.columns().stream())
                .anyMatch(KeyTrials::isUnknown);
        if (unknown) {
            findings.add(TripFindings.notBeforeKeys(table));
        }
        return !unknown;
    }

    /** Rows of a joined table that complete none would have no row in new, without a word. */
    private void partners(MappedTable table) {
        table.plan().mapping().forward().ifPresent(image -> {
            for (Join join : image.joins()) {
                if (!isGuaranteed(table, image, join)) {
                    List<String> strays = trial.strays(table.old().name(), image.sourceKey(), join);
                    findings.add(strays.isEmpty() ? mayStray(table, join) : stray(table, join, strays));
                }
            }
        });
    }

    private boolean isGuaranteed(MappedTable table, Image image, Join join) {
        return tables.stream()
                .map(MappedTable::old)
                .filter(old -> old.name().equals(join.table()))
                .flatMap(old -> old.foreignKeys().stream())
                .anyMatch(k -> k.to().equals(table.old().name())
                        && k.columns().equals(join.on())
                        && k.referenced().equals(image.sourceKey()));
    }

    private static Finding stray(MappedTable table, Join join, List<String> keys) {
        return Finding.stops(
                Check.LOSS,
                join.table(),
                "has rows without a partner in " + table.old().name() + ", which would have none in "
                        + table.target().name() + ", as " + String.join(" ", keys)
                        + ". Give them a partner, or delete them.");
    }

    private static Finding mayStray(MappedTable table, Join join) {
        return Finding.warns(
                Check.LOSS,
                join.table(),
                "has no foreign key in old to " + table.old().name()
                        + ": a row that is written without a partner there would have no row in new. Add the foreign key.");
    }

    private void expressions(
            MappedTable table, Side computes, Image image, TableDefinition source, TableDefinition target) {
        for (MappedColumn column : image.columns()) {
            if (column.from() instanceof Expression.Sql sql) {
                boolean isKey = image.targetKey().contains(column.name());
                Answer answer = trial.ask(computes, question(source, image, isKey, sql.text()));
                judge(table, computes, image, target.column(column.name()).orElseThrow(), answer);
                if (answer instanceof Answer.Typed) {
                    reads.of(
                            table,
                            computes,
                            where(table, computes, column.name()),
                            question(source, image, isKey, sql.text()));
                }
            }
        }
        image.filter().ifPresent(sql -> {
            Question question = question(source, image, false, sql);
            Answer answer = trial.ask(computes, question);
            filter(table, computes, answer);
            if (answer instanceof Answer.Typed) {
                reads.of(table, computes, where(table, computes), question);
            }
        });
    }

    /** Where the plan says how a column is made. */
    private String where(MappedTable table, Side computes, String column) {
        String place = places.of(table.plan(), computes == Side.OLD ? "columns" : "back", Optional.of(column))
                .map(p -> " (" + p + ")")
                .orElse("");
        return "column " + column + " of " + (computes == Side.OLD ? "new" : "old") + place;
    }

    /** Where the plan says which rows have one on the other side. */
    private String where(MappedTable table, Side computes) {
        String key = computes == Side.OLD ? "where" : "where-back";
        return "`" + key + "`"
                + places.of(table.plan(), key, Optional.empty())
                        .map(p -> " (" + p + ")")
                        .orElse("");
    }

    private static Question question(TableDefinition source, Image image, boolean isKey, String sql) {
        return new Question(
                source.name(),
                image.sourceKey(),
                isKey ? List.of() : image.joins(),
                isKey ? Optional.of(image.sourceKey()) : Optional.empty(),
                sql);
    }

    private void judge(MappedTable table, Side computes, Image image, Column target, Answer answer) {
        String where = where(table, computes, target.name());
        switch (answer) {
            case Answer.Refused refused ->
                stops(
                        table,
                        Check.EXPRESSION,
                        where + ": the " + computes + " server can't compute it"
                                + (image.targetKey().contains(target.name())
                                        ? " from the key (" + String.join(", ", image.sourceKey()) + ") alone"
                                        : "")
                                + ": " + refused.message()
                                + ". Speak of the row by the alias `t`, and name functions and "
                                + "types outside of pg_catalog with their schema.");
            case Answer.Typed typed
            when !fits(typed.type(), target, table, computes) ->
                stops(
                        table,
                        Check.COLUMN_TYPE,
                        where + ": the expression is " + typed.type() + ", the column " + target.type()
                                + ". Cast it: `CAST(… AS " + target.type() + ")`.");
            case Answer.Typed typed -> {}
        }
    }

    /**
     * A type that the computing server does not know is read from text by the other. What new holds in a wider type
     * goes back into the narrower one that it came from.
     */
    private static boolean fits(String type, Column target, MappedTable table, Side computes) {
        String base = target.type().replaceAll("\\(\\d+(,-?\\d+)?\\)", "");
        boolean elsewhere = base.contains(".")
                && (computes == Side.OLD ? table.old() : table.target())
                        .columns().stream().noneMatch(c -> c.type().equals(target.type()));
        boolean isText = type.equals("text") || type.equals("character varying");
        boolean widened = computes == Side.NEW && TypeFit.of(base, type) == TypeFit.WIDER;
        return TypeFit.of(type, base) != TypeFit.DIFFERENT || widened || (elsewhere && isText);
    }

    private void filter(MappedTable table, Side computes, Answer answer) {
        String where = where(table, computes);
        switch (answer) {
            case Answer.Refused refused ->
                stops(
                        table,
                        Check.EXPRESSION,
                        where + ": the " + computes + " server can't compute it: " + refused.message() + ".");
            case Answer.Typed typed
            when !typed.type().equals("boolean") ->
                stops(table, Check.EXPRESSION, where + " is " + typed.type() + ", and should be a condition.");
            case Answer.Typed typed -> {}
        }
    }

    private void stops(MappedTable table, Check check, String message) {
        findings.add(
                Finding.stops(check, table.plan().old() + " -> " + table.plan().target(), message));
    }
}
