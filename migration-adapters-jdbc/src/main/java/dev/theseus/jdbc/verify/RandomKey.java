package dev.theseus.jdbc.verify;

import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.TableName;
import dev.theseus.jdbc.postgres.PgRelation;
import dev.theseus.jdbc.postgres.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Draws a row by drawing a page of the heap and one of its rows: TABLESAMPLE would look at the number of every page.
 * Rows of full pages are drawn less often than those of half empty ones, which does not matter here.
 */
final class RandomKey {

    /** A page of 8 kB holds no more rows than this; row numbers that no row has cost nothing. */
    private static final int MOST_ROWS = 291;

    /** A partition, drawn by its size, and a page of it. */
    private static final String PAGE = """
            SELECT p.nspname, p.relname, floor(random() * p.pages)::bigint FROM (
              SELECT n.nspname, c.relname, pg_relation_size(c.oid) / current_setting('block_size')::int AS pages
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
              WHERE c.oid = ?::regclass OR c.oid IN (SELECT relid FROM pg_partition_tree(?::regclass) WHERE isleaf)) p
            WHERE p.pages > 0 ORDER BY -ln(1 - random()) / p.pages LIMIT 1""";

    private RandomKey() {}

    static Optional<RowKey> draw(Connection connection, PgRelation relation) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(PAGE)) {
            query.setString(1, Sql.quoted(relation.name()));
            query.setString(2, Sql.quoted(relation.name()));
            try (ResultSet row = query.executeQuery()) {
                return row.next()
                        ? drawOf(
                                connection, relation, new TableName(row.getString(1), row.getString(2)), row.getLong(3))
                        : Optional.empty();
            }
        }
    }

    private static Optional<RowKey> drawOf(Connection connection, PgRelation relation, TableName partition, long page)
            throws SQLException {
        String rows = """
                SELECT %s FROM %s WHERE t.ctid = ANY (ARRAY(
                  SELECT format('(%%s,%%s)', ?::bigint, i)::tid FROM generate_series(1, %d) i))
                ORDER BY random() LIMIT 1""".formatted(relation.keyText("t"), relation.fromOnly(partition, "t"), MOST_ROWS);
        try (PreparedStatement query = connection.prepareStatement(rows)) {
            query.setLong(1, page);
            try (ResultSet row = query.executeQuery()) {
                return row.next()
                        ? Optional.of(RowKey.of((String[]) row.getArray(1).getArray()))
                        : Optional.empty();
            }
        }
    }
}
