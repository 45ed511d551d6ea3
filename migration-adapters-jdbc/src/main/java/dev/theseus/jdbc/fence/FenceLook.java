package dev.theseus.jdbc.fence;

import dev.theseus.domain.database.TableName;
import dev.theseus.jdbc.postgres.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * What the catalogue says of the fence on one table. Nothing has to be recorded for it: what must stand is the same for
 * every table.
 *
 * @param relations the table and all its partitions; 0 if there is no such table
 * @param needed which triggers see every write to this table
 * @param triggers of the fence on all of them
 * @param sound those of them that are as they must be, fire in every session, and run the function as it must be
 */
record FenceLook(int relations, FenceScript.Form needed, int triggers, int sound) {

    private static final int TRIGGERS_EACH = 2;

    /** The bits of tgtype: 1 for each row, 2 before, 4 insert, 8 delete, 16 update, 32 truncate. */
    private static final String LOOK = """
            WITH root AS (SELECT c.oid, c.relkind, c.relispartition FROM pg_class c WHERE c.oid = to_regclass(?)),
            tree AS (SELECT oid FROM root UNION SELECT p.relid::oid FROM root, pg_partition_tree(root.oid) p),
            needed AS (SELECT coalesce(bool_or(root.relkind = 'p' OR root.relispartition
                OR EXISTS (SELECT FROM pg_subscription_rel s WHERE s.srrelid = root.oid)), false) AS by_row FROM root),
            ours AS (
              SELECT t.*, f.prosrc = ? AND f.prosecdef AND f.pronamespace = to_regnamespace('theseus') AS is_whole
              FROM pg_trigger t JOIN tree ON tree.oid = t.tgrelid JOIN pg_proc f ON f.oid = t.tgfoid
              WHERE t.tgname IN (?, ?))
            SELECT (SELECT count(*) FROM tree) AS relations, needed.by_row, (SELECT count(*) FROM ours) AS triggers,
              (SELECT count(*) FROM ours WHERE is_whole AND tgenabled = 'A' AND tgqual IS NULL AND tgattr::text = ''
                 AND tgtype = CASE WHEN tgname = ? THEN 34 WHEN needed.by_row THEN 31 ELSE 30 END) AS sound
            FROM needed""";

    static FenceLook at(Connection connection, FenceScript script, TableName table) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(LOOK)) {
            query.setString(1, Sql.quoted(table));
            query.setString(2, script.body());
            query.setString(3, FenceScript.TRIGGER);
            query.setString(4, FenceScript.TRUNCATE_TRIGGER);
            query.setString(5, FenceScript.TRUNCATE_TRIGGER);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return new FenceLook(
                        row.getInt("relations"),
                        row.getBoolean("by_row") ? FenceScript.Form.ROW : FenceScript.Form.STATEMENT,
                        row.getInt("triggers"),
                        row.getInt("sound"));
            }
        }
    }

    boolean isAbsent() {
        return triggers == 0;
    }

    boolean isIntact() {
        return relations > 0 && sound == relations * TRIGGERS_EACH;
    }
}
