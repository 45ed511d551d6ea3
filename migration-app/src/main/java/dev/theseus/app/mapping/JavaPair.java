package dev.theseus.app.mapping;

import dev.theseus.domain.database.Column;
import dev.theseus.domain.database.TableDefinition;
import dev.theseus.domain.database.UniqueKey;
import dev.theseus.domain.inspection.Check;
import dev.theseus.domain.inspection.Finding;
import dev.theseus.domain.inspection.TypeFit;
import dev.theseus.domain.mapping.Expression;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.mapping.MappedColumn;
import dev.theseus.domain.mapping.Mapping;
import dev.theseus.domain.mapping.RowMapping;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.rowmapping.RowColumn;
import dev.theseus.jdbc.rowmapping.RowMappings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Makes the images of a pair whose rows a mapping in Java makes, and holds it against both catalogues. */
final class JavaPair {

    private final MappedPair pair;
    private final String className;
    private final List<Finding> findings = new ArrayList<>();

    /**
     * One side of the mapping.
     *
     * @param row the record that stands for its rows
     * @param table as its catalogue has it
     * @param side how messages name it
     * @param columns of the record
     */
    private record End(String row, TableDefinition table, String side, List<RowColumn> columns) {

        Set<String> names() {
            Set<String> names = new LinkedHashSet<>();
            columns.forEach(c -> names.add(c.column()));
            return names;
        }

        /** What can be written of it, in the record's order. */
        List<String> written() {
            return names().stream()
                    .filter(n -> table.column(n).filter(Column::isCarried).isPresent())
                    .toList();
        }
    }

    JavaPair(MappedPair pair) {
        this.pair = pair;
        this.className = pair.says().java().orElseThrow();
    }

    List<Finding> findings() {
        return findings;
    }

    /** Empty if something stands in the way, which the findings tell. */
    Optional<MappedTable> table() {
        try {
            RowMapping<?, ?> mapping = RowMappings.named(className);
            return table(end(mapping.oldRow(), pair.old(), "old"), end(mapping.newRow(), pair.target(), "new"));
        } catch (IllegalArgumentException e) {
            stops(Check.MAPPING, e.getMessage() + ".");
            return Optional.empty();
        }
    }

    private static End end(Class<? extends Record> row, TableDefinition table, String side) {
        return new End(row.getName(), table, side, RowMappings.columns(row));
    }

    private Optional<MappedTable> table(End old, End target) {
        components(old);
        components(target);
        names();
        Optional<Keys> keys = keys(old, target);
        if (keys.isEmpty() || Finding.anyStops(findings)) {
            return Optional.empty();
        }
        left(old, pair.says().drop(), "what is born in new could not be stored on the way back");
        left(target, List.of(), "no row could be stored");
        uniqueness(target, keys.get());
        Image forward = image(keys.get().old(), keys.get().target(), target, List.of());
        Image reverse =
                image(keys.get().target(), keys.get().old(), old, pair.says().loses());
        return Optional.of(new MappedTable(
                new TablePlan(
                        pair.number(),
                        pair.oldName(),
                        pair.targetName(),
                        new Mapping(pair.says().version(), Optional.of(forward), Optional.of(reverse)),
                        pair.existingRows(),
                        pair.capture()),
                pair.old(),
                pair.target(),
                pair.says()));
    }

    private Image image(List<String> from, List<String> into, End written, List<String> loses) {
        List<MappedColumn> columns = new ArrayList<>();
        for (String name : written.written()) {
            int place = into.indexOf(name);
            columns.add(new MappedColumn(
                    name, place < 0 ? new Expression.Java(className) : new Expression.Same(from.get(place))));
        }
        List<String> losses = loses.stream()
                .filter(written.written()::contains)
                .filter(c -> !into.contains(c))
                .distinct()
                .toList();
        return new Image(from, into, columns, List.of(), Optional.empty(), losses);
    }

    // --- records and columns

    private void components(End end) {
        for (RowColumn component : end.columns()) {
            Optional<Column> column = end.table().column(component.column());
            if (column.isEmpty()) {
                stops(
                        Check.COLUMN,
                        "component " + component.component() + " of " + end.row() + " stands for column "
                                + component.column() + ", which " + end.table().name() + " has not in " + end.side()
                                + "; it has "
                                + String.join(
                                        ", ",
                                        end.table().columns().stream()
                                                .map(Column::name)
                                                .toList())
                                + ". Rename the component, or say the column by @ColumnName.");
            } else {
                fits(end, component, column.get());
            }
        }
    }

    private void fits(End end, RowColumn component, Column column) {
        String what = "component " + component.component() + " of " + end.row() + " is of type "
                + component.type().getSimpleName() + ", and column " + column.name() + " of "
                + end.table().name() + " in " + end.side() + " is ";
        if (!component.takes(column.type())) {
            stops(
                    Check.COLUMN_TYPE,
                    what + column.type() + ". Take the type that stands for it, or a String, which takes any.");
        } else if (component.refusesNull() && column.nullable()) {
            findings.add(
                    Finding.warns(
                            Check.NULLS,
                            pair.text(),
                            what
                                    + "nullable: a row with a NULL there would be refused and set aside. Take its class instead."));
        }
    }

