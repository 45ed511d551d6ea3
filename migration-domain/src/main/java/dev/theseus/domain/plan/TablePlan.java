package dev.theseus.domain.plan;

import dev.theseus.domain.database.Direction;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.keymap.KeyMap;
import dev.theseus.domain.mapping.Expression;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.mapping.MappedColumn;
import dev.theseus.domain.mapping.Mapping;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How one table is carried over.
 *
 * @param number identifies the table within the migration, from 1; the change log and the chunk ledger refer to it
 * @param old the table in the old database
 * @param target the table in the new database
 * @param mapping what a row of one looks like in the other
 * @param existingRows what to do when the target holds rows before the copy begins
 * @param capture how changes are noted on the source
 * @param largeObjects columns of old whose numbers stand for large objects, which travel with their rows
 */
public record TablePlan(
        int number,
        TableName old,
        TableName target,
        Mapping mapping,
        ExistingRows existingRows,
        CaptureMode capture,
        List<String> largeObjects) {

    /** What to do when the target table holds rows before the copy begins. */
    public enum ExistingRows {
        /** Stop with an error that names the table. */
        REFUSE,
        /** Overwrite rows of the same key through a staging table; leave others to verification. */
        MERGE
    }

    /** Which kind of trigger notes the changes. */
    public enum CaptureMode {
        /** Statement triggers, or row triggers where only those see every change (partitions, subscriptions). */
        AUTOMATIC,
        STATEMENT,
        ROW
    }

    public TablePlan {
        if (number < 1) {
            throw new IllegalArgumentException("Tables are numbered from 1, " + old + " has " + number);
        }
        largeObjects = List.copyOf(largeObjects);
        for (String column : largeObjects) {
            if (counterpart(mapping, column).isEmpty()) {
                throw new IllegalArgumentException("Column " + column + " of " + old
                        + " stands for large objects, so it has to be carried as it is: an object keeps its number");
            }
        }
    }

    /** A table without large objects. */
    public TablePlan(
            int number,
            TableName old,
            TableName target,
            Mapping mapping,
            ExistingRows existingRows,
            CaptureMode capture) {
        this(number, old, target, mapping, existingRows, capture, List.of());
    }

    /** The same table with columns of old that stand for large objects. */
    public TablePlan withLargeObjects(List<String> columns) {
        return new TablePlan(number, old, target, mapping, existingRows, capture, columns);
    }

    /**
     * A table whose rows look the same on both sides.
     *
     * @param key the columns that identify a row on both sides, in order; NOT NULL and unique together
     * @param columns all carried columns, the key included, in the order in which they are copied
     */
    public TablePlan(
            int number,
            TableName old,
            TableName target,
            List<String> key,
            List<String> columns,
            ExistingRows existingRows,
            CaptureMode capture) {
        this(number, old, target, sameRows(old, key, columns), existingRows, capture);
    }

    /**
     * How a key map is carried: as it is, like any other table. Rows that new has kept of it are merged with, since a
     * map outlives its migration.
     *
     * @param number free in the plan
     */
    public static TablePlan of(KeyMap map, int number) {
        return new TablePlan(
                number,
                map.table(),
                map.table(),
                List.of(KeyMap.OLD_ID),
                List.of(KeyMap.OLD_ID, KeyMap.NEW_ID),
                ExistingRows.MERGE,
                CaptureMode.AUTOMATIC);
    }

    private static Mapping sameRows(TableName old, List<String> key, List<String> columns) {
        if (key.isEmpty()) {
            throw new IllegalArgumentException("Table " + old + " has no key: name a unique NOT NULL key in the plan");
        }
        if (!new HashSet<>(columns).containsAll(key)) {
            throw new IllegalArgumentException("The key of " + old + " must be among its carried columns: " + key);
        }
        return Mapping.same(key, columns);
    }

    /** The same table with another mapping. */
    public TablePlan with(Mapping changed) {
        return new TablePlan(number, old, target, changed, existingRows, capture, largeObjects);
    }

    /** What rows look like that travel in this direction; empty if another table plan's join carries them. */
    public Optional<Image> image(Direction direction) {
        return mapping.image(direction);
    }

    /** The columns that identify a row in old. */
    public List<String> key() {
        return mapping.forward()
                .map(Image::sourceKey)
                .or(() -> mapping.reverse().map(Image::targetKey))
                .orElseThrow();
    }

    /** The columns of the target that are written, in the order in which they are copied. */
    public List<String> columns() {
        return mapping.forward().map(Image::targetColumns).orElse(List.of());
    }

    public TableName on(Side side) {
        return side == Side.OLD ? old : target;
    }

    /** The columns on a side whose numbers stand for large objects. */
    public List<String> largeObjects(Side side) {
        return switch (side) {
            case OLD -> largeObjects;
            case NEW ->
                largeObjects.stream()
                        .flatMap(column -> counterpart(mapping, column).stream())
                        .toList();
        };
    }

    /** The column of new that holds a column of old as it is. */
    private static Optional<String> counterpart(Mapping mapping, String column) {
        Optional<String> forward = mapping.forward().stream()
                .flatMap(image -> image.columns().stream())
                .filter(c -> c.isSame(column))
                .map(MappedColumn::name)
                .findFirst();
        return forward.or(() -> mapping.reverse().stream()
                .flatMap(image -> image.columns().stream())
                .filter(c -> c.name().equals(column))
                .map(MappedColumn::from)
                .flatMap(from -> from instanceof Expression.Same same ? Stream.of(same.column()) : Stream.empty())
                .findFirst());
    }
}
