package dev.theseus.jdbc.lineage;

import dev.theseus.domain.lineage.RowLineage.Written;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Finds the chunk that a transaction copied. */
final class LedgerQuestion {

    private LedgerQuestion() {}

    private static final String STANDS = "SELECT pg_catalog.to_regclass('theseus.chunk_ledger') IS NOT NULL";

    private static final String CHUNK = """
            SELECT l.chunk_no, l.copied_at, l.row_count,
                CASE WHEN c.to_page IS NOT NULL
                    THEN pg_catalog.format('pages %s to %s of %I.%I',
                        c.from_page, c.to_page, c.schema_name, c.relation_name)
                    WHEN c.chunk_no IS NOT NULL
                    THEN pg_catalog.format('keys after %s up to %s of %I.%I',
                        coalesce(c.after_key::text, 'the beginning'), coalesce(c.upto_key::text, 'the end'),
                        c.schema_name, c.relation_name)
                    ELSE 'unknown' END
            FROM theseus.chunk_ledger l
            LEFT JOIN theseus.chunk c ON c.table_no = l.table_no AND c.chunk_no = l.chunk_no
            WHERE l.table_no = ? AND l.xmin::text = ?""";

    static Written written(Connection target, int table, KeyQuestion.Version version) throws SQLException {
        Written byTransaction = new Written.ByTransaction(version.transaction(), version.committed());
        if (!stands(target)) {
            return byTransaction;
        }
        try (PreparedStatement query = target.prepareStatement(CHUNK)) {
            query.setInt(1, table);
            query.setString(2, Long.toString(version.transaction()));
            try (ResultSet row = query.executeQuery()) {
                return row.next()
                        ? new Written.ByChunk(
                                row.getLong(1), row.getTimestamp(2).toInstant(), row.getLong(3), row.getString(4))
                        : byTransaction;
            }
        }
    }

    private static boolean stands(Connection target) throws SQLException {
        try (PreparedStatement query = target.prepareStatement(STANDS);
                ResultSet row = query.executeQuery()) {
            return row.next() && row.getBoolean(1);
        }
    }
}
