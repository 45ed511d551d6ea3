package dev.theseus.jdbc.verify;

import dev.theseus.domain.database.TableName;
import dev.theseus.jdbc.postgres.PgRelation;

/**
 * A part of a table's heap that one transaction reads.
 *
 * @param relation the table or leaf partition
 * @param fileNode the file of the heap; if it is another one, the pages are not those that were planned
 * @param fromPage inclusive
 * @param toPage exclusive; {@link #OPEN} for the last range, which also reads what was added since
 */
record HeapRange(TableName relation, long fileNode, long fromPage, long toPage) {

    /** A foreign partition has no file of its own. */
    static final long NO_FILE = 0;

    /** Without a limit. */
    static final long OPEN = -1;

    /** The whole relation, for servers that can't read a range by itself. */
    static HeapRange whole(TableName relation, long fileNode) {
        return new HeapRange(relation, fileNode, 0, OPEN);
    }

    /**
     * The rows of the range, as a FROM clause with the alias {@code t} and a condition.
     *
     * @param table that the relation is, or is a part of
     */
    String from(PgRelation table) {
        return "FROM " + table.fromOnly(relation, "t") + " WHERE " + condition("t");
    }

    /** That a row stands in the range. */
    String condition(String alias) {
        String rows = "true";
        if (fromPage > 0) {
            rows += " AND %s.ctid >= '(%d,0)'::tid".formatted(alias, fromPage);
        }
        return toPage == OPEN ? rows : rows + " AND %s.ctid < '(%d,0)'::tid".formatted(alias, toPage);
    }
}
