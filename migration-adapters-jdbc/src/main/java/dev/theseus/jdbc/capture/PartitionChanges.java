package dev.theseus.jdbc.capture;

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

    static void note(Connection connection, NotedKey key) throws SQLException {
        CaptureRole role = key.role();
        CaptureLook look = CaptureLook.at(connection, role, key.relation().name());
        for (long partition : look.added()) {
            noteRows(connection, role.number(), key, partition);
        }
        if (!look.gone().isEmpty()) {
            Run.sql(connection, NOTE + "VALUES (" + role.number() + ", NULL)");
        }
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE " + role.recordedIn() + " r SET relations = ?::oid[] WHERE " + role.isRecorded())) {
            update.setArray(
                    1, connection.createArrayOf("bigint", look.relations().toArray()));
            update.executeUpdate();
        }
    }

    private static void noteRows(Connection connection, int number, NotedKey key, long partition) throws SQLException {
        String names = "SELECT c.oid::regclass::text FROM pg_class c WHERE c.relkind = 'r' AND c.oid = " + partition;
        for (String name : Run.texts(connection, names)) {
            Run.sql(connection, NOTE + "SELECT " + number + ", " + key.text("t") + " " + key.from("ONLY " + name, "t"));
        }
    }
}
