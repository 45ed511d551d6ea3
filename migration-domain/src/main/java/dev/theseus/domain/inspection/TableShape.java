package dev.theseus.domain.inspection;

import dev.theseus.domain.database.Column;
import dev.theseus.domain.database.TableDefinition;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.database.UniqueKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether the rows of a table of old fit into its target, as far as the two definitions tell. */
public record TableShape(TableDefinition old, TableDefinition target) {

    private static final Set<String> LARGE_OBJECT_TYPES = Set.of("oid", "lo", "public.lo");

    /** Whether a table can take part in a migration at all. */
    public static Optional<Finding> kind(TableDefinition table, String side) {
        return switch (table.kind()) {
            case ORDINARY, PARTITIONED -> Optional.empty();
            case INHERITED ->
                Optional.of(Finding.stops(
                        Check.TABLE_KIND,
                        table.name(),
                        "is the parent or child of another table by INHERITS " + "in " + side
                                + ", which is not supported. Make it a partitioned table, or exclude it."));
            case FOREIGN ->
                Optional.of(Finding.stops(
                        Check.TABLE_KIND,
                        table.name(),
                        "is a foreign table in " + side
                                + ": its rows are not there to be captured or copied. Exclude it."));
        };
    }

    /** The columns that a copy carries, in old's order: those that are carried here and exist there. */
    public List<String> carried() {
        return old.columns().stream()
                .filter(c -> c.isCarried()
                        && target.column(c.name()).map(Column::isCarried).orElse(false))
                .map(Column::name)
                .toList();
    }

    /** Everything that the two definitions show. */
    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        old.columns().forEach(column -> judge(column, findings));
        target.columns().forEach(column -> added(column).ifPresent(findings::add));
        target.uniqueKeys().forEach(key -> uniqueness(key).ifPresent(findings::add));
        return findings;
    }

    private void judge(Column column, List<Finding> findings) {
        Optional<Column> counterpart = target.column(column.name());
        if (counterpart.isEmpty()) {
            missing(column).ifPresent(findings::add);
            return;
        }
        Column there = counterpart.get();
        computed(column, there).ifPresent(findings::add);
        if (column.isCarried() && there.isCarried()) {
            type(column, there).ifPresent(findings::add);
            nulls(column, there).ifPresent(findings::add);
            largeObject(old.name(), column).ifPresent(findings::add);
        }
    }

    private Optional<Finding> missing(Column column) {
        if (!column.isCarried()) {
            return Optional.of(Finding.notes(
                    Check.COLUMN,
                    target.name(),
                    "has no column " + column.name() + "; it is computed in old, so nothing is lost."));
        }
        return Optional.of(Finding.stops(
                Check.COLUMN,
                target.name(),
                "has no column " + column.name() + " (" + column.type()
                        + " in old): its values would be lost. Add it to new, say under `columns:` where they go, or declare "
                        + "the loss by name under `drop:`."));
    }

    private Optional<Finding> computed(Column column, Column there) {
        if (column.isCarried() == there.isCarried()) {
            return Optional.empty();
        }
        String side = column.isCarried() ? "new" : "old";
        return Optional.of(Finding.stops(
                Check.COMPUTED_COLUMN,
                target.name(),
                "column " + column.name()
                        + " is computed (GENERATED ALWAYS AS) in " + side
                        + " only, so its values can't be carried and need not "
                        + "agree. Make it the same on both sides."));
    }

    private Optional<Finding> type(Column column, Column there) {
        String types = column.type() + " in old and " + there.type() + " in new";
        return switch (TypeFit.of(column.type(), there.type())) {
            case SAME, WIDER -> Optional.empty();
            case SAME_NAME_ELSEWHERE ->
                Optional.of(Finding.notes(
                        Check.COLUMN_TYPE,
                        target.name(),
                        "column " + column.name() + " is " + types
                                + ": types of one name in two schemas, taken to be alike."));
            case DIFFERENT ->
                Optional.of(
                        Finding.stops(
                                Check.COLUMN_TYPE,
                                target.name(),
                                "column " + column.name() + " is " + types
                                        + ". Give it old's type, or a wider one that prints values alike (smallint, integer, bigint; "
                                        + "a longer varchar, or text; a greater precision), or say under `columns:` how its values change."));
        };
    }

    private Optional<Finding> nulls(Column column, Column there) {
        return column.nullable() && !there.nullable()
                ? Optional.of(
                        Finding.warns(
                                Check.NULLS,
                                target.name(),
                                "column " + column.name()
                                        + " may be NULL in old but not in new: a row with a NULL there would be refused and set aside."))
                : Optional.empty();
    }

    /** What is to be known of a column that may point to large objects. */
    public static Optional<Finding> largeObject(TableName table, Column column) {
        return LARGE_OBJECT_TYPES.contains(column.type())
                ? Optional.of(Finding.warns(
                        Check.LARGE_OBJECT,
                        table,
                        "column " + column.name() + " is of type "
                                + column.type()
                                + ": if it points to large objects (pg_largeobject), the numbers are carried, "
                                + "but not the objects. Name the column under `large-objects` to carry them too."))
                : Optional.empty();
    }

    /** A column that only new has. */
    private Optional<Finding> added(Column column) {
        if (old.column(column.name()).isPresent() || !column.isCarried()) {
            return Optional.empty();
        }
        if (column.nullable() || column.hasDefault()) {
            return Optional.of(Finding.stops(
                    Check.LOSS,
                    target.name(),
                    "column " + column.name()
                            + " does not exist in old: what new writes there is lost by a rollback. Say under `columns:` and "
                            + "`back:` what it is made of, or declare the loss by name under `loses:`."));
        }
        return Optional.of(Finding.stops(
                Check.REQUIRED_COLUMN,
                target.name(),
                "column " + column.name()
                        + " is NOT NULL without a default and does not exist in old, so no row could be stored. "
                        + "Say under `columns:` where its values come from, give it a default, or allow NULL."));
    }

    private Optional<Finding> uniqueness(UniqueKey key) {
        Set<String> columns = new HashSet<>(key.columns());
        boolean given = old.uniqueKeys().stream().anyMatch(k -> columns.containsAll(k.columns()));
        return given
                ? Optional.empty()
                : Optional.of(Finding.warns(
                        Check.UNIQUENESS,
                        target.name(),
                        "has a unique index in new (" + key.name()
                                + ") on (" + String.join(", ", key.columns())
                                + ") that old has not: rows that old holds twice "
                                + "would be refused and set aside."));
    }
}
