package dev.theseus.jdbc.apply;

import dev.theseus.domain.database.Column.Origin;
import dev.theseus.jdbc.postgres.ImageQuery;
import dev.theseus.jdbc.postgres.KeyMatch;
import dev.theseus.jdbc.postgres.PgColumn;
import dev.theseus.jdbc.postgres.PgRelation;
import dev.theseus.jdbc.postgres.PgStripes;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All that has to be known of a table to bring its rows over.
 *
 * @param number in the plan
 * @param source the table that is read
 * @param target the table that is written
 * @param rules what the target's catalogue adds
 */
record TableShape(int number, From source, Into target, Rules rules) {

    /** The table that is read, with the comparison of its keys. */
    record From(PgRelation relation, KeyMatch match) {}

    /**
     * The table that is written, with the comparison of its keys.
     *
     * @param rowType all its columns in their order, quoted; empty if one that is not carried must not be NULL even in
     *     a row that is only passed on
     */
    record Into(PgRelation relation, KeyMatch match, Optional<List<String>> rowType) {}

    /**
     * What the target's catalogue says beyond columns.
     *
     * @param arbiter whether the key has an index that can decide between insert and update
     * @param constraints everything that rows of different keys can collide on
     * @param dependents foreign keys onto the table that would change other tables when a row is deleted
     * @param unseen columns that are not carried
     * @param partaking a condition on row {@code t}: rows for which it does not hold were never brought to the source,
     *     so that these lacking there means nothing; empty if all were
     */
    record Rules(
            Arbiter arbiter,
            List<UniqueRule> constraints,
            List<Dependent> dependents,
            List<UnseenColumn> unseen,
            Optional<String> partaking) {
        Rules {
            constraints = List.copyOf(constraints);
            dependents = List.copyOf(dependents);
            unseen = List.copyOf(unseen);
        }

        boolean isDeferred() {
            return constraints.stream().anyMatch(UniqueRule::deferrable);
        }
    }

    /** Whether INSERT … ON CONFLICT can be used. */
    enum Arbiter {
        KEY_INDEX,
        /** No immediate unique index on exactly the key's columns. */
        NONE
    }

    /**
     * Something that rows of different keys can collide on: a unique index, partial or on expressions too, or an
     * exclusion constraint.
     *
     * @param name of the index
     * @param elements expression and operator of each of its columns; two rows collide if all operators hold
     * @param predicate of a partial index, else {@code true}
     * @param nulls whether NULL collides with NULL
     * @param deferrable whether it is checked by a trigger, which does not fire for a replication role
     */
    record UniqueRule(String name, List<Element> elements, String predicate, Nulls nulls, boolean deferrable) {
        UniqueRule {
            elements = List.copyOf(elements);
        }
    }

    /**
     * One column of a unique rule.
     *
     * @param expression over the table's columns
     * @param operator with its schema
     * @param collation a COLLATE clause, or empty
     */
    record Element(String expression, String operator, String collation) {}

    /** How a unique index treats NULL. */
    enum Nulls {
        DISTINCT,
        NOT_DISTINCT
    }

    /**
     * A foreign key onto the table with an action on delete.
     *
     * @param name of the constraint
     * @param table that holds it, quoted
     * @param columns pairs of its column, operator and the column it refers to
     */
    record Dependent(String name, String table, List<Pair> columns) {
        Dependent {
            columns = List.copyOf(columns);
        }
    }

    /**
     * One column of a foreign key.
     *
     * @param from column of the dependent table, quoted
     * @param operator with its schema
     * @param to column of this table, quoted
     */
    record Pair(String from, String operator, String to) {}

    /**
     * A column of the target that is not carried.
     *
     * @param name quoted
     * @param value what it will hold for a staged row, as far as can be known: its generation expression, or a NULL
     * @param generated whether the server computes it
     */
    record UnseenColumn(String name, String value, boolean generated) {}

    /**
     * The image under which the target's key is another than the source's; empty if one key has one text on both sides.
     * A text in which values of one type are written is not that of another: {@code true} may come over as {@code t}.
     */
    Optional<ImageQuery> mappedKey() {
        return source.relation().image().filter(query -> !query.image().keepsKey() || !isKeyAlike());
    }

    private boolean isKeyAlike() {
        List<PgColumn> from = source.relation().key();
        List<PgColumn> into = target.relation().key();
        for (int i = 0; i < from.size(); i++) {
            if (!from.get(i).isAlike(into.get(i))) {
                return false;
            }
        }
        return true;
    }

    PgStripes stripes() {
        return PgStripes.of(number, source.relation(), target.relation());
    }

    /** Binary saves both servers the printing and parsing; it needs the same types on both sides. */
    CopyFormat format() {
        if (isMadeInJava()) {
            return CopyFormat.TEXT;
        }
        List<PgColumn> from = source.relation().columns();
        List<PgColumn> into = target.relation().columns();
        for (int i = 0; i < from.size(); i++) {
            if (!from.get(i).base().equals(into.get(i).base())) {
                return CopyFormat.TEXT;
            }
        }
        return source.relation().isBinaryPortable() && target.relation().isBinaryPortable()
                ? CopyFormat.BINARY
                : CopyFormat.TEXT;
    }

    /** Then rows pass through the process, as text. */
    boolean isMadeInJava() {
        return source.relation().lines().isPresent();
    }

    /** Whether the text of each value means the same on both sides, whatever their versions. */
    boolean isTextPortable() {
        return !isMadeInJava()
                && Stream.concat(source.relation().columns().stream(), target.relation().columns().stream())
                        .allMatch(PgColumn::isTextPortable);
    }

    /** Key texts that differ are different keys: then as many rows read as asked for means that none has vanished. */
    boolean isCanonical() {
        return stripes().grain() == PgStripes.Grain.BY_KEY;
    }

    /**
     * What an update may set: neither GENERATED ALWAYS AS IDENTITY nor the key's, except those key columns of which
     * equal values may still differ, as 1.0 and 1.00 do.
     */
    List<PgColumn> updatable() {
        return target.relation().columns().stream()
                .filter(c -> !isOfKey(c) || !c.isTextCanonical())
                .filter(c -> c.origin() != Origin.IDENTITY_ALWAYS)
                .toList();
    }

    private boolean isOfKey(PgColumn column) {
        return target.relation().key().stream().anyMatch(k -> k.name().equals(column.name()));
    }

    /** GENERATED ALWAYS AS IDENTITY outside of the key: a row in which it changed has to be written anew. */
    List<PgColumn> fixed() {
        return target.relation().columns().stream()
                .filter(c ->
                        target.relation().key().stream().noneMatch(k -> k.name().equals(c.name())))
                .filter(c -> c.origin() == Origin.IDENTITY_ALWAYS)
                .toList();
    }
}