    private void names() {
        pair.says().drop().stream()
                .filter(n -> pair.old().column(n).isEmpty())
                .forEach(n -> stops(
                        Check.MAPPING,
                        "`drop` names column " + n + ", which " + pair.oldName() + " has not in old. Correct it."));
        pair.says().loses().stream()
                .filter(n -> pair.old().column(n).isEmpty()
                        && pair.target().column(n).isEmpty())
                .forEach(n -> stops(
                        Check.MAPPING,
                        "`loses` names " + n + ", which neither " + pair.oldName() + " in old nor " + pair.targetName()
                                + " in new has. Correct it."));
    }

    /** Columns that the record does not speak of are not carried. */
    private void left(End end, List<String> dropped, String otherwise) {
        for (Column column : end.table().columns()) {
            if (!column.isCarried() || end.names().contains(column.name())) {
                continue;
            }
            if (!column.nullable() && !column.hasDefault()) {
                stops(
                        Check.REQUIRED_COLUMN,
                        "column " + column.name() + " of " + end.table().name()
                                + " is NOT NULL without a default in " + end.side() + " and no component of "
                                + end.row() + " stands for it, so " + otherwise
                                + ". Add a component, or give it a default.");
            } else if (!dropped.contains(column.name()) && !pair.says().loses().contains(column.name())) {
                boolean ofOld = end.side().equals("old");
                stops(
                        Check.LOSS,
                        "column " + column.name() + " of " + end.table().name() + " in " + end.side()
                                + " is not carried: no component of " + end.row()
                                + " stands for it. Add one, or declare "
                                + "the loss by name: "
                                + (ofOld
                                        ? "`drop: [" + YamlName.of(column.name()) + "]` if new does not keep it, "
                                        : "")
                                + "`loses: [" + YamlName.of(column.name()) + "]` if it may differ after a rollback.");
            }
        }
    }

    private void uniqueness(End target, Keys keys) {
        for (UniqueKey key : target.table().uniqueKeys()) {
            if (!key.columns().containsAll(keys.target())) {
                findings.add(Finding.warns(
                        Check.UNIQUENESS,
                        pair.text(),
                        "has a unique index in new (" + key.name() + ") on (" + String.join(", ", key.columns())
                                + "), which the mapping may make alike for two rows: one of them would be refused and set"
                                + " aside."));
            }
        }
    }

    // --- keys

    /** A mapping in Java can't say the key of a row that is gone, so keys keep their values. */
    private Optional<Keys> keys(End old, End target) {
        List<List<String>> candidates = pair.key()
                .map(List::of)
                .orElseGet(() -> pair.old().uniqueKeys().stream()
                        .filter(UniqueKey::identifiesRows)
                        .map(UniqueKey::columns)
                        .toList());
        for (List<String> candidate : candidates) {
            List<String> there =
                    pair.says().newKey().isEmpty() ? candidate : pair.says().newKey();
            if (pair.old().isIdentifiedBy(candidate)
                    && pair.target().isIdentifiedBy(there)
                    && candidate.size() == there.size()) {
                return fitting(new Keys(candidate, there), old, target);
            }
        }
        stops(
                Check.KEY,
                "has no key that identifies rows in old and in new. A mapping in Java carries the key as it is: say which"
                        + " columns it is, as `key: { old: [id], new: [person_id] }`, each a primary key or a unique"
                        + " index over NOT NULL columns.");
        return Optional.empty();
    }

    private Optional<Keys> fitting(Keys keys, End old, End target) {
        Set<String> lacking = new HashSet<>(keys.old());
        lacking.removeAll(old.written());
        Set<String> lackingThere = new HashSet<>(keys.target());
        lackingThere.removeAll(target.written());
        Stream.concat(
                        lacking.stream().map(c -> c + " of " + old.row()),
                        lackingThere.stream().map(c -> c + " of " + target.row()))
                .forEach(c -> stops(
                        Check.KEY, "needs a component for the key's column " + c + ", which is carried as it is."));
        for (int i = 0; i < keys.old().size(); i++) {
            String from = pair.old().column(keys.old().get(i)).orElseThrow().type();
            String into =
                    pair.target().column(keys.target().get(i)).orElseThrow().type();
            if (TypeFit.of(from, into) == TypeFit.DIFFERENT) {
                stops(
                        Check.KEY,
                        "has the key " + keys.old().get(i) + " of type " + from + " in old and "
                                + keys.target().get(i) + " of type " + into
                                + " in new, and a mapping in Java carries the key as it is. Give it a type that fits.");
            }
        }
        return lacking.isEmpty() && lackingThere.isEmpty() ? Optional.of(keys) : Optional.empty();
    }

    private void stops(Check check, String message) {
        findings.add(Finding.stops(check, pair.text(), message));
    }
}
