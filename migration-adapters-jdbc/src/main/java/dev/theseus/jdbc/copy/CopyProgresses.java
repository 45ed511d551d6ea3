package dev.theseus.jdbc.copy;

import dev.theseus.domain.backfill.CopyProgress;
import dev.theseus.domain.backfill.CopyProgress.State;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.postgres.PgDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads from the ledger how far the copies are. */
record CopyProgresses(PgDatabase target) {

    private static final String READ = """
            SELECT t.table_no, t.completed_at IS NOT NULL AS complete, coalesce(l.rows, 0) AS rows,
                   coalesce(l.bytes, 0) AS bytes, coalesce(l.chunks, 0) AS chunks,
                   coalesce(c.weight, 0)::float8 / greatest(p.weight, 1)::float8 AS fraction
            FROM theseus.table_copy t
            LEFT JOIN (SELECT table_no, sum(size_bytes) AS weight FROM theseus.table_part GROUP BY table_no) p
              ON p.table_no = t.table_no
            LEFT JOIN (SELECT table_no, sum(weight) AS weight FROM theseus.chunk WHERE state = 'copied' GROUP BY table_no) c
              ON c.table_no = t.table_no
            LEFT JOIN (SELECT table_no, sum(row_count) AS rows, sum(byte_count) AS bytes, count(*) AS chunks
                       FROM theseus.chunk_ledger GROUP BY table_no) l ON l.table_no = t.table_no""";

    private static final String COVERED = """
            SELECT coalesce(sum(CASE WHEN t.completed_at IS NOT NULL THEN p.weight ELSE least(c.weight, p.weight) END)::float8
                            / nullif(sum(p.weight), 0)::float8, 0)
            FROM theseus.table_copy t
            JOIN (SELECT table_no, sum(size_bytes) AS weight FROM theseus.table_part GROUP BY table_no) p
              ON p.table_no = t.table_no
            LEFT JOIN (SELECT table_no, sum(weight) AS weight FROM theseus.chunk WHERE state = 'copied' GROUP BY table_no) c
              ON c.table_no = t.table_no""";

    /** Sizes are estimates, so a table that is not complete never claims to be. */
    private static final double NEARLY = 0.999;

    Map<TableName, CopyProgress> of(Collection<TablePlan> tables) {
        Map<Integer, CopyProgress> known = target.inTransaction("read the chunk ledger", CopyProgresses::read);
        Map<TableName, CopyProgress> progress = new LinkedHashMap<>();
        for (TablePlan table : tables) {
            progress.computeIfAbsent(
                    table.old(),
                    old -> Carriers.of(old, tables).progress(n -> known.getOrDefault(n, CopyProgress.NOT_OPEN)));
        }
        return progress;
    }

    /** The share of the bytes of all open tables that is covered, 0 to 1. */
    double covered() {
        return target.inTransaction("read the chunk ledger", connection -> {
            try (PreparedStatement query = connection.prepareStatement(COVERED);
                    ResultSet row = query.executeQuery()) {
                return row.next() ? row.getDouble(1) : 0.0;
            }
        });
    }

    private static Map<Integer, CopyProgress> read(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(READ);
                ResultSet rows = query.executeQuery()) {
            Map<Integer, CopyProgress> progress = new HashMap<>();
            while (rows.next()) {
                progress.put(rows.getInt("table_no"), progress(rows));
            }
            return progress;
        }
    }

    private static CopyProgress progress(ResultSet row) throws SQLException {
        boolean complete = row.getBoolean("complete");
        return new CopyProgress(
                row.getLong("rows"),
                row.getLong("bytes"),
                row.getLong("chunks"),
                complete ? 1 : Math.min(NEARLY, row.getDouble("fraction")),
                complete ? State.COMPLETE : State.COPYING);
    }
}
