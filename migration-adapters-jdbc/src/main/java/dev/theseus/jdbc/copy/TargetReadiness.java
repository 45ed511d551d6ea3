package dev.theseus.jdbc.copy;

import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.plan.TablePlan.ExistingRows;
import dev.theseus.jdbc.postgres.PgReplicaRole;
import dev.theseus.jdbc.postgres.PgReplicaRole.Standing;
import dev.theseus.jdbc.postgres.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** What a table of the new database must be like before its copy is opened. Inside a transaction of the caller. */
record TargetReadiness(PgReplicaRole replicaRole) {

    private static final String IN_THE_WAY = """
            SELECT string_agg(what, ', ') FROM (
              SELECT 'foreign key ' || quote_ident(conname) FROM pg_catalog.pg_constraint
              WHERE conrelid = ?::regclass AND contype = 'f' AND conparentid = 0
              UNION ALL
              SELECT 'trigger ' || quote_ident(tgname) FROM pg_catalog.pg_trigger
              WHERE tgrelid = ?::regclass AND NOT tgisinternal AND tgenabled = 'O' AND tgtype & 4 <> 0
                AND tgname NOT LIKE 'theseus%') w(what)""";

    /** @throws DatabaseRefused if the table can't be filled, with the remedy */
    void require(Connection target, TablePlan table) throws SQLException {
        if (table.existingRows() == ExistingRows.REFUSE) {
            refuseRows(target, table);
        }
        if (replicaRole.take(target) == Standing.NOT_PERMITTED) {
            refuseWhatWouldFire(target, table);
        }
    }

    private static void refuseRows(Connection target, TablePlan table) throws SQLException {
        String sql = "SELECT EXISTS (SELECT FROM " + Sql.quoted(table.target()) + ")";
        try (PreparedStatement query = target.prepareStatement(sql);
                ResultSet row = query.executeQuery()) {
            row.next();
            if (row.getBoolean(1)) {
                throw new DatabaseRefused(
                        Side.NEW,
                        "55000",
                        "Table " + table.target()
                                + " of the new database holds rows already: empty it, or let the plan "
                                + "say that existing rows are merged");
            }
        }
    }

    /**
     * A row that has not changed may refer to one that has, which comes later, by the log: no order of the tables would
     * satisfy a foreign key meanwhile.
     */
    private static void refuseWhatWouldFire(Connection target, TablePlan table) throws SQLException {
        try (PreparedStatement query = target.prepareStatement(IN_THE_WAY)) {
            query.setString(1, Sql.quoted(table.target()));
            query.setString(2, Sql.quoted(table.target()));
            try (ResultSet row = query.executeQuery()) {
                String inTheWay = row.next() ? row.getString(1) : null;
                if (inTheWay != null) {
                    throw new DatabaseRefused(
                            Side.NEW,
                            "42501",
                            "Table " + table.target()
                                    + " of the new database can't be filled while these are in force: "
                                    + inTheWay + ". Let the role do without them (GRANT SET ON PARAMETER "
                                    + "session_replication_role, from PostgreSQL 15 on; a superuser may always), or drop or "
                                    + "disable them until the copy is complete");
                }
            }
        }
    }
}
