package dev.theseus.jdbc.capture;

import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.postgres.PgRelation;
import dev.theseus.jdbc.postgres.Run;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * Makes up for partitions that came or went. One that was attached may have brought rows, one that was detached or
 * dropped has taken its rows away, and no trigger saw either. So the rows of the one are noted now, and the other is
 * noted like a TRUNCATE, which removes what the source has no more.
 */
final class PartitionChanges {

    private static final String NOTE = "INSERT INTO theseus.change_log (table_no, key) ";

    private PartitionChanges() {}

    static void note(Connection connection, TablePlan plan, PgRelation relation) throws SQLException {
        CaptureLook look = CaptureLook.at(connection, plan.number(), relation.name());
        for (long partition : look.added()) {
            noteRows(connection, plan.number(), relation, partition);
        }
        if (!look.gone().isEmpty()) {
            Run.sql(connection, NOTE + "VALUES (" + plan.number() + ", NULL)");
        }
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE theseus.captured_table SET relations = ?::oid[] WHERE table_no = ?")) {
            update.setArray(
                    1, connection.createArrayOf("bigint", look.relations().toArray()));
            update.setInt(2, plan.number());
            update.executeUpdate();
        }
    }

    private static void noteRows(Connection connection, int number, PgRelation relation, long partition)
            throws SQLException {
        String names = "SELECT c.oid::regclass::text FROM pg_class c WHERE c.relkind = 'r' AND c.oid = " + partition;
        for (String name : Run.texts(connection, names)) {
            Run.sql(connection, NOTE + "SELECT " + number + ", " + relation.keyText("t") + " FROM ONLY " + name + " t");
        }
    }
}
