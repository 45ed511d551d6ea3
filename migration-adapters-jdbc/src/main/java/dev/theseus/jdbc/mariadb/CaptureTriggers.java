package dev.theseus.jdbc.mariadb;

import dev.theseus.domain.database.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The triggers that note the changes of one table. They run with the rights of who made them: a client needs none on
 * our schema. They are the last to run, after those that may have changed the row.
 */
record CaptureTriggers(int number, TableName table) {

    private enum Event {
        INSERT,
        UPDATE,
        DELETE
    }

    private static final String FINGERPRINT = """
            SELECT COUNT(*) AS count, MD5(GROUP_CONCAT(CONCAT_WS(' ', trigger_name, event_manipulation, action_timing, event_object_schema,
                event_object_table, action_statement, sql_mode) ORDER BY trigger_name SEPARATOR ';')) AS fingerprint
            FROM information_schema.triggers WHERE trigger_schema = ? AND trigger_name IN (?, ?, ?)""";

    String name(Object event) {
        return "theseus_capture_" + number + "_" + event.toString().toLowerCase(Locale.ROOT);
    }

    private String quoted(Event event) {
        return MariaSql.quoted(table.schema()) + "." + MariaSql.quoted(name(event));
    }

    List<String> drop() {
        return java.util.Arrays.stream(Event.values())
                .map(e -> "DROP TRIGGER IF EXISTS " + quoted(e))
                .toList();
    }

    /** Each waits for open transactions that have used the table, and takes the place of one of that name at once. */
    List<String> create(MariaTable columns) {
        return java.util.Arrays.stream(Event.values())
                .map(e -> "CREATE OR REPLACE TRIGGER " + quoted(e) + " AFTER " + e + " ON " + MariaSql.quoted(table)
                        + " FOR EACH ROW " + body(e, columns))
                .toList();
    }

    private String body(Event event, MariaTable columns) {
        String before = columns.keyText("OLD");
        String after = columns.keyText("NEW");
        return switch (event) {
            case INSERT -> note(after);
            case DELETE -> note(before);
            case UPDATE ->
                "BEGIN " + note(before) + "; IF NOT (" + before + " <=> " + after + ") THEN " + note(after)
                        + "; END IF; END";
        };
    }

    private String note(String key) {
        return "INSERT INTO theseus.change_log (table_no, row_key) VALUES (" + number + ", " + key + ")";
    }

    /** What the triggers look like; empty if there are none. */
    Optional<String> fingerprint(Connection connection) throws SQLException {
        List<Object> names =
                List.of(table.schema(), name(Event.INSERT), name(Event.UPDATE), name(Event.DELETE));
        return MariaSql.rows(
                        connection,
                        FINGERPRINT,
                        names,
                        row -> row.getInt("count") == 0
                                ? Optional.<String>empty()
                                : Optional.of(row.getString("fingerprint")))
                .getFirst();
    }
}
