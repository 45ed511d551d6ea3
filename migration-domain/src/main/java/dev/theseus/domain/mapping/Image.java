package dev.theseus.domain.mapping;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the rows of a source look like in the shape of a target. Copy, apply and comparison all read a source through
 * its image, so they can't come to differ in what they take a row for.
 *
 * @param sourceKey columns of the source that identify a row; NOT NULL and unique together. Capture notes their values
 * @param targetKey columns of the target that identify the mapped row, among {@code columns}. Their expressions may
 *     speak of the source's key only, so that the target's key is known of a row that is gone
 * @param columns all that are written on the target, in the order in which they are copied
 * @param joins tables that complete the row
 * @param filter an SQL condition over the source and the joined tables: a row for which it does not hold has no mapped
 *     row
 * @param losses those of the columns in which the target may hold something else, because the way there and back does
 *     not keep them: declared by the plan, by name, and left out of comparisons
 */
public record Image(
        List<String> sourceKey,
        List<String> targetKey,
        List<MappedColumn> columns,
        List<Join> joins,
        Optional<String> filter,
        List<String> losses) {

    /** The alias by which expressions speak of the source. */
    public static final String SOURCE = "t";

    public Image {
        sourceKey = List.copyOf(sourceKey);
        targetKey = List.copyOf(targetKey);
        columns = List.copyOf(columns);
        joins = List.copyOf(joins);
        losses = List.copyOf(losses);
        Set<String> names = new HashSet<>();
        for (MappedColumn column : columns) {
            if (!names.add(column.name())) {
                throw new IllegalArgumentException("Column " + column.name() + " is mapped twice");
            }
        }
        if (sourceKey.isEmpty() || targetKey.isEmpty()) {
            throw new IllegalArgumentException("A mapping needs a key on both sides");
        }
        if (!names.containsAll(targetKey)) {
            throw new IllegalArgumentException("The key must be among the mapped columns: " + targetKey);
        }
        if (!names.containsAll(losses)) {
            throw new IllegalArgumentException("What is lost must be among the mapped columns: " + losses);
        }
        for (Join join : joins) {
            if (join.on().size() != sourceKey.size()) {
                throw new IllegalArgumentException(
                        join.table() + " is joined on " + join.on() + ", the key has the columns " + sourceKey);
            }
        }
        requireOneLanguage(sourceKey, targetKey, columns, joins, filter);
    }

    /** A mapping in Java sees one row of one table, and says nothing of a row that is gone: its key is carried. */
    private static void requireOneLanguage(
            List<String> sourceKey,
            List<String> targetKey,
            List<MappedColumn> columns,
            List<Join> joins,
            Optional<String> filter) {
        List<MappedColumn> made = columns.stream()
                .filter(c -> c.from() instanceof Expression.Java)
                .toList();
        if (made.isEmpty()) {
            return;
        }
        if (made.stream().map(MappedColumn::from).distinct().count() > 1
                || made.size() + targetKey.size() != columns.size()
                || !joins.isEmpty()
                || filter.isPresent()) {
            throw new IllegalArgumentException(
                    "A mapping in Java makes all columns of a row but its key, of one row of one table");
        }
        for (MappedColumn column : columns) {
            int place = targetKey.indexOf(column.name());
            if (place >= 0 && (place >= sourceKey.size() || !column.isSame(sourceKey.get(place)))) {
                throw new IllegalArgumentException("A mapping in Java carries the key as it is: " + targetKey
                        + " has to be what " + sourceKey + " is");
            }
        }
    }

    /** An image that loses nothing. */
    public Image(
            List<String> sourceKey,
            List<String> targetKey,
            List<MappedColumn> columns,
            List<Join> joins,
            Optional<String> filter) {
        this(sourceKey, targetKey, columns, joins, filter, List.of());
    }

    /** Rows that look the same on both sides. */
    public static Image same(List<String> key, List<String> columns) {
        return new Image(key, key, columns.stream().map(MappedColumn::same).toList(), List.of(), Optional.empty());
    }

    /** The class of the mapping in Java that makes the rows; empty if a server can make them. */
    public Optional<String> java() {
        return columns.stream()
                .flatMap(c -> c.from() instanceof Expression.Java java ? Stream.of(java.mapping()) : Stream.empty())
                .findFirst();
    }

    /** Names of the target's columns, in the order in which they are copied. */
    public List<String> targetColumns() {
        return columns.stream().map(MappedColumn::name).toList();
    }

    /** The columns in which the target must hold what the source says, in their order: all but the declared losses. */
    public List<MappedColumn> comparedColumns() {
        return columns.stream().filter(c -> !losses.contains(c.name())).toList();
    }

    /** Whether a row looks the same on both sides. */
    public boolean isSame() {
        return joins.isEmpty()
                && filter.isEmpty()
                && losses.isEmpty()
                && sourceKey.equals(targetKey)
                && columns.stream().allMatch(c -> c.isSame(c.name()));
    }

    /** Whether the target's key has the values of the source's, column by column, under whatever names. */
    public boolean keepsKey() {
        if (sourceKey.size() != targetKey.size()) {
            return false;
        }
        for (int i = 0; i < sourceKey.size(); i++) {
            if (!column(targetKey.get(i)).isSame(sourceKey.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** A column of the target. */
    public MappedColumn column(String name) {
        return columns.stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
    }
}
