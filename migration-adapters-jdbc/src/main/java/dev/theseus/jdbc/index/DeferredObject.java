package dev.theseus.jdbc.index;

import dev.theseus.domain.database.TableName;
import dev.theseus.jdbc.postgres.Sql;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An index or a constraint that was taken away.
 *
 * @param id of its row in the bookkeeping
 * @param table that it belongs to
 * @param definition what comes after ADD CONSTRAINT and the name, or the whole CREATE INDEX
 * @param place the tablespace, null for the default one
 */
record DeferredObject(
        long id,
        Kind kind,
        TableName table,
        String name,
        String definition,
        @Nullable String place,
        @Nullable String comment) {

    /** What it is, and so how it is made. */
    enum Kind {
        INDEX,
        /** A unique or an exclusion constraint. */
        CONSTRAINT,
        FOREIGN_KEY,
        /** A foreign key that has been added and not been validated. */
        UNVALIDATED
    }

    String creation() {
        return kind == Kind.INDEX
                ? definition
                : "ALTER TABLE " + Sql.quoted(table) + " ADD CONSTRAINT " + Sql.quoted(name) + " " + definition;
    }

    String validation() {
        return "ALTER TABLE " + Sql.quoted(table) + " VALIDATE CONSTRAINT " + Sql.quoted(name);
    }

    /** What the comment is put on. */
    String commented() {
        return kind == Kind.INDEX
                ? "INDEX " + Sql.quoted(new TableName(table.schema(), name))
                : "CONSTRAINT " + Sql.quoted(name) + " ON " + Sql.quoted(table);
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " " + name + " of " + table;
    }
}
