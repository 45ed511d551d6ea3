package dev.theseus.jdbc.definition;

import dev.theseus.domain.definition.Definitions.Sight;
import dev.theseus.jdbc.postgres.PgErrors;
import dev.theseus.jdbc.postgres.Run;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Lets a database note the commands that change a watched table, where the role may have it do so. */
final class CommandNotes {

    static final String TABLE = """
            CREATE TABLE IF NOT EXISTS theseus.definition_command (
              id bigserial PRIMARY KEY,
              relation text NOT NULL,
              tag text NOT NULL,
              login text NOT NULL,
              application text NOT NULL,
              noted_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
              capture_off boolean NOT NULL
            );
            """;

    /**
     * Runs within commands of others and with our rights. A command of theirs must never fail for our sake. Whether the
     * triggers of capture fire is looked at in the command's own transaction, so that it is known also if they do again
     * before anybody looks. What is dropped is no longer in the catalogue, and known by its name.
     */
    private static final String FUNCTION = """
            CREATE OR REPLACE FUNCTION theseus.note_definition_command() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER
            SET search_path = pg_catalog, pg_temp AS $$
            BEGIN
              IF current_setting('application_name', true) = 'theseus' OR (tg_event = 'sql_drop' AND tg_tag NOT LIKE 'DROP %') THEN
                RETURN;
              END IF;
              IF tg_event = 'sql_drop' THEN
                INSERT INTO theseus.definition_command (relation, tag, login, application, capture_off)
                SELECT DISTINCT w.relation, tg_tag, session_user::text, coalesce(current_setting('application_name', true), ''), o.off
                FROM pg_event_trigger_dropped_objects() d
                JOIN theseus.watched_table w ON d.objid = w.root OR d.address_names[1:2] = ARRAY[w.schema_name, w.table_name]
                CROSS JOIN LATERAL theseus.capture_off(w.relation, w.root) o(off);
              ELSE
                INSERT INTO theseus.definition_command (relation, tag, login, application, capture_off)
                SELECT DISTINCT w.relation, tg_tag, session_user::text, coalesce(current_setting('application_name', true), ''), o.off
                FROM pg_event_trigger_ddl_commands() d
                CROSS JOIN LATERAL (SELECT coalesce(
                  (SELECT i.indrelid FROM pg_index i WHERE i.indexrelid = d.objid AND d.classid = 'pg_class'::regclass),
                  (SELECT t.tgrelid FROM pg_trigger t WHERE t.oid = d.objid AND d.classid = 'pg_trigger'::regclass), d.objid) AS oid) c
                JOIN theseus.watched_table w ON c.oid = w.root OR c.oid IN (SELECT p.relid FROM pg_partition_tree(w.root) p)
                CROSS JOIN LATERAL theseus.capture_off(w.relation, w.root) o(off);
              END IF;
            EXCEPTION WHEN OTHERS THEN
              RAISE WARNING 'theseus could not note this command: %', sqlerrm;
            END $$""";

    private static final String CAPTURE_OFF = """
            CREATE OR REPLACE FUNCTION theseus.capture_off(relation text, root oid) RETURNS boolean LANGUAGE sql STABLE
            SET search_path = pg_catalog, pg_temp AS $$
              SELECT EXISTS (SELECT FROM theseus.kept_definition k
                WHERE k.relation = $1 AND k.kind = 'CAPTURE_TRIGGER' AND k.name NOT LIKE '% on %'
                  AND NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = $2 AND t.tgname = k.name AND t.tgenabled = 'A'))
            $$""";

    private static final List<String> REMOVAL =
            List.of("DROP EVENT TRIGGER IF EXISTS theseus_definition", "DROP EVENT TRIGGER IF EXISTS theseus_drop");

    /** They fire in every session, also where session_replication_role is replica. */
    private static final List<String> INSTALLATION = List.of(
            CAPTURE_OFF,
            FUNCTION,
            "CREATE EVENT TRIGGER theseus_definition ON ddl_command_end EXECUTE FUNCTION theseus.note_definition_command()",
            "CREATE EVENT TRIGGER theseus_drop ON sql_drop EXECUTE FUNCTION theseus.note_definition_command()",
            "ALTER EVENT TRIGGER theseus_definition ENABLE ALWAYS",
            "ALTER EVENT TRIGGER theseus_drop ENABLE ALWAYS");

    private static final String NOTES = """
            SELECT id, relation, capture_off, format('%s by %s%s at %s', tag, login,
              CASE WHEN application = '' THEN '' ELSE ' with ' || application END, to_char(noted_at, 'YYYY-MM-DD HH24:MI:SSOF'))
            FROM theseus.definition_command ORDER BY id""";

    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private CommandNotes() {}

    /**
     * One command.
     *
     * @param relation that it changed
     * @param captureOff whether some of the triggers of capture did not fire when it ended
     * @param text which command, by whom, when
     */
    record Note(long id, String relation, boolean captureOff, String text) {}

    /** Puts the event triggers up, if the role may; else leaves everything as it is. */
    static void install(Connection connection) throws SQLException {
        if (sight(connection) == Sight.COMMANDS) {
            return;
        }
        Savepoint before = connection.setSavepoint();
        try {
            remove(connection);
            Run.all(connection, INSTALLATION);
            connection.releaseSavepoint(before);
        } catch (SQLException e) {
            if (!PgErrors.state(e).equals(INSUFFICIENT_PRIVILEGE)) {
                throw e;
            }
            connection.rollback(before);
        }
    }

    static void remove(Connection connection) throws SQLException {
        Run.all(connection, REMOVAL);
    }

    static Sight sight(Connection connection) throws SQLException {
        return Run.texts(connection, """
                        SELECT evtname FROM pg_event_trigger
                        WHERE evtname IN ('theseus_definition', 'theseus_drop') AND evtenabled = 'A'""").size() == 2 ? Sight.COMMANDS : Sight.LOOKS;
    }

    /** All that nobody has settled, oldest first. */
    static List<Note> read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(NOTES)) {
            List<Note> notes = new ArrayList<>();
            while (rows.next()) {
                notes.add(new Note(rows.getLong(1), rows.getString(2), rows.getBoolean(3), rows.getString(4)));
            }
            return notes;
        }
    }

    static void settle(Connection connection, long id) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM theseus.definition_command WHERE id = ?")) {
            delete.setLong(1, id);
            delete.executeUpdate();
        }
    }

    /** What a change that is settled was brought about by. */
    static void settle(Connection connection, String relation, boolean gaps) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(
                "DELETE FROM theseus.definition_command WHERE relation = ? AND (NOT capture_off OR ?)")) {
            delete.setString(1, relation);
            delete.setBoolean(2, gaps);
            delete.executeUpdate();
        }
    }
}
